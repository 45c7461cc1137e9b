"""How a stay began: after a recall people ask why somebody is back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_deadlines_of_the_land")]

    operations = [
        migrations.AddField(
            model_name="stay",
            name="began",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "noch unbekannt"),
                    ("summons", "Antritt nach Ladung"),
                    ("arrest", "Festnahme"),
                    ("recall", "Widerruf der Aussetzung"),
                ],
                default="",
                max_length=12,
            ),
        ),
    ]
