"""Lists that somebody takes along, until their day is over."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0004_confidential_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenTable",
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
                    "kind",
                    models.CharField(
                        choices=[("caseload", "Begleitungen"), ("roster", "Wer führt was?")],
                        max_length=10,
                    ),
                ),
                ("look", models.JSONField(default=dict)),
                ("said", models.CharField(blank=True, default="", max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("wanted", "wird zusammengestellt"),
                            ("ready", "fertig"),
                            ("stopped", "nicht zustande gekommen"),
                        ],
                        default="wanted",
                        max_length=8,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                (
                    "content",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("wanted_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
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
                "ordering": ["-wanted_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "code"), name="taken_table_code_once"
                    )
                ],
            },
        ),
        ProtectTenantTable("TakenTable"),
    ]
