"""When somebody is there."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectPublicTable


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_words_of_the_finder"),
        ("organisations", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("week", models.JSONField(default=dict)),
                ("exceptions", models.JSONField(default=dict)),
                (
                    "on_holidays",
                    models.CharField(
                        choices=[
                            ("closed", "geschlossen"),
                            ("usual", "wie sonst"),
                            ("unknown", "nicht bekannt"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("zone", models.CharField(default="Europe/Berlin", max_length=40)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                ("facts_source", models.CharField(blank=True, default="", max_length=400)),
                ("facts_checked_on", models.DateField(blank=True, null=True)),
                ("facts_checked_by", models.CharField(blank=True, default="", max_length=120)),
                (
                    "facts_state",
                    models.CharField(
                        choices=[
                            ("confirmed", "bestätigt"),
                            ("found", "öffentlich gefunden"),
                            ("unchecked", "noch nicht geprüft"),
                            ("outdated", "veraltet"),
                        ],
                        default="unchecked",
                        max_length=10,
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="directory.offer",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "offer"),
                        name="opening_hours_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        ProtectPublicTable("OpeningHours"),
    ]
