"""What is kept of lists that somebody takes along, of her dates in a calendar, and of her ways of
looking.
"""

import uuid
from typing import Self

from django.db import models

from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import now
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership


class TableKind(models.TextChoices):
    """Which list a table was."""

    CASELOAD = "caseload", "Begleitungen"
    ROSTER = "roster", "Wer führt was?"
    AHEAD = "ahead", "In den nächsten 90 Tagen"


class TableState(models.TextChoices):
    """How far a table is."""

    WANTED = "wanted", "wird zusammengestellt"
    READY = "ready", "fertig"
    STOPPED = "stopped", "nicht zustande gekommen"


class TakenTableQuerySet(OwnedQuerySet["TakenTable"]):
    """Tables hold names, so only who took one opens it."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that ACTOR took and that have not expired."""
        mine = self.filter(organisation_id=actor.organisation, account_id=actor.account_id)
        return mine.filter(expires_at__gt=now())


class TakenTable(models.Model):
    """A list as it was at a moment. look: the words of its filter and order, codes only. said: the
    same in German. content: `rules.tables`, sealed; '' until it is made.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    account_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=TableKind.choices)
    look = models.JSONField(default=dict)
    said = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=8, choices=TableState.choices, default=TableState.WANTED)
    rows = models.PositiveIntegerField(default=0)
    content = SealedField()
    wanted_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects = TakenTableQuerySet.as_manager()

    class Meta:
        """Newest first, found by its code."""

        ordering = ["-wanted_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="taken_table_code_once")
        ]


class CalendarFeed(models.Model):
    """That somebody has an address under which calendars fetch her dates; the address itself is
    kept nowhere (`foundation.links`).
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One a person."""

        constraints = [models.UniqueConstraint(fields=["membership"], name="one_feed_a_membership")]


class SavedLookQuerySet(OwnedQuerySet["SavedLook"]):
    """Ways of looking are one's own."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that ACTOR kept."""
        return self.filter(organisation_id=actor.organisation, account_id=actor.account_id)


class SavedLook(models.Model):
    """A way of looking at the next ninety days that somebody kept. look: its words, codes only;
    name: what she calls it, sealed, because people write what they like.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    account_id = models.UUIDField()
    name = SealedField()
    look = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    objects = SavedLookQuerySet.as_manager()

    class Meta:
        """Found by its code."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="saved_look_code_once")
        ]
