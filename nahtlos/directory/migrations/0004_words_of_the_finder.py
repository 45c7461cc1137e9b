"""What the finder knows about words: the lexicon that coordination offices edit, and the words of
published offers.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import GrantMachineryTable, ProtectPublicTable


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_indexes_of_the_finder"),
        ("organisations", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchVocabulary",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.UUIDField(default=uuid.uuid4)),
                ("words", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="one_search_vocabulary"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LexiconEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same", "bedeuten dasselbe"),
                            ("stem", "Teil von zusammengesetzten Wörtern"),
                            ("off", "mitgelieferter Eintrag, abgeschaltet"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "code"), name="lexicon_code_once"
                    )
                ],
            },
        ),
        ProtectPublicTable("LexiconEntry"),
        GrantMachineryTable("SearchVocabulary"),
    ]
