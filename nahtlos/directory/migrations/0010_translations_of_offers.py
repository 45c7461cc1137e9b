"""Texts of an offer in other languages, and a note for each language it names."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectPublicTable


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_offers_follow_their_site"),
        ("organisations", "0003_outlines_of_districts"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="language_notes",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name="OfferTranslation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=160)),
                ("summary", models.CharField(blank=True, default="", max_length=450)),
                ("description", models.TextField(blank=True, default="", max_length=6000)),
                (
                    "first_steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("audience_text", models.CharField(blank=True, default="", max_length=300)),
                ("exclusion_note", models.CharField(blank=True, default="", max_length=300)),
                ("access_note", models.CharField(blank=True, default="", max_length=450)),
                ("cost_note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("machine", "maschinell übersetzt, ungeprüft"),
                            ("checked", "geprüft"),
                        ],
                        max_length=8,
                    ),
                ),
                ("checked_by", models.CharField(blank=True, default="", max_length=120)),
                ("checked_on", models.DateField(blank=True, null=True)),
                ("source", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translations",
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
                    models.UniqueConstraint(fields=("offer", "language"), name="translation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_by", ""), ("checked_on", None), ("status", "machine")
                            ),
                            models.Q(
                                ("checked_on__isnull", False),
                                ("status", "checked"),
                                models.Q(("checked_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="translation_checked_by_somebody",
                        violation_error_message="Zu „geprüft“ gehören die Funktion und der Tag.",
                    ),
                ],
            },
        ),
        ProtectPublicTable("OfferTranslation"),
    ]
