"""A plan names the version of the Land's profile whose deadlines it follows. Plans that were opened
before follow none: nothing moves by itself.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_one_person_of_two_files")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="plan_law",
            field=models.CharField(blank=True, default="", max_length=24),
        ),
    ]
