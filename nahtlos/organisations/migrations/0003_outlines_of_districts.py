"""Outlines of the districts, for the small sections of the map."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_protection"),
    ]

    operations = [
        migrations.AddField(
            model_name="district",
            name="box",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.FloatField(), blank=True, default=list, size=4
            ),
        ),
        migrations.AddField(
            model_name="district",
            name="label_x",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="district",
            name="label_y",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="district",
            name="outline",
            field=models.TextField(blank=True, default=""),
        ),
    ]
