"""Conversations of advisers, for counting."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_call_backs"),
        ("organisations", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstAdvice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("account_id", models.UUIDField()),
                ("on", models.DateField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Telefon"),
                            ("mail", "E-Mail"),
                            ("in_person", "persönlich"),
                            ("letter", "Brief"),
                            ("online", "Video oder Chat"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        size=None,
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
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("answered", "Frage beantwortet"),
                            ("offer", "auf ein Angebot hingewiesen"),
                            ("contact", "Ansprechperson genannt"),
                            ("again", "weiteres Gespräch vereinbart"),
                            ("urgent", "Notfall, sofort weitergegeben"),
                            ("elsewhere", "nicht zuständig, Stelle genannt"),
                            ("open", "offen geblieben"),
                        ],
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(default="de", max_length=12)),
                ("land_code", models.CharField(blank=True, default="", max_length=2)),
                ("district_code", models.CharField(blank=True, default="", max_length=5)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
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
                "indexes": [models.Index(fields=["organisation", "on"], name="advice_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "code"), name="advice_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 480)),
                        name="advice_takes_minutes",
                        violation_error_message="Bitte nennen Sie 1 bis 480 Minuten.",
                    ),
                ],
            },
        ),
        ProtectTenantTable("FirstAdvice"),
    ]
