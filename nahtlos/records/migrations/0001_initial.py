"""Notes and contacts, the rhythm of a case, and time counted for the organisation."""

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
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
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
                            ("fact", "Tatsache"),
                            ("opinion", "Einschätzung"),
                            ("self_report", "Selbstauskunft"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "concerned",
                    models.CharField(
                        choices=[
                            ("client", "die begleitete Person"),
                            ("child", "ein Kind"),
                            ("relative", "Angehörige"),
                            ("office", "eine Stelle oder Fachkraft"),
                            ("other", "jemand anderes"),
                            ("victim", "eine geschädigte Person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "text",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("author_id", models.UUIDField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
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
            name="NoteVersion",
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
                            ("fact", "Tatsache"),
                            ("opinion", "Einschätzung"),
                            ("self_report", "Selbstauskunft"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "concerned",
                    models.CharField(
                        choices=[
                            ("client", "die begleitete Person"),
                            ("child", "ein Kind"),
                            ("relative", "Angehörige"),
                            ("office", "eine Stelle oder Fachkraft"),
                            ("other", "jemand anderes"),
                            ("victim", "eine geschädigte Person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "text",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("until", models.DateTimeField()),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="records.note",
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
            options={
                "ordering": ["-until"],
            },
        ),
        migrations.CreateModel(
            name="Rhythm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("quiet_since", models.DateField(blank=True, null=True)),
                ("follow_up_on", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rhythm",
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
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("on", models.DateField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "persönlich"),
                            ("phone", "Telefon"),
                            ("video", "Video"),
                            ("letter", "Brief"),
                            ("message", "Nachricht"),
                            ("others", "über andere"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "concerned",
                    models.CharField(
                        choices=[
                            ("client", "die begleitete Person"),
                            ("child", "ein Kind"),
                            ("relative", "Angehörige"),
                            ("office", "eine Stelle oder Fachkraft"),
                            ("other", "jemand anderes"),
                            ("victim", "eine geschädigte Person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reached", models.BooleanField()),
                (
                    "minutes_text",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                (
                    "note",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("author_id", models.UUIDField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
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
            options={
                "indexes": [models.Index(fields=["case", "-on"], name="contact_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "code"), name="case_contact_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyMinutes",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month", models.DateField()),
                ("area", models.CharField(blank=True, default="", max_length=3)),
                ("minutes", models.PositiveIntegerField(default=0)),
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
                        fields=("organisation", "month", "area"), name="minutes_of_a_month_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="minutes_belong_to_a_month"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["case", "-on"], name="note_by_day"),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.UniqueConstraint(fields=("case", "code"), name="case_note_code_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noteversion",
            trigger=pgtrigger.compiler.Trigger(
                name="note_version_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="752326e0c99c3a327a272ddacd4e532f1ac6eb0a",
                    operation="UPDATE",
                    pgid="pgtrigger_note_version_stays_e70ae",
                    table="records_noteversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rhythm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("every_days", None), ("every_days__range", (1, 365)), _connector="OR"
                ),
                name="rhythm_is_plausible",
                violation_error_message="Bitte nennen Sie 1 bis 365 Tage.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rhythm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quiet_since", None), ("follow_up_on__isnull", False), _connector="OR"
                ),
                name="quiet_time_ends_with_a_question",
                violation_error_message="Bitte nennen Sie einen Tag zum Nachfragen.",
            ),
        ),
        ProtectTenantTable("Note"),
        ProtectTenantTable("NoteVersion"),
        ProtectTenantTable("Contact"),
        ProtectTenantTable("Rhythm"),
        ProtectTenantTable("MonthlyMinutes"),
    ]
