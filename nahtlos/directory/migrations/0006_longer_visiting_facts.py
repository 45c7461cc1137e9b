"""What a prison writes for children is longer than a line; its unique index goes by the digest."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_opening_hours"),
        ("organisations", "0002_protection"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="visitingfact",
            name="visiting_fact_once",
        ),
        migrations.AlterField(
            model_name="visitingfact",
            name="value",
            field=models.CharField(max_length=4000),
        ),
        migrations.AddConstraint(
            model_name="visitingfact",
            constraint=models.UniqueConstraint(
                models.F("site"),
                models.F("field"),
                models.F("custody"),
                django.db.models.functions.text.MD5("value"),
                name="visiting_fact_once",
            ),
        ),
    ]
