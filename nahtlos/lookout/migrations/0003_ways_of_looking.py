"""Ways of looking at what lies ahead that somebody kept."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("lookout", "0002_calendar_feeds"),
        ("organisations", "0004_confidential_addresses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="takentable",
            name="kind",
            field=models.CharField(
                choices=[
                    ("caseload", "Begleitungen"),
                    ("roster", "Wer führt was?"),
                    ("ahead", "In den nächsten 90 Tagen"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="SavedLook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("account_id", models.UUIDField()),
                (
                    "name",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("look", models.JSONField(default=dict)),
                ("kept_at", models.DateTimeField()),
                (
                    "organisation",
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
                        fields=("organisation", "code"), name="saved_look_code_once"
                    )
                ],
            },
        ),
        ProtectTenantTable("SavedLook"),
    ]
