"""What is kept of an import: the run, its lines until it is over and a month, which column means
what, what others call our offers, and under which number an organisation is registered.
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
    means, '' where none. counts: how many lines came to which end. sites, founded: the sites and
    organisations that it added. providers: where a file names somebody who may be there already,
    {what the file calls it: 'new' or an organisation's id}.
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
    founded = models.JSONField(default=list)
    providers = models.JSONField(default=dict)
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
    KEPT = "kept", "bleibt, wie die Organisation es schrieb"


class ImportRow(models.Model):
    """One line of a file. choice: for a line that resembles an offer 'new', or the offer's id.
    former and version: as the offer was, and the version it got, for taking it back. provider and
    target: of a line about somebody else the organisation and the offer; foreign keys would tie two
    organisations' rows together.
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
    provider = models.UUIDField(null=True)
    target = models.UUIDField(null=True)
    former = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """In the order of the file."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_line_once")]


class About(models.TextChoices):
    """What a key of an outside list stands for."""

    OWN = "own", "eigenes Angebot"
    OFFER = "offer", "Angebot einer anderen Organisation"
    PROVIDER = "provider", "andere Organisation"


class OutsideKey(models.Model):
    """What an organisation's own list calls an offer or an organisation: the same line finds it
    again. target: as for a line, where it is somebody else's.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=8, choices=About.choices, default=About.OWN)
    key = models.CharField(max_length=200)
    offer = models.ForeignKey(Offer, null=True, on_delete=models.CASCADE, related_name="+")
    target = models.UUIDField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One thing a key, and one of the two columns that name it."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "about", "key"], name="outside_key_once"
            ),
            models.CheckConstraint(
                condition=models.Q(about=About.OWN, offer__isnull=False, target=None)
                | models.Q(
                    about__in=(About.OFFER, About.PROVIDER), offer=None, target__isnull=False
                ),
                name="outside_key_names_one_thing",
            ),
        ]


class RegisterEntry(models.Model):
    """Under which number an organisation stands in a public register: the one name that lists of
    different makers share. key: court and number as they are compared.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="register_entry"
    )
    court = models.CharField(max_length=80)
    number = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.court}, {self.number}"


class ColumnChoice(models.Model):
    """What an organisation's columns mean, as it chose last: {bare name: code of the field}."""

    tenancy = Tenancy.TENANT

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    columns = models.JSONField(default=dict)

    objects = OwnedQuerySet.as_manager()
