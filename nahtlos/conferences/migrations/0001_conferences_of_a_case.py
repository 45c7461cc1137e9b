"""Conferences of a case, who is invited and what was agreed; finished minutes stay."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0003_waiting_steps"),
        ("organisations", "0004_confidential_addresses"),
        ("people", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conference",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("starts_at", models.DateTimeField()),
                ("lasts", models.PositiveSmallIntegerField(default=60)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("in_person", "an einem Ort"),
                            ("phone", "am Telefon"),
                            ("video", "per Video"),
                        ],
                        default="in_person",
                        max_length=10,
                    ),
                ),
                (
                    "place",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "geplant"),
                            ("held", "hat stattgefunden"),
                            ("cancelled", "abgesagt"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "minutes",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("finished_by", models.UUIDField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conferences",
                        to="cases.case",
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
            name="ConferenceTask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="conferences.conference",
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
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.step",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "die Person selbst"),
                            ("member", "aus der eigenen Organisation"),
                            ("partner", "von einer anderen Stelle"),
                        ],
                        max_length=8,
                    ),
                ),
                ("function", models.CharField(blank=True, default="", max_length=120)),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("consent", "mit Einwilligung"),
                            ("herself", "lädt die Person selbst ein"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "reply",
                    models.CharField(
                        choices=[
                            ("open", "noch offen"),
                            ("comes", "kommt"),
                            ("stays_away", "kommt nicht"),
                            ("other_day", "kann an einem anderen Tag"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invited",
                        to="conferences.conference",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.membership",
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
                (
                    "to_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.UniqueConstraint(
                fields=("organisation", "code"), name="conference_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("lasts__range", (15, 480))), name="conference_lasts_a_while"
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("finished_at__isnull", False),
                        ("minutes__isnull", False),
                        ("state", "held"),
                    ),
                    models.Q(models.Q(("state", "held"), _negated=True), ("finished_at", None)),
                    _connector="OR",
                ),
                name="held_with_minutes",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conference",
            trigger=pgtrigger.compiler.Trigger(
                name="finished_minutes_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."finished_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",  # noqa: E501 (written by the trigger library)
                    hash="cc37e673ad9275071649016eec2076f617268a8c",
                    operation="UPDATE",
                    pgid="pgtrigger_finished_minutes_stay_14cb9",
                    table="conferences_conference",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="conferencetask",
            constraint=models.UniqueConstraint(fields=("step",), name="task_of_one_conference"),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "person")),
                fields=("conference",),
                name="the_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.UniqueConstraint(
                fields=("conference", "membership"), name="invited_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.UniqueConstraint(
                fields=("conference", "to_organisation"), name="invited_partner_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("basis", ""),
                        ("kind", "person"),
                        ("membership", None),
                        ("to_organisation", None),
                    ),
                    models.Q(
                        ("basis", ""),
                        ("kind", "member"),
                        ("membership__isnull", False),
                        ("to_organisation", None),
                    ),
                    models.Q(
                        ("kind", "partner"),
                        ("membership", None),
                        ("to_organisation__isnull", False),
                        models.Q(("basis", ""), _negated=True),
                        models.Q(("function", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="invited_is_somebody",
            ),
        ),
        ProtectTenantTable("Conference"),
        ProtectTenantTable("Invited"),
        ProtectTenantTable("ConferenceTask"),
    ]
