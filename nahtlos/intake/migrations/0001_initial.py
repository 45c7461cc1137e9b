"""Questions without a name, the hash of the code they are read by, and what stays for counting."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_protection"),
        ("people", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lookup", models.BinaryField(unique=True)),
                ("organisation_id", models.UUIDField()),
                ("enquiry_id", models.UUIDField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="AdviceDesk",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="organisations.organisation",
                    ),
                ),
                ("reply_workdays", models.PositiveSmallIntegerField(default=3)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("child", "Ein Kind"),
                            ("visit", "Besuch und Kontakt"),
                            ("family", "Familie und Partnerschaft"),
                            ("release", "Entlassung"),
                            ("home", "Wohnen"),
                            ("money", "Geld und Schulden"),
                            ("work", "Arbeit und Ausbildung"),
                            ("other", "Etwas anderes"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            ("parent", "Mutter oder Vater"),
                            ("child", "Kind oder jugendlich"),
                            ("relative", "Angehörige"),
                            ("imprisoned", "Zurzeit in Haft"),
                            ("released", "Früher in Haft"),
                            ("professional", "Fachkraft"),
                            ("unsaid", "Nicht gesagt"),
                        ],
                        max_length=12,
                    ),
                ),
                ("land_code", models.CharField(blank=True, default="", max_length=2)),
                ("language", models.CharField(default="de", max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "wartet auf Antwort"),
                            ("answered", "beantwortet"),
                            ("done", "erledigt"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("last_message_at", models.DateTimeField()),
                ("reply_due_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField()),
                ("warned", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("escalated", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
            ],
        ),
        migrations.CreateModel(
            name="EnquiryMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("person", "die fragende Person"), ("office", "die Stelle")],
                        max_length=8,
                    ),
                ),
                (
                    "text",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, compartment="first_advice", editable=True, null=True
                    ),
                ),
                ("at", models.DateTimeField()),
                ("account_id", models.UUIDField(blank=True, null=True)),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="intake.enquiry",
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
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="EnquiryTrace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("child", "Ein Kind"),
                            ("visit", "Besuch und Kontakt"),
                            ("family", "Familie und Partnerschaft"),
                            ("release", "Entlassung"),
                            ("home", "Wohnen"),
                            ("money", "Geld und Schulden"),
                            ("work", "Arbeit und Ausbildung"),
                            ("other", "Etwas anderes"),
                        ],
                        max_length=12,
                    ),
                ),
                ("land_code", models.CharField(blank=True, default="", max_length=2)),
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
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(fields=["organisation", "state"], name="enquiry_by_state"),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.UniqueConstraint(
                fields=("organisation", "code"), name="enquiry_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reply_due_on__isnull", False), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("reply_due_on", None)),
                    _connector="OR",
                ),
                name="open_enquiry_has_a_day",
                violation_error_message="Eine offene Frage braucht einen Tag für die Antwort.",
            ),
        ),
    ]
