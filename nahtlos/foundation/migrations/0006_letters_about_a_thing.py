"""Letters know what they are about, so that they can be taken back, and may hold a code."""

from django.db import migrations, models

import nahtlos.foundation.clock
import nahtlos.foundation.vault.fields


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_shared_rows")]
    operations = [
        migrations.AddField(
            model_name="letter",
            name="about",
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="letter",
            name="code",
            field=nahtlos.foundation.vault.fields.SealedField(blank=True, editable=True, null=True),
        ),
        migrations.AlterField(
            model_name="letter",
            name="created_at",
            field=models.DateTimeField(default=nahtlos.foundation.clock.now),
        ),
    ]
