"""The areas of life as they stood when somebody went through them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_waiting_steps"),
        ("organisations", "0004_confidential_addresses"),
        ("records", "0002_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("version", models.CharField(max_length=20)),
                (
                    "age_group",
                    models.CharField(
                        choices=[
                            ("adult", "Erwachsene"),
                            ("youth", "Jugendliche und junge Erwachsene"),
                        ],
                        max_length=8,
                    ),
                ),
                ("begun_on", models.DateField()),
                ("finished_on", models.DateField(blank=True, null=True)),
                ("author_id", models.UUIDField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="cases.case",
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
                "ordering": ["begun_on", "changed_at"],
            },
        ),
        migrations.CreateModel(
            name="AreaStanding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("area", models.CharField(max_length=3)),
                (
                    "content_text",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="records.assessment",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("case", "code"), name="case_assessment_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_on", None)),
                fields=("case",),
                name="one_assessment_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="areastanding",
            constraint=models.UniqueConstraint(
                fields=("assessment", "area"), name="area_of_assessment_once"
            ),
        ),
        ProtectTenantTable("Assessment"),
        ProtectTenantTable("AreaStanding"),
    ]
