"""Find the steps that wait for somebody without reading all that are open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_protection")]

    operations = [
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["organisation", "case"],
                name="step_waiting",
            ),
        ),
    ]
