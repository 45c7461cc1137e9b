"""A sealed compartment of an organisation has data keys of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0007_codes_of_links")]
    operations = [
        migrations.RemoveConstraint(model_name="vaultkey", name="vault_key_once"),
        migrations.AddField(
            model_name="vaultkey",
            name="compartment",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddConstraint(
            model_name="vaultkey",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "compartment", "epoch"), name="vault_key_once"
            ),
        ),
    ]
