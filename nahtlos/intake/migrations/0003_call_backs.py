"""Numbers to be called at, apart from everything else."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_protection"),
        ("organisations", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallBack",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                (
                    "number",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, compartment="first_advice", editable=True, null=True
                    ),
                ),
                (
                    "reachable",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, compartment="first_advice", editable=True, null=True
                    ),
                ),
                (
                    "spoken",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, compartment="first_advice", editable=True, null=True
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("expires_on", models.DateField()),
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
                        fields=("organisation", "code"), name="call_back_code_once"
                    )
                ],
            },
        ),
        ProtectTenantTable("CallBack"),
    ]
