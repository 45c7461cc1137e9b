"""Versions of what holds in a Land, and their answers; what is published stays."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectPublicTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0004_confidential_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="LandProfile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Entwurf"), ("published", "veröffentlicht")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("delivery", models.CharField(max_length=12)),
                ("says", models.CharField(blank=True, default="", max_length=300)),
                ("changed_at", models.DateTimeField()),
                (
                    "land",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.land",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LandEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("seen", "gesehen"),
                            ("unchecked", "noch nicht geprüft"),
                            ("unknown", "nicht bekannt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(blank=True, default="", max_length=300)),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("unit", models.CharField(blank=True, default="", max_length=8)),
                ("anchor", models.CharField(blank=True, default="", max_length=16)),
                ("note", models.CharField(blank=True, default="", max_length=600)),
                ("source", models.CharField(blank=True, default="", max_length=400)),
                ("checked_on", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="lands.landprofile",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="landprofile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("organisation", "land"),
                name="one_draft_of_a_land",
            ),
        ),
        migrations.AddConstraint(
            model_name="landprofile",
            constraint=models.UniqueConstraint(
                fields=("land", "number"), name="profile_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="landprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", None), ("published_on", None), ("state", "draft")),
                    models.Q(
                        ("number__gte", 1),
                        ("published_on__isnull", False),
                        ("state", "published"),
                        models.Q(("says", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="published_with_number_and_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="landprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="published_profile_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'published')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",  # noqa: E501 (written by the trigger library)
                    hash="6633764d7ff68f7d5bef7355dd99625596c0492f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_profile_stays_4f91f",
                    table="lands_landprofile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="landentry",
            constraint=models.UniqueConstraint(fields=("profile", "key"), name="land_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="landentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "seen"), _negated=True),
                    models.Q(
                        models.Q(("source", ""), _negated=True), ("checked_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="seen_somewhere_on_a_day",
                violation_error_message="Zu „gesehen“ gehören die Quelle und der Tag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="landentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", None), ("state", "unknown"), ("value", "")),
                    models.Q(
                        models.Q(("state", "unknown"), _negated=True),
                        models.Q(
                            models.Q(("value", ""), _negated=True),
                            ("number__range", (1, 400)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="known_entry_says_something",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="landentry",
            trigger=pgtrigger.compiler.Trigger(
                name="entry_of_published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT FROM lands_landprofile\n    WHERE id IN (OLD.profile_id, NEW.profile_id) AND state = 'published'\n) THEN\n    RAISE EXCEPTION 'A published profile does not change';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",  # noqa: E501 (written by the trigger library)
                    hash="48ba6fc6bce1d58c057136ae8efa137c0951af22",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_entry_of_published_stays_7e0c3",
                    table="lands_landentry",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectPublicTable("LandProfile"),
        ProtectPublicTable("LandEntry"),
    ]
