"""The consents of one case: who may know what, until when."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent, ConsentKind, Direction
from nahtlos.consents.rules import scope
from nahtlos.consents.rules.standing import Dates, Standing, standing
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.organisations.models import Organisation

_ORDER: Final = ("ending", "valid", "future", "unsigned", "expired", "withdrawn")


def _with_all(rows: QuerySet[Consent]) -> QuerySet[Consent]:
    return rows.select_related("to_organisation", "revocation")


def consents_of(case: Case) -> list[Consent]:
    """Every consent and notice of a case the caller has fetched, the newest first; one
    statement.
    """
    rows = Consent.objects.filter(organisation_id=case.organisation_id, case=case)
    return list(_with_all(rows).order_by("-valid_from", "number"))


def consent_for(actor: Actor, number: str) -> Consent:
    """One of a case the actor reads, with its case and person; Consent.DoesNotExist for others."""
    rows = _with_all(Consent.objects.visible_to(actor))
    return rows.select_related("case__client", "organisation").get(number=number)


def covering(case: Case, to_organisation_id: UUID, on: date) -> list[Consent]:
    """What allows telling this organisation something ON this day: consents in force and notices,
    the one that lasts longest first.
    """
    rows = Consent.objects.filter(
        organisation_id=case.organisation_id,
        case=case,
        to_organisation_id=to_organisation_id,
        signed_on__lte=on,
    )
    return list(_with_all(rows.in_force(on)).order_by("-valid_until", "number"))


def own_kind(actor: Actor) -> str:
    """The kind of the actor's organisation."""
    return Organisation.objects.values_list("kind", flat=True).get(pk=actor.organisation)


def standing_of(consent: Consent, on: date) -> Standing:
    """How CONSENT stands ON this day."""
    withdrawn = getattr(consent, "revocation", None) is not None
    dates = Dates(consent.signed_on, consent.valid_from, consent.valid_until, withdrawn)
    return standing(dates, on)


@dataclass(frozen=True, slots=True)
class WhoMayKnow:
    """One line of "Wer darf was wissen?".

    receiver: the organisation. function: there. categories, special: kinds of data in plain words,
    the protected ones apart. until: the last day. by_law: a notice, not a consent.
    """

    number: str
    receiver: str
    function: str
    categories: tuple[str, ...]
    special: tuple[str, ...]
    extent: tuple[str, ...]
    both_ways: bool
    by_law: bool
    valid_from: date
    until: date | None
    signed_on: date | None
    standing: Standing

    @property
    def over(self) -> bool:
        """Whether it ended or was withdrawn."""
        return self.standing.code in ("expired", "withdrawn")


def _line(consent: Consent, on: date) -> WhoMayKnow:
    kinds = [scope.category(code) for code in consent.categories]
    return WhoMayKnow(
        number=consent.number,
        receiver=consent.to_organisation.name,
        function=consent.to_function,
        categories=tuple(kind.label for kind in kinds if not kind.special),
        special=tuple(kind.label for kind in kinds if kind.special),
        extent=tuple(scope.EXTENTS[code] for code in consent.extent),
        both_ways=consent.direction == Direction.BOTH,
        by_law=consent.kind == ConsentKind.NOTICE,
        valid_from=consent.valid_from,
        until=consent.valid_until,
        signed_on=consent.signed_on,
        standing=standing_of(consent, on),
    )


def who_may_know(case: Case) -> list[WhoMayKnow]:
    """Every consent and notice of a case in words: what ends soon first, what is over last; one
    statement.
    """
    lines = [_line(consent, today()) for consent in consents_of(case)]
    return sorted(
        lines,
        key=lambda line: (_ORDER.index(line.standing.code), line.until or date.max, line.number),
    )
