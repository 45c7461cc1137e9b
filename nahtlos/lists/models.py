"""What is kept of a release list: the list, its lines for a month, and what its columns mean."""

import uuid
from typing import Self

from django.db import models

from nahtlos.cases.models import Case
from nahtlos.foundation.access import Actor
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation


class ListState(models.TextChoices):
    """How far a list has come."""

    COLUMNS = "columns", "Spalten zuordnen"
    CHECKED = "checked", "geprüft"
    RUNNING = "running", "läuft"
    DONE = "done", "fertig"
    UNDONE = "undone", "zurückgenommen"


class ListQuerySet(OwnedQuerySet["ReleaseList"]):
    """Lists hold names, so only who brought one in reads it."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that ACTOR brought in."""
        return self.filter(organisation_id=actor.organisation, account_id=actor.account_id)


class ReleaseList(models.Model):
    """One list. headings: its first line, JSON, '' where it had none. columns: for each column the
    code of what it means, '' where nothing. prison_code: where its people are, unless a line says
    otherwise. counts: how many lines came to which end; refused: sentences about what could not be
    taken back.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    account_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=ListState.choices, default=ListState.COLUMNS)
    prison_code = models.CharField(max_length=20, blank=True, default="")
    headings = SealedField()
    columns = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ListQuerySet.as_manager()

    class Meta:
        """Newest first, found by its code."""

        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="release_list_code_once")
        ]


class LineEnd(models.TextChoices):
    """What becomes of a line."""

    WAITING = "", "noch nicht gelesen"
    NEW = "new", "neu"
    MOVED = "moved", "Termin geändert"
    SAME = "same", "unverändert"
    RETURNED = "returned", "wieder da"
    UNDECIDED = "open", "nicht entschieden"
    ELSEWHERE = "elsewhere", "vielleicht bei jemand anderem"
    BAD = "bad", "nicht lesbar"


class ListLine(models.Model):
    """One line. choice: where the person may be there already, 'new' or the code of her file.
    former: for taking it back, the date that counted before and the one the list brought: {was,
    became: [scenario, day]}; or {reason} where it could not be written.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(ReleaseList, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    cells = SealedField()
    choice = models.CharField(max_length=12, blank=True, default="")
    end = models.CharField(max_length=9, choices=LineEnd.choices, blank=True, default="")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    former = models.JSONField(default=dict)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """In the order of the list."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="list_line_once")]


class ListColumns(models.Model):
    """What the columns of an organisation's lists mean, as somebody chose last: {bare heading:
    code}; for lists without headings {'#number of columns': [codes]}.
    """

    tenancy = Tenancy.TENANT

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    columns = models.JSONField(default=dict)

    objects = OwnedQuerySet.as_manager()
