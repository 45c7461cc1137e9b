"""The web addresses that the directory shows, as the night found them."""

import uuid

from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import GrantMachineryTable


class Migration(migrations.Migration):
    dependencies = [
        ("upkeep", "0002_reports_of_visitors"),
    ]

    operations = [
        migrations.CreateModel(
            name="WebAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.CharField(max_length=600, unique=True)),
                ("checked_on", models.DateField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("failing_since", models.DateField(null=True)),
                ("problem", models.CharField(blank=True, default="", max_length=12)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("led_to", models.CharField(blank=True, default="", max_length=600)),
                ("moved_to", models.CharField(blank=True, default="", max_length=600)),
            ],
        ),
        GrantMachineryTable("WebAddress"),
    ]
