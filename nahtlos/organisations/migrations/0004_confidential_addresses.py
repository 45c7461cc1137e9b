"""Addresses that only the own organisation reads, and names of towns as people write them."""

import uuid

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable
from nahtlos.organisations.rules.towns import town_key


def fold_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The stored key follows the rule by which a typed name is compared with it."""
    rows = apps.get_model("organisations", "Postcode").objects.using(schema_editor.connection.alias)
    changed = []
    for row in rows.only("plz", "place", "folded").iterator(chunk_size=2000):
        key = town_key(row.place)
        if row.folded != key:
            row.folded = key
            changed.append(row)
    rows.bulk_update(changed, ["folded"], batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_outlines_of_districts"),
    ]

    operations = [
        migrations.CreateModel(
            name="HiddenAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "street",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                (
                    "postcode",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hidden",
                        to="organisations.site",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="site",
            name="confidential",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidential", False),
                    models.Q(("postcode", ""), ("street", "")),
                    _connector="OR",
                ),
                name="confidential_site_is_empty",
                violation_error_message=(
                    "Ein Standort mit vertraulicher Adresse darf keine öffentliche tragen."
                ),
            ),
        ),
        ProtectTenantTable("HiddenAddress"),
        migrations.RunPython(fold_anew, migrations.RunPython.noop),
    ]
