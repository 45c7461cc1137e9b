"""Conditions of an offer, and the finder's covering index with them (see 0003)."""

import django.contrib.postgres.fields
from django.db import migrations, models

BEFORE = """
CREATE INDEX offer_for_finder ON directory_offer (id) INCLUDE (
  organisation_id, title, audiences, formats, languages, catchment, catchment_land, lat, lon,
  plane, capacity_on, places_free, waiting_weeks, valid_until) WHERE state = 'published'
"""
COVERING = BEFORE.replace(
    "valid_until)", "valid_until, circumstances, gender, excluded, age_from, age_to)"
)
DROP = "DROP INDEX offer_for_finder"


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_longer_visiting_facts"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="circumstances",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="excluded",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="exclusion_note",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="offer",
            name="gender",
            field=models.CharField(
                blank=True,
                choices=[("women", "nur Frauen"), ("men", "nur Männer")],
                default="",
                max_length=6,
            ),
        ),
        migrations.RunSQL(DROP, BEFORE),
        migrations.RunSQL(COVERING, DROP),
    ]
