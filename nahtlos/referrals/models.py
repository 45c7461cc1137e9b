"""Referrals that two organisations share, and what each side keeps for itself."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from nahtlos.cases.models import Case, Stay, Step, read_by
from nahtlos.consents.models import Consent
from nahtlos.foundation.access import Actor, Role
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership
from nahtlos.referrals.rules.states import MOVES

# Who answers what others ask an organisation.
INTAKE: frozenset[Role] = frozenset(
    {Role.PARTNER_INTAKE, Role.COACH, Role.PRISON_SOCIAL, Role.PRISON_FAMILY, Role.COORDINATION}
)


class ReferralState(models.TextChoices):
    """Both sides see the same one (moves: `rules/states.py`)."""

    DRAFT = "draft", "Entwurf"
    SENT = "sent", "gesendet"
    SEEN = "seen", "gelesen"
    ACCEPTED = "accepted", "angenommen"
    MEETING = "meeting", "Termin angeboten"
    ATTENDED = "attended", "Termin wahrgenommen"
    MISSED = "missed", "Termin nicht wahrgenommen"
    CLOSED = "closed", "abgeschlossen"
    DECLINED = "declined", "abgelehnt"
    WITHDRAWN = "withdrawn", "zurückgezogen"
    STOPPED = "stopped", "gestoppt"
    EXPIRED = "expired", "ohne Antwort abgelaufen"


class Missed(models.TextChoices):
    """Why a meeting did not happen."""

    CALLED_OFF = "called_off", "von der Person abgesagt"
    CALLED_OFF_THERE = "called_off_there", "von der Stelle abgesagt"
    NOT_COME = "not_come", "nicht gekommen"


class DeclineReason(models.TextChoices):
    """Why a receiver says no."""

    FULL = "full", "zurzeit kein Platz"
    NOT_RESPONSIBLE = "not_responsible", "nicht zuständig"
    REQUIREMENTS = "requirements", "Voraussetzungen passen nicht"
    NOT_REACHED = "not_reached", "Person nicht erreicht"
    OTHER = "other", "anderer Grund"


class Outcome(models.TextChoices):
    """How a referral ends well, or not."""

    HELPED = "helped", "Hilfe läuft oder ist geleistet"
    PARTLY = "partly", "zum Teil"
    PASSED_ON = "passed_on", "an eine andere Stelle weitergegeben"
    NOT_WANTED = "not_wanted", "nicht mehr gewünscht"
    NO_CONTACT = "no_contact", "zurzeit kein Kontakt"
    NOT_HELPED = "not_helped", "Hilfe kam nicht zustande"


class StopReason(models.TextChoices):
    """Why a referral was stopped. The receiver learns that, never more."""

    CONSENT_GONE = "consent_gone", "Einwilligung entfallen"
    CONSENT_ENDED = "consent_ended", "Einwilligung abgelaufen"


class Way(models.TextChoices):
    """How a request reaches the receiver."""

    INBOX = "inbox", "in den Eingang"
    LINK = "link", "mit Link an das Funktionspostfach"
    PAPER = "paper", "auf Papier"


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals by side and need to know."""

    def sent_by(self, actor: Actor) -> Self:
        """Those that come from a case ACTOR reads."""
        return self.filter(read_by(actor, "origin__case"), from_organisation_id=actor.organisation)

    def received_by(self, actor: Actor) -> Self:
        """Those that came to ACTOR's organisation, for those who answer requests; drafts are not
        there yet.
        """
        if not actor.has(*INTAKE):
            return self.none()
        return self.filter(to_organisation_id=actor.organisation).exclude(state="draft")


class Referral(models.Model):
    """A need that crosses from one organisation to another. What stands here both may read;
    the person stands in the package only.
    """

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    state = models.CharField(
        max_length=10, choices=ReferralState.choices, default=ReferralState.DRAFT
    )
    way = models.CharField(max_length=6, choices=Way.choices)
    topic = models.CharField(max_length=60, blank=True, default="")
    offer_slug = models.CharField(max_length=120, blank=True, default="")
    offer_title = models.CharField(max_length=120, blank=True, default="")
    from_function = models.CharField(max_length=120)
    from_phone = models.CharField(max_length=60, blank=True, default="")
    to_function = models.CharField(max_length=120, blank=True, default="")
    to_contact_code = models.CharField(max_length=12, blank=True, default="")
    pseudonymous = models.BooleanField(default=False)
    by_law = models.BooleanField(default=False)
    # The receiver reads until this day, whatever else happens.
    readable_until = models.DateField(null=True, blank=True)
    # The key of package and words, once for each side. Without its copy the receiver reads nothing.
    key_for_sender = models.BinaryField(null=True)
    key_for_receiver = models.BinaryField(null=True)
    package_version = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reply_due_on = models.DateField(null=True, blank=True)
    meeting_at = models.DateTimeField(null=True, blank=True)
    missed = models.CharField(max_length=20, choices=Missed.choices, blank=True, default="")
    decline_reason = models.CharField(
        max_length=20, choices=DeclineReason.choices, blank=True, default=""
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    stop_reason = models.CharField(
        max_length=14, choices=StopReason.choices, blank=True, default=""
    )
    closed_on = models.DateField(null=True, blank=True)
    # 0 nothing yet, 1 receiver reminded, 2 her deputy, 3 coordination office.
    escalation = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        """Between two organisations; only the moves of the rules."""

        indexes = [
            models.Index(
                fields=["to_organisation", "state", "reply_due_on"], name="referral_inbox"
            ),
            models.Index(
                fields=["from_organisation", "state", "reply_due_on"], name="referral_sent"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["from_organisation", "code"], name="referral_code_once_sent"
            ),
            models.UniqueConstraint(
                fields=["to_organisation", "code"], name="referral_code_once_received"
            ),
            models.CheckConstraint(
                condition=~Q(from_organisation=models.F("to_organisation")),
                name="referral_crosses",
                violation_error_message=(
                    "Für ein Angebot der eigenen Organisation braucht es keine Anfrage."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""),
                name="declined_says_why",
                violation_error_message="Bitte wählen Sie einen Grund.",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(outcome=""),
                name="closed_says_how",
                violation_error_message="Bitte wählen Sie, was daraus geworden ist.",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | Q(key_for_receiver=None),
                name="stopped_is_unreadable",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="referral_moves", field="state", transitions=MOVES),
        ]


class Package(models.Model):
    """What the receiver sees: a snapshot under the referral's key. Amending adds a version."""

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="packages")
    version = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        """Versions are kept."""

        constraints = [
            models.UniqueConstraint(fields=["referral", "version"], name="package_version_once")
        ]


class ReferralEvent(models.Model):
    """What happened to a referral: by which side, over which channel. Words are sealed under the
    referral's key. Never altered.
    """

    tenancy = Tenancy.SHARED
    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    # "from", "to" or "system"
    side = models.CharField(max_length=6)
    verb = models.CharField(max_length=20)
    # "inbox", "link", or a channel by which an answer was taken down
    channel = models.CharField(max_length=10, blank=True, default="")
    account_id = models.UUIDField(null=True)
    words = models.BinaryField(null=True)

    class Meta:
        """In the order of time."""

        ordering = ["at"]
        indexes = [models.Index(fields=["referral", "at"], name="referral_event_by_time")]
        triggers = [
            pgtrigger.Protect(name="referral_event_stays", operation=pgtrigger.Update),
        ]


class Origin(models.Model):
    """What only the sender knows of a referral: whose need it is, and what allowed it."""

    tenancy = Tenancy.TENANT
    shared_side: ClassVar[dict[str, str]] = {"referral": "from"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="origin")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="referrals")
    step = models.ForeignKey(
        Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="referrals"
    )
    # The draft: what is asked, and which of the allowed categories go with it (JSON).
    draft = SealedField()
    created_by = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()


class Reception(models.Model):
    """What only the receiver knows of a referral: who took it, and its own note."""

    tenancy = Tenancy.TENANT
    shared_side: ClassVar[dict[str, str]] = {"referral": "to"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="reception")
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()


class Occasion(models.TextChoices):
    """What a hand-over is made for."""

    RELEASE = "release", "Entlassung"
    TRANSFER = "transfer", "Verlegung"
    CHANGE = "change", "Wechsel der Zuständigkeit"


class Handover(models.Model):
    """The case goes from one person to the next, who must accept; until then the lead stays.
    The next is somebody of the own organisation, or whoever accepts a referral.
    """

    tenancy = Tenancy.TENANT
    shared_side: ClassVar[dict[str, str]] = {"referral": "from"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    stay = models.ForeignKey(
        Stay, null=True, blank=True, on_delete=models.SET_NULL, related_name="handovers"
    )
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    to_membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="handovers"
    )
    begun_at = models.DateTimeField()
    # {must-have code: "fine" | "not_needed" | "not_wanted"}: what somebody ticked by hand.
    ticks = models.JSONField(default=dict)
    # Three confirmations make it warm.
    sender_confirmed_at = models.DateTimeField(null=True, blank=True)
    receiver_confirmed_at = models.DateTimeField(null=True, blank=True)
    client_confirmed_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One running hand-over a case, to one receiver."""

        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(completed_at=None, called_off_at=None),
                name="one_running_handover",
            ),
            models.CheckConstraint(
                condition=Q(to_membership=None) | Q(referral=None), name="handover_to_one"
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(receiver_confirmed_at__isnull=False),
                name="handover_needs_acceptance",
                violation_error_message=(
                    "Die Zuständigkeit wechselt erst, wenn die nächste Person angenommen hat."
                ),
            ),
        ]


class AgreedReply(models.Model):
    """Within how many working days another organisation said it answers, and where that stands.
    Known to the own organisation only.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    workdays = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)
    valid_until = models.DateField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One figure a receiver, of a size that means something."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "to_organisation"], name="one_agreed_reply_a_receiver"
            ),
            models.CheckConstraint(
                condition=Q(workdays__gte=1, workdays__lte=60),
                name="agreed_reply_is_plausible",
                violation_error_message="Bitte nennen Sie 1 bis 60 Werktage.",
            ),
        ]
