"""Conferences of a case, who is invited, and the tasks that came out of them."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from nahtlos.cases.models import Case, Step
from nahtlos.cases.models.person import OfCaseQuerySet
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership

SHORTEST, LONGEST = 15, 480


class Way(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", "an einem Ort"
    PHONE = "phone", "am Telefon"
    VIDEO = "video", "per Video"


class ConferenceState(models.TextChoices):
    """The life of a conference; held means that the minutes are finished."""

    PLANNED = "planned", "geplant"
    HELD = "held", "hat stattgefunden"
    CANCELLED = "cancelled", "abgesagt"


class InvitedKind(models.TextChoices):
    """Who somebody at the table is."""

    PERSON = "person", "die Person selbst"
    MEMBER = "member", "aus der eigenen Organisation"
    PARTNER = "partner", "von einer anderen Stelle"


class Basis(models.TextChoices):
    """What allows another agency to be at the table."""

    CONSENT = "consent", "mit Einwilligung"
    HERSELF = "herself", "lädt die Person selbst ein"


class Reply(models.TextChoices):
    """What somebody who is invited said."""

    OPEN = "open", "noch offen"
    COMES = "comes", "kommt"
    STAYS_AWAY = "stays_away", "kommt nicht"
    SENDS = "sends", "schickt jemanden"
    OTHER_DAY = "other_day", "kann an einem anderen Tag"


# What somebody answers herself, through the link; another day is a talk by telephone.
OWN_REPLIES = (Reply.COMES, Reply.STAYS_AWAY, Reply.SENDS)


class Conference(models.Model):
    """A meeting of everybody about one case, with the person. Finished minutes stay."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conferences")
    code = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    # In minutes.
    lasts = models.PositiveSmallIntegerField(default=60)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.IN_PERSON)
    # Room, telephone number or address of the video.
    place = SealedField()
    state = models.CharField(
        max_length=10, choices=ConferenceState.choices, default=ConferenceState.PLANNED
    )
    minutes = SealedField()
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.UUIDField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """Found by its code; held with minutes, and then it stays as it is."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="conference_code_once"),
            models.CheckConstraint(
                condition=Q(lasts__range=(SHORTEST, LONGEST)), name="conference_lasts_a_while"
            ),
            models.CheckConstraint(
                condition=Q(state="held", finished_at__isnull=False, minutes__isnull=False)
                | (~Q(state="held") & Q(finished_at=None)),
                name="held_with_minutes",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="finished_minutes_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            )
        ]


class Invited(models.Model):
    """Somebody who is asked to come, and what she said."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="invited")
    kind = models.CharField(max_length=8, choices=InvitedKind.choices)
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Whom at the other agency: a function, never a name.
    function = models.CharField(max_length=120, blank=True, default="")
    basis = models.CharField(max_length=8, choices=Basis.choices, blank=True, default="")
    reply = models.CharField(max_length=10, choices=Reply.choices, default=Reply.OPEN)
    # Where another agency reads mail; forgotten when the conference is over.
    address = SealedField()
    # When the last letter about this appointment was written; None: asked on paper or by telephone.
    asked_at = models.DateTimeField(null=True, blank=True)
    # What she wrote beside her answer, and when she gave it herself, through the link.
    words = SealedField()
    answered_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Everybody once; each kind with what it needs."""

        constraints = [
            models.UniqueConstraint(
                fields=["conference"], condition=Q(kind="person"), name="the_person_once"
            ),
            models.UniqueConstraint(
                fields=["conference", "membership"], name="invited_member_once"
            ),
            models.UniqueConstraint(
                fields=["conference", "to_organisation"], name="invited_partner_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="person", membership=None, to_organisation=None, basis="")
                | Q(kind="member", membership__isnull=False, to_organisation=None, basis="")
                | (
                    Q(kind="partner", membership=None, to_organisation__isnull=False)
                    & ~Q(basis="")
                    & ~Q(function="")
                ),
                name="invited_is_somebody",
            ),
        ]


class ConferenceTask(models.Model):
    """A step of the plan that was agreed at a conference."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="tasks")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """A step comes from one conference."""

        constraints = [models.UniqueConstraint(fields=["step"], name="task_of_one_conference")]
