"""How a hand-over stands: who goes on, who confirmed, what nobody may be without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from nahtlos.cases.models import Case, Stay, read_by
from nahtlos.cases.queries import stay_of
from nahtlos.cases.rules.musthaves import Finding, MustHave, MustHaveState, must_haves
from nahtlos.cases.rules.vocabulary import AnswerState, Question
from nahtlos.foundation.access import Actor
from nahtlos.organisations.models import Prison
from nahtlos.referrals.models import Handover, Referral
from nahtlos.referrals.rules.states import RUNNING

# What somebody may tick by hand, and what it then counts as.
TICKS: Final[Mapping[str, MustHaveState]] = {
    "fine": MustHaveState.FINE,
    "not_needed": MustHaveState.NOT_NEEDED,
    "not_wanted": MustHaveState.NOT_WANTED,
}
SOON: Final = 30


def _running(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    return rows.filter(completed_at=None, called_off_at=None)


def running_handover(case: Case, *, lock: bool = False) -> Handover | None:
    """The hand-over of CASE that is not finished; None where there is none."""
    rows = _running(Handover.objects.filter(case=case))
    if lock:
        return rows.select_for_update().first()
    return rows.select_related("to_membership__account", "referral__to_organisation").first()


def handover_for(actor: Actor, code: str) -> Handover:
    """The running hand-over of the case CODE, for who is on the case and for the colleague who
    shall go on; Handover.DoesNotExist for everybody else.
    """
    rows = _running(Handover.objects.visible_to(actor)).filter(case__code=code)
    mine = read_by(actor, "case")
    named = Q(to_membership__account_id=actor.account_id)
    found = rows.filter(mine | named).select_related(
        "case__client", "to_membership__account", "referral__to_organisation"
    )
    return found.distinct().get()


@dataclass(frozen=True, slots=True)
class MustHaveLine:
    """One must-have with how it stands; `by_hand`: somebody ticked it here."""

    code: str
    label: str
    state: str
    state_label: str
    source_code: str | None
    missing: bool
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class HandoverCheck:
    """The check of a case.

    blocked: the German sentence that says why it cannot be handed over, '' where it can.
    next_person: who goes on, in words; '' while nobody is named.
    """

    handover: Handover | None
    lines: tuple[MustHaveLine, ...]
    next_person: str
    accepted: bool
    blocked: str

    @property
    def missing(self) -> tuple[MustHaveLine, ...]:
        """What somebody still has to care for."""
        return tuple(line for line in self.lines if line.missing)


NOBODY: Final = (
    "Es ist noch niemand benannt, der weitermacht. Die Zuständigkeit bleibt, wo sie ist."
)
NOT_ACCEPTED: Final = (
    "Die nächste Person hat noch nicht angenommen. Bis dahin bleibt die Zuständigkeit, wo sie ist."
)


def is_accepted(handover: Handover) -> bool:
    """Whether the next person said yes: a colleague herself, another organisation by accepting the
    request.
    """
    if handover.receiver_confirmed_at is not None:
        return True
    return handover.referral is not None and handover.referral.state in RUNNING


def _next_person(handover: Handover | None) -> str:
    if handover is None:
        return ""
    if handover.to_membership is not None:
        return handover.to_membership.account.name
    if handover.referral is not None:
        return handover.referral.to_organisation.name
    return ""


def _has_meeting(case: Case) -> bool:
    """Whether a first meeting outside is agreed with somebody who goes on."""
    rows = Referral.objects.filter(origin__case=case, meeting_at__isnull=False)
    return rows.filter(state__in=("meeting", "attended", "closed")).exists()


def findings(case: Case, *, first_meeting: bool) -> tuple[Finding, ...]:
    """The must-haves as plan, answers and circumstances say them."""
    answers = {Question(one.question): AnswerState(one.state) for one in case.answers.all()}
    return must_haves(case.steps.all(), answers, case.circumstances, first_meeting=first_meeting)


def _line(finding: Finding, ticks: Mapping[str, str]) -> MustHaveLine:
    code = str(finding.must_have)
    ticked = TICKS.get(ticks.get(code, "")) if finding.missing else None
    state = ticked or finding.state
    return MustHaveLine(
        code=code,
        label=finding.must_have.label,
        state=str(state),
        state_label=state.label,
        source_code=finding.source_code,
        missing=finding.missing and ticked is None,
        by_hand=ticked is not None,
    )


def lines_of(case: Case, ticks: Mapping[str, str], *, first_meeting: bool) -> list[MustHaveLine]:
    """Every must-have of CASE with the TICKS set by hand; what the plan says is done needs none."""
    return [_line(one, ticks) for one in findings(case, first_meeting=first_meeting)]


def handover_check(case: Case) -> HandoverCheck:
    """The check as it stands now, with or without a hand-over that runs. Four statements."""
    handover = running_handover(case)
    ticks = handover.ticks if handover else {}
    accepted = handover is not None and is_accepted(handover)
    person = _next_person(handover)
    blocked = "" if accepted else NOT_ACCEPTED if person else NOBODY
    return HandoverCheck(
        handover=handover,
        lines=tuple(lines_of(case, ticks, first_meeting=_has_meeting(case))),
        next_person=person,
        accepted=accepted,
        blocked=blocked,
    )


@dataclass(frozen=True, slots=True)
class PersonBefore:
    """Somebody who goes out soon, or went out, with what is still missing."""

    case: Case
    release_on: date | None
    released_on: date | None
    missing: tuple[MustHaveLine, ...]
    next_person: str
    alarm: bool


@dataclass(frozen=True, slots=True)
class SiteLines:
    """The persons of one prison; `missing` {label: how many} over all of them."""

    prison: str
    persons: tuple[PersonBefore, ...]
    missing: Mapping[str, int]


def musthaves_by_site(actor: Actor, today: date) -> list[SiteLines]:
    """Who of the actor's cases goes out within thirty days, or is out and has no next person, by
    prison; the earliest first. Seven statements, however many there are.
    """
    handovers = _running(Handover.objects.all()).select_related(
        "to_membership__account", "referral__to_organisation"
    )
    cases = (
        Case.objects.visible_to(actor)
        .filter(closed_on=None)
        .select_related("client")
        .prefetch_related("steps", "answers", "stays", Prefetch("handovers", handovers))
    )
    met = set(
        Referral.objects.sent_by(actor)
        .filter(meeting_at__isnull=False, state__in=("meeting", "attended", "closed"))
        .values_list("origin__case_id", flat=True)
    )
    rows: dict[str, list[PersonBefore]] = {}
    for case in cases:
        stay = stay_of(case)
        person = _person(case, stay, today, has_meeting=case.pk in met)
        if person is not None:
            rows.setdefault(stay.prison_code if stay else "", []).append(person)
    names = dict(Prison.objects.filter(xjustiz_id__in=rows).values_list("xjustiz_id", "short_name"))
    sites = [_site(names.get(code, "Ohne Haftanstalt"), persons) for code, persons in rows.items()]
    return sorted(sites, key=lambda site: _first_day(site.persons[0]))


def _person(
    case: Case, stay: Stay | None, today: date, *, has_meeting: bool
) -> PersonBefore | None:
    if stay is None:
        return None
    handover = next(iter(case.handovers.all()), None)
    accepted = handover is not None and is_accepted(handover)
    gone = stay.ended_on is not None and stay.ended_by == "released"
    due = stay.release_on is not None and (stay.release_on - today).days <= SOON
    if not (gone and handover is not None) and not (stay.ended_on is None and due):
        return None
    lines = lines_of(case, handover.ticks if handover else {}, first_meeting=has_meeting)
    passed = gone or (stay.release_on is not None and stay.release_on <= today)
    return PersonBefore(
        case=case,
        release_on=stay.release_on,
        released_on=stay.ended_on,
        missing=tuple(line for line in lines if line.missing),
        next_person=_next_person(handover),
        alarm=passed and not accepted,
    )


def _first_day(person: PersonBefore) -> date:
    return person.released_on or person.release_on or date.max


def _site(prison: str, persons: list[PersonBefore]) -> SiteLines:
    missing: dict[str, int] = {str(kind.label): 0 for kind in MustHave}
    for person in persons:
        for line in person.missing:
            missing[line.label] += 1
    ordered = tuple(sorted(persons, key=_first_day))
    return SiteLines(prison, ordered, {label: n for label, n in missing.items() if n})


def handovers_for(actor: Actor) -> list[Handover]:
    """Hand-overs that wait for the actor herself to say yes."""
    if actor.account_id is None:
        return []
    rows = _running(Handover.objects.visible_to(actor))
    waiting = rows.filter(to_membership__account_id=actor.account_id, receiver_confirmed_at=None)
    return list(waiting.select_related("case").order_by("begun_at"))
