"""What free places are and for whom, and the Land whose public holidays count for an offer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0007_whom_an_offer_fits"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="land_code",
            field=models.CharField(blank=True, default="", max_length=2),
        ),
        migrations.AddField(
            model_name="offer",
            name="places_note",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="offer",
            name="places_total",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="places_unit",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
