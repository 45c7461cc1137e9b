"""Release lists, their lines and what their columns mean."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nahtlos.foundation.vault.fields
from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0004_names_as_they_are_looked_for"),
        ("organisations", "0004_confidential_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListColumns",
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
                ("columns", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("account_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("columns", "Spalten zuordnen"),
                            ("checked", "geprüft"),
                            ("running", "läuft"),
                            ("done", "fertig"),
                            ("undone", "zurückgenommen"),
                        ],
                        default="columns",
                        max_length=8,
                    ),
                ),
                ("prison_code", models.CharField(blank=True, default="", max_length=20)),
                (
                    "headings",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("columns", models.JSONField(default=list)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("refused", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
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
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="ListLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "cells",
                    nahtlos.foundation.vault.fields.SealedField(
                        blank=True, editable=True, null=True
                    ),
                ),
                ("choice", models.CharField(blank=True, default="", max_length=12)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "noch nicht gelesen"),
                            ("new", "neu"),
                            ("moved", "Termin geändert"),
                            ("same", "unverändert"),
                            ("returned", "wieder da"),
                            ("open", "nicht entschieden"),
                            ("elsewhere", "vielleicht bei jemand anderem"),
                            ("bad", "nicht lesbar"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("former", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="lists.releaselist",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddConstraint(
            model_name="releaselist",
            constraint=models.UniqueConstraint(
                fields=("organisation", "code"), name="release_list_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="listline",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="list_line_once"),
        ),
        ProtectTenantTable("ReleaseList"),
        ProtectTenantTable("ListLine"),
        ProtectTenantTable("ListColumns"),
    ]
