"""Lists about other organisations: who is meant by a line, what lists call them, and under which
number they stand in a register.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectPublicTable

OWN = models.Q(about="own", offer__isnull=False, target=None)
THEIRS = models.Q(about__in=("offer", "provider"), offer=None, target__isnull=False)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_sites_that_an_import_added"),
        ("organisations", "0002_protection"),
        ("directory", "0007_whom_an_offer_fits"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("court", models.CharField(max_length=80)),
                ("number", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="register_entry",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        ProtectPublicTable("RegisterEntry"),
        migrations.AddField("importrow", "provider", models.UUIDField(null=True)),
        migrations.AddField("importrow", "target", models.UUIDField(null=True)),
        migrations.AlterField(
            "importrow",
            "outcome",
            models.CharField(
                blank=True,
                choices=[
                    ("", "noch nicht gelesen"),
                    ("new", "neu"),
                    ("changed", "geändert"),
                    ("same", "unverändert"),
                    ("bad", "nicht lesbar"),
                    ("open", "nicht entschieden"),
                    ("kept", "bleibt, wie die Organisation es schrieb"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField("importrun", "founded", models.JSONField(default=list)),
        migrations.AddField("importrun", "providers", models.JSONField(default=dict)),
        migrations.AddField(
            "outsidekey",
            "about",
            models.CharField(
                choices=[
                    ("own", "eigenes Angebot"),
                    ("offer", "Angebot einer anderen Organisation"),
                    ("provider", "andere Organisation"),
                ],
                default="own",
                max_length=8,
            ),
        ),
        migrations.AddField("outsidekey", "target", models.UUIDField(null=True)),
        migrations.AlterField("outsidekey", "key", models.CharField(max_length=200)),
        migrations.AlterField(
            "outsidekey",
            "offer",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="directory.offer",
            ),
        ),
        migrations.RemoveConstraint("outsidekey", "outside_key_once"),
        migrations.AddConstraint(
            "outsidekey",
            models.UniqueConstraint(
                fields=("organisation", "about", "key"), name="outside_key_once"
            ),
        ),
        migrations.AddConstraint(
            "outsidekey",
            models.CheckConstraint(condition=OWN | THEIRS, name="outside_key_names_one_thing"),
        ),
    ]
