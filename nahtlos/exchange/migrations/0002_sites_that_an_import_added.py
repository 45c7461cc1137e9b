"""Which sites an import added, so that it can take them back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_imports")]

    operations = [
        migrations.AddField(
            model_name="importrun", name="sites", field=models.JSONField(default=list)
        )
    ]
