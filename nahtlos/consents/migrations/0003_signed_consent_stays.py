"""What a person signed stays as it was signed, whoever writes to the database."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consents", "0002_protection"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_consent_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_on" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",  # noqa: E501 (written by the trigger library)
                    hash="05417900788ae8d62cfc1b1c6e2791c6234de2b1",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_consent_stays_a9d71",
                    table="consents_consent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
