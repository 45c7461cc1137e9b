"""Requests to look through what the directory says."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectSharedTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_protection"),
        ("foundation", "0005_shared_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConfirmationRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("site_slug", models.CharField(blank=True, default="", max_length=120)),
                ("asked_on", models.DateField()),
                ("reminded_on", models.DateField(null=True)),
                ("escalated_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "from_organisation",
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
                "indexes": [
                    models.Index(
                        fields=["from_organisation", "closed_on"], name="confirmation_by_office"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("to_organisation", "site_slug"),
                        name="confirmation_open_once",
                    ),
                    models.UniqueConstraint(
                        fields=("to_organisation", "code"), name="confirmation_code_once"
                    ),
                ],
            },
        ),
        ProtectSharedTable("ConfirmationRequest"),
    ]
