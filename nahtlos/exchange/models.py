"""What is kept of an import: the run, its lines until it is over and a month, which column means
what, and what others call our offers.
"""

import uuid

from django.db import models

from nahtlos.directory.models import Offer
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation


class RunState(models.TextChoices):
    """How far an import has come."""

    COLUMNS = "columns", "Spalten zuordnen"
    CHECKED = "checked", "geprüft"
    RUNNING = "running", "läuft"
    DONE = "done", "fertig"
    UNDONE = "undone", "zurückgenommen"


class ImportRun(models.Model):
    """One file on its way into the directory. columns: for each column of the file the field it
    means, '' where none. counts: how many lines came to which end. sites: those that it added.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    account_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.COLUMNS)
    header = SealedField()
    columns = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    sites = models.JSONField(default=list)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Newest first, found by its code."""

        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="import_code_once")
        ]


class Outcome(models.TextChoices):
    """What became of a line."""

    WAITING = "", "noch nicht gelesen"
    NEW = "new", "neu"
    CHANGED = "changed", "geändert"
    SAME = "same", "unverändert"
    BAD = "bad", "nicht lesbar"
    UNDECIDED = "open", "nicht entschieden"


class ImportRow(models.Model):
    """One line of a file. choice: for a line that resembles an offer 'new', or the offer's id.
    former and version: as the offer was, and the version it got, for taking it back.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    surplus = models.BooleanField(default=False)
    cells = SealedField()
    choice = models.CharField(max_length=36, blank=True, default="")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    former = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """In the order of the file."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_line_once")]


class OutsideKey(models.Model):
    """What an organisation's own list calls an offer: the same line finds it again."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One offer a key."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="outside_key_once")
        ]


class ColumnChoice(models.Model):
    """What an organisation's columns mean, as it chose last: {bare name: code of the field}."""

    tenancy = Tenancy.TENANT

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    columns = models.JSONField(default=dict)

    objects = OwnedQuerySet.as_manager()
