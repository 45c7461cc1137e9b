"""Who is away and who stands in; whom one reaches outside the usual hours."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_confidential_addresses"),
        ("people", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="OnCall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("function", models.CharField(max_length=120)),
                ("phone", models.CharField(max_length=60)),
                ("week", models.JSONField(default=dict)),
                ("exceptions", models.JSONField(default=dict)),
                ("on_holidays", models.CharField(default="closed", max_length=8)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("entered_by", models.UUIDField()),
                ("entered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stands_in",
                        to="people.membership",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="people.membership",
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
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["organisation", "deputy", "last_day"],
                        name="absence_by_deputy",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "code"), name="absence_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="absence_ends_after_it_begins",
                        violation_error_message="Der letzte Tag kann nicht vor dem ersten liegen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("membership", models.F("deputy")), _negated=True),
                        name="nobody_stands_in_for_herself",
                        violation_error_message=(
                            "Bitte wählen Sie eine andere Person als Vertretung."
                        ),
                    ),
                ],
            },
        ),
        ProtectTenantTable("OnCall"),
        ProtectTenantTable("Absence"),
    ]
