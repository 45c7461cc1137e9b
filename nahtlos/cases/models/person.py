"""The person, her case, who may read it, and what happened in it."""

import json
import uuid
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from nahtlos.foundation.access import Actor
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership


class CaseKind(models.TextChoices):
    """What a case is about. A family case needs no prisoner."""

    TRANSITION = "transition", "Übergang"
    FAMILY = "family", "Familie"


class Closing(models.TextChoices):
    """How a case ended; lost contact is a normal end."""

    REACHED = "reached", "Ziele erreicht"
    PARTLY = "partly", "zum Teil erreicht"
    HANDED_OVER = "handed_over", "übergeben und angenommen"
    NOT_WANTED = "not_wanted", "nicht mehr gewünscht"
    NO_CONTACT = "no_contact", "zurzeit kein Kontakt"
    MOVED = "moved", "weggezogen"
    DIED = "died", "verstorben"


class MemberPart(models.TextChoices):
    """What somebody is in a case."""

    LEAD = "lead", "Fallführung"
    DEPUTY = "deputy", "Vertretung"
    MEMBER = "member", "beteiligt"


class Client(models.Model):
    """A person who is accompanied. Everything that names her is sealed; a code alone is enough."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    given_name = SealedField()
    family_name = SealedField()
    # How she wants to be called on the page: "Herr K.", "Mo".
    called = SealedField()
    # ISO date, sealed: birth dates find persons.
    born_on = SealedField()
    phone = SealedField()
    # The number the prison knows her by; a minimal hand-over has nothing else.
    external_code = SealedField()
    # She was entered twice: the person her files are now (`ClientMerge`). She has no file herself.
    leads_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="also"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Found by code."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="client_code_once")
        ]

    @property
    def shown_name(self) -> str:
        """What stands on pages of those who may read the case: as she wants to be called, else her
        name, else the code.
        """
        return self.called or self.full_name

    @property
    def full_name(self) -> str:
        """Given and family name for papers that need them; the code where there is none."""
        return f"{self.given_name} {self.family_name}".strip() or self.code


class NameShelf(models.Model):
    """Some of an organisation's names in one sealed text, as they are looked for: opening a few
    shelves takes a moment, opening every person's row would take many. Each person stands on the
    shelf that her key says; `gathered` is how many stand there.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    names = SealedField()
    gathered = models.PositiveIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One of a number."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="name_shelf_once")
        ]


def read_by(actor: Actor, case: str = "") -> Q:
    """What the rows of cases that ACTOR reads have in common: she leads, deputises or is a member
    of them now, or whoever leads them is away today and she stands in. CASE is the way to the case
    ("origin__case"), "" for cases themselves.
    """
    if not actor.stands_in_for:
        way = f"{case}__members" if case else "members"
        return Q(**{f"{way}__account_id": actor.account_id, f"{way}__until": None})
    hers = Q(account_id=actor.account_id)
    theirs = Q(account_id__in=actor.stands_in_for, part=MemberPart.LEAD)
    now = CaseMember.objects.filter(hers | theirs, organisation_id=actor.organisation, until=None)
    return Q(**{f"{case or 'pk'}__in": now.values("case")})


class CaseQuerySet(OwnedQuerySet["Case"]):
    """Cases by need to know."""

    def visible_to(self, actor: Actor) -> Self:
        """The cases ACTOR reads."""
        return self.filter(read_by(actor), organisation_id=actor.organisation)


class Case(models.Model):
    """One accompaniment of one person by one organisation."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="cases")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=CaseKind.choices, default=CaseKind.TRANSITION)
    # {tag: "yes" | "no"}; what is not in it is unknown. Sealed: it says who has debts.
    circumstances_text = SealedField()
    # The Land whose holidays count.
    land_code = models.CharField(max_length=2, blank=True, default="")
    plan_version = models.CharField(max_length=20, blank=True, default="")
    # The version of the Land's profile whose deadlines the plan follows (`lands.queries.holding`);
    # '': the template's days alone.
    plan_law = models.CharField(max_length=24, blank=True, default="")
    plan_opened_on = models.DateField(null=True, blank=True)
    # Kept by the actions, so that lists are sorted by an index: the earliest open step, and since
    # when somebody else owes an answer.
    next_due_on = models.DateField(null=True, blank=True)
    waiting_since = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closing = models.CharField(max_length=12, choices=Closing.choices, blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        """Listed by next date; closed means closed with a result."""

        indexes = [
            models.Index(
                fields=["organisation", "next_due_on", "id"],
                name="case_by_next_date",
                condition=Q(closed_on=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="case_code_once"),
            models.CheckConstraint(
                condition=(Q(closed_on=None) & Q(closing=""))
                | ~(Q(closed_on=None) | Q(closing="")),
                name="closed_case_has_a_result",
                violation_error_message="Bitte wählen Sie, wie die Begleitung endet.",
            ),
        ]

    @property
    def circumstances(self) -> dict[str, str]:
        """{tag: 'yes' | 'no'}; a tag that is missing is unknown, which is normal."""
        return dict(json.loads(self.circumstances_text or "{}"))

    @circumstances.setter
    def circumstances(self, values: dict[str, str]) -> None:
        known = {tag: value for tag, value in values.items() if value in ("yes", "no")}
        self.circumstances_text = json.dumps(known, sort_keys=True)


class OfCaseQuerySet(OwnedQuerySet[Any]):
    """Rows that belong to a case."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the cases ACTOR reads."""
        return self.filter(read_by(actor, "case"), organisation_id=actor.organisation)


class CaseMember(models.Model):
    """Somebody who may read a case, from a day to a day: the need-to-know list."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    # The account behind the membership, copied so that the fetch needs no second table.
    account_id = models.UUIDField()
    part = models.CharField(max_length=8, choices=MemberPart.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One lead, one deputy, everybody once."""

        indexes = [
            models.Index(
                fields=["organisation", "account_id", "case"],
                name="case_member_now",
                condition=Q(until=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until=None, part="lead"), name="one_lead_a_case"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(until=None, part="deputy"), name="one_deputy_a_case"
            ),
            models.UniqueConstraint(
                fields=["case", "account_id"], condition=Q(until=None), name="member_of_a_case_once"
            ),
        ]


class CaseEvent(models.Model):
    """One line of a case's course: verb and codes only, never text. Never altered."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=30)
    # The code of what it is about: a step, a consent, a referral.
    about = models.CharField(max_length=20, blank=True, default="")
    detail = models.JSONField(default=dict)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """Append-only, newest first."""

        ordering = ["-at"]
        indexes = [models.Index(fields=["case", "-at"], name="case_event_by_time")]
        triggers = [pgtrigger.Protect(name="case_event_stays", operation=pgtrigger.Update)]
