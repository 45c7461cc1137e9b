"""How soon another organisation answers, where that was agreed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_protection"),
        ("referrals", "0002_protection"),
    ]
    operations = [
        migrations.CreateModel(
            name="AgreedReply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("workdays", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=120)),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "to_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "to_organisation"),
                        name="one_agreed_reply_a_receiver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("workdays__gte", 1), ("workdays__lte", 60)),
                        name="agreed_reply_is_plausible",
                        violation_error_message="Bitte nennen Sie 1 bis 60 Werktage.",
                    ),
                ],
            },
        ),
        ProtectTenantTable("AgreedReply"),
    ]
