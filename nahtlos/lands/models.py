"""What a coordination office wrote about its Land, version by version. What came with the
installation is a file.
"""

import uuid
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.lands.rules.entries import LONGEST_SPAN, STATES, Entry, EntryState
from nahtlos.organisations.models import Land, Organisation

_PUBLISHED_STAYS = """
IF EXISTS (
    SELECT FROM lands_landprofile
    WHERE id IN (OLD.profile_id, NEW.profile_id) AND state = 'published'
) THEN
    RAISE EXCEPTION 'A published profile does not change';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class ProfileState(models.TextChoices):
    """The life of a version."""

    DRAFT = "draft", "Entwurf"
    PUBLISHED = "published", "veröffentlicht"


class ProfileQuerySet(OwnedQuerySet["LandProfile"]):
    """Versions of profiles; everybody reads what is published."""

    def published(self, land: str) -> Self:
        """The published versions of LAND, the newest first."""
        return self.filter(land_id=land, state=ProfileState.PUBLISHED).order_by("-number")


class LandProfile(models.Model):
    """One version of what holds in a Land. Published it never changes: a new one follows it."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ProfileState.choices, default=ProfileState.DRAFT
    )
    # From 1, given when it is published.
    number = models.PositiveIntegerField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    # The version it was begun from: a published one, or 0 for what was delivered.
    based_on = models.PositiveIntegerField(default=0)
    # The delivered version that version 1 followed; the others carry it on.
    delivery = models.CharField(max_length=12)
    # What is new, in one sentence.
    says = models.CharField(max_length=300, blank=True, default="")
    changed_at = models.DateTimeField()

    objects = ProfileQuerySet.as_manager()

    class Meta:
        """One draft an organisation, each number once, published with number and day."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "land"],
                condition=Q(state="draft"),
                name="one_draft_of_a_land",
            ),
            models.UniqueConstraint(fields=["land", "number"], name="profile_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, published_on=None)
                | Q(state="published", number__gte=1, published_on__isnull=False) & ~Q(says=""),
                name="published_with_number_and_day",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_profile_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            )
        ]


class LandEntry(models.Model):
    """The answer of one version to one question of `data/fields.csv`."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    profile = models.ForeignKey(LandProfile, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=40)
    state = models.CharField(
        max_length=10, choices=[(str(state), label) for state, label in STATES.items()]
    )
    value = models.CharField(max_length=300, blank=True, default="")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=8, blank=True, default="")
    anchor = models.CharField(max_length=16, blank=True, default="")
    note = models.CharField(max_length=600, blank=True, default="")
    source = models.CharField(max_length=400, blank=True, default="")
    checked_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Each question once; seen means seen somewhere on a day."""

        constraints = [
            models.UniqueConstraint(fields=["profile", "key"], name="land_entry_once"),
            models.CheckConstraint(
                condition=~Q(state="seen") | (~Q(source="") & Q(checked_on__isnull=False)),
                name="seen_somewhere_on_a_day",
                violation_error_message="Zu „gesehen“ gehören die Quelle und der Tag.",
            ),
            models.CheckConstraint(
                condition=Q(state="unknown", value="", number=None)
                | (~Q(state="unknown") & (~Q(value="") | Q(number__range=(1, LONGEST_SPAN)))),
                name="known_entry_says_something",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="entry_of_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_PUBLISHED_STAYS,
            )
        ]

    @property
    def entry(self) -> Entry:
        """The row as the rules know it."""
        return Entry(
            key=self.key,
            state=EntryState(self.state),
            value=self.value,
            number=self.number,
            unit=self.unit,
            anchor=self.anchor,
            note=self.note,
            source=self.source,
            checked_on=self.checked_on,
        )
