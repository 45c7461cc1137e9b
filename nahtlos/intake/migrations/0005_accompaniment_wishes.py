"""A name that somebody who asked without one gives, to be accompanied."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_first_advice"),
        ("organisations", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccompanimentWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "name",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, compartment="first_advice", editable=True, null=True
                    ),
                ),
                (
                    "phone",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, compartment="first_advice", editable=True, null=True
                    ),
                ),
                (
                    "other_way",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, compartment="first_advice", editable=True, null=True
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("text_version", models.CharField(max_length=20)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case_code",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, compartment="first_advice", editable=True, null=True
                    ),
                ),
                (
                    "enquiry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wish",
                        to="intake.enquiry",
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
            ],
        ),
        ProtectTenantTable("AccompanimentWish"),
    ]
