"""Whoever is invited may be asked by mail and answer through a link, with a few words."""

from django.db import migrations, models

import nahtlos.foundation.vault.fields


class Migration(migrations.Migration):
    dependencies = [("conferences", "0001_conferences_of_a_case")]

    operations = [
        *(
            migrations.AddField(
                model_name="invited",
                name=name,
                field=nahtlos.foundation.vault.fields.SealedField(
                    blank=True, editable=True, null=True
                ),
            )
            for name in ("address", "words")
        ),
        *(
            migrations.AddField(
                model_name="invited",
                name=name,
                field=models.DateTimeField(blank=True, null=True),
            )
            for name in ("asked_at", "answered_at")
        ),
        migrations.AlterField(
            model_name="invited",
            name="reply",
            field=models.CharField(
                choices=[
                    ("open", "noch offen"),
                    ("comes", "kommt"),
                    ("stays_away", "kommt nicht"),
                    ("sends", "schickt jemanden"),
                    ("other_day", "kann an einem anderen Tag"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
