"""Names as they are looked for, a few hundred in one sealed text."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_waiting_steps"),
        ("organisations", "0004_confidential_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameShelf",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "names",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("gathered", models.PositiveIntegerField(default=0)),
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
                        fields=("organisation", "number"), name="name_shelf_once"
                    )
                ],
            },
        ),
        ProtectTenantTable("NameShelf"),
    ]
