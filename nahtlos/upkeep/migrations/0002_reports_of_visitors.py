"""What visitors report as wrong: a task with an owner and a day."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectSharedTable


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_protection"),
        ("upkeep", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("kind", models.CharField(blank=True, default="", max_length=20)),
                ("slug", models.CharField(blank=True, default="", max_length=120)),
                ("title", models.CharField(blank=True, default="", max_length=160)),
                ("words", models.BinaryField(null=True)),
                ("reply_to", models.BinaryField(null=True)),
                ("reason", models.BinaryField(null=True)),
                ("from_key", models.BinaryField()),
                ("to_key", models.BinaryField()),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("escalated_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected", "Berichtigt"),
                            ("right", "Die Angabe war richtig"),
                            ("unclear", "Ließ sich nicht klären"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
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
                        fields=["to_organisation", "closed_on"], name="report_by_answering"
                    ),
                    models.Index(
                        fields=["from_organisation", "closed_on"], name="report_by_office"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on", None), ("result", "")),
                            models.Q(
                                ("closed_on__isnull", False),
                                models.Q(("result", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_closed_with_result",
                        violation_error_message="Ein erledigter Hinweis braucht ein Ergebnis.",
                    ),
                    models.UniqueConstraint(fields=("code",), name="report_code_once"),
                ],
            },
        ),
        ProtectSharedTable("EntryReport"),
    ]
