"""Two files of one person become one person's, and what was before is kept sealed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable

# The key of a column that came after its table was protected.
_SAME = (
    'ALTER TABLE "cases_client" ADD CONSTRAINT "cases_client_leads_to_id_same_org"'
    ' FOREIGN KEY ("organisation_id", "leads_to_id")'
    ' REFERENCES "cases_client" ("organisation_id", "id") DEFERRABLE INITIALLY DEFERRED'
)
_UNDO = 'ALTER TABLE "cases_client" DROP CONSTRAINT "cases_client_leads_to_id_same_org"'


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_names_as_they_are_looked_for"),
        ("organisations", "0004_confidential_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="client",
            name="leads_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="also",
                to="cases.client",
            ),
        ),
        migrations.RunSQL(_SAME, _UNDO),
        migrations.CreateModel(
            name="ClientMerge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("she_says", "Die Person sagt es selbst"),
                            ("number", "Buchnummer oder Ausweis stimmen überein"),
                            ("known", "Name und Geburtsdatum stimmen, und wir kennen die Person"),
                            ("other", "anders"),
                        ],
                        max_length=10,
                    ),
                ),
                ("cases", models.JSONField(default=list)),
                ("along", models.JSONField(default=list)),
                (
                    "before_text",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                (
                    "folded_text",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                (
                    "after_text",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("merged_at", models.DateTimeField()),
                ("merged_by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_by", models.UUIDField(null=True)),
                (
                    "folded",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.client",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="cases.client",
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
                "ordering": ["-merged_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "code"), name="merge_code_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("folded",),
                        name="folded_into_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("folded")), _negated=True),
                        name="merge_of_two",
                    ),
                ],
            },
        ),
        ProtectTenantTable("ClientMerge"),
    ]
