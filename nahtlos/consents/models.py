"""Consents and their ends."""

import json
import uuid
from datetime import date
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nahtlos.cases.models import Case, read_by
from nahtlos.foundation.access import Actor
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation


class ConsentKind(models.TextChoices):
    """What allows a transfer: the person, or a law."""

    CONSENT = "consent", "Einwilligung"
    NOTICE = "notice", "gesetzliche Mitteilung"


class Direction(models.TextChoices):
    """Who may tell whom."""

    ONE_WAY = "one_way", "nur an die Empfangsstelle"
    BOTH = "both", "in beide Richtungen"


class Form(models.TextChoices):
    """How it was given."""

    PAPER = "paper", "auf Papier unterschrieben"
    ELECTRONIC = "electronic", "elektronisch"
    WITNESSED = "witnessed", "mündlich, mit Zeugin oder Zeuge"


class GivenIn(models.TextChoices):
    """Where it was given: in custody nobody is quite free to refuse, so it stands beside it."""

    CUSTODY = "custody", "in Haft"
    FREEDOM = "freedom", "in Freiheit"


class Insight(models.TextChoices):
    """Whose will counts."""

    SELF = "self", "die Person selbst"
    SELF_AND_GUARDIAN = "self_and_guardian", "die Person selbst und ihre Sorgeberechtigten"
    GUARDIAN = "guardian", "die Sorgeberechtigten"


class Channel(models.TextChoices):
    """How a withdrawal, or an answer, came in."""

    PHONE = "phone", "am Telefon"
    LETTER = "letter", "per Brief"
    FAX = "fax", "per Fax"
    IN_PERSON = "in_person", "persönlich"
    HELPER = "helper", "durch eine Helferin, einen Helfer"
    MAIL = "mail", "per E-Mail"


class ConsentQuerySet(OwnedQuerySet["Consent"]):
    """Consents by need to know and by day."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the cases ACTOR reads."""
        return self.filter(read_by(actor, "case"), organisation_id=actor.organisation)

    def in_force(self, on: date) -> Self:
        """Signed, begun, not ended and not withdrawn ON this day."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=on),
            signed_on__isnull=False,
            valid_from__lte=on,
            revocation=None,
        )


class Consent(models.Model):
    """A person releases one organisation to tell one other certain things for one purpose. Or a law
    does (NOTICE), which nobody can withdraw.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=ConsentKind.choices, default=ConsentKind.CONSENT)
    # Which wording, and the hash of exactly what the person read.
    text_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=8, default="de")
    from_function = models.CharField(max_length=120)
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_function = models.CharField(max_length=120)
    purpose = models.CharField(max_length=20)
    purpose_words = SealedField()
    # List of category codes; sealed, because "health" already says something.
    categories_text = SealedField()
    extent = ArrayField(models.CharField(max_length=14), default=list)
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.ONE_WAY)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    condition = SealedField()
    form = models.CharField(max_length=12, choices=Form.choices, default=Form.PAPER)
    given_in = models.CharField(max_length=8, choices=GivenIn.choices, default=GivenIn.CUSTODY)
    insight = models.CharField(max_length=20, choices=Insight.choices, default=Insight.SELF)
    # When she was told that refusing has no disadvantage.
    informed_on = models.DateField(null=True, blank=True)
    interpreter = SealedField()
    # Empty: prepared and printed, not signed; allows nothing.
    signed_on = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=40, blank=True, default="")
    entered_by = models.UUIDField()
    changed_at = models.DateTimeField(auto_now=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        """Dated; a consent ends some day; a notice names its law; what is signed stays as it is."""

        triggers = [
            pgtrigger.Protect(
                name="signed_consent_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__signed_on__isnull=False),
            )
        ]

        indexes = [
            models.Index(fields=["case", "to_organisation"], name="consent_by_receiver"),
            models.Index(fields=["organisation", "valid_until"], name="consent_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="consent_number_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="consent_ends_after_it_begins",
                violation_error_message="Das Ende kann nicht vor dem Anfang liegen.",
            ),
            models.CheckConstraint(
                condition=Q(kind="notice") | Q(valid_until__isnull=False),
                name="consent_ends_some_day",
                violation_error_message="Eine Einwilligung braucht ein Ende.",
            ),
            models.CheckConstraint(
                condition=Q(kind="consent") | ~Q(legal_basis=""),
                name="notice_names_its_law",
                violation_error_message="Bitte nennen Sie die gesetzliche Grundlage.",
            ),
        ]

    @property
    def categories(self) -> list[str]:
        """Codes of the kinds of data, in the order of the form."""
        return list(json.loads(self.categories_text or "[]"))

    @categories.setter
    def categories(self, codes: list[str]) -> None:
        self.categories_text = json.dumps(codes)

    def is_in_force(self, on: date) -> bool:
        """As `in_force`, for a row at hand."""
        return bool(
            self.signed_on
            and self.valid_from <= on
            and (self.valid_until is None or self.valid_until >= on)
            and getattr(self, "revocation", None) is None
        )


class Revocation(models.Model):
    """The end of a consent by the person's will: who took it down, by which channel. Stays."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    consent = models.OneToOneField(Consent, on_delete=models.CASCADE, related_name="revocation")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    taken_by = models.UUIDField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Append-only."""

        triggers = [pgtrigger.Protect(name="revocation_stays", operation=pgtrigger.Update)]
