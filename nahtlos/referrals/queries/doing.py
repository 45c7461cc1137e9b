"""Who does what for a person, as far as her own requests and consents tell: so that nothing runs
twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent, ConsentKind
from nahtlos.consents.rules.scope import PURPOSES
from nahtlos.directory.queries.hits import topic_labels
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.foundation.ruling import states
from nahtlos.referrals.models import Referral, ReferralState
from nahtlos.referrals.rules.states import RUNNING, WAITING

NO_TOPIC: Final = "ohne Thema"
# {stage: word}, in the order in which they are read.
STAGES: Final = {"helps": "ist dabei", "asked": "ist gefragt", "done": "hat geholfen"}


@dataclass(frozen=True, slots=True)
class Doing:
    """One organisation with one topic: how far it is (`stage`), SINCE when. `code` is that of the
    request, `file` of the case it went out of.
    """

    topic: str
    organisation: str
    stage: str
    state: str
    since: date | None
    code: str
    file: str

    @property
    def word(self) -> str:
        """The stage in German."""
        return STAGES[self.stage]


@dataclass(frozen=True, slots=True)
class TopicDoing:
    """Everybody who does something about a topic; `twice`: more than one at once."""

    label: str
    lines: tuple[Doing, ...]

    @property
    def twice(self) -> bool:
        """Whether two are at it now."""
        return len({one.organisation for one in self.lines if one.stage != "done"}) > 1


@dataclass(frozen=True, slots=True)
class MayJoin:
    """An organisation that may be told something and was asked nothing. `by_law`: no consent is
    behind it.
    """

    organisation: str
    function: str
    purpose: str
    until: date | None
    by_law: bool


@dataclass(frozen=True, slots=True)
class WhoDoesWhat:
    """All of it for one person."""

    topics: tuple[TopicDoing, ...]
    may_join: tuple[MayJoin, ...]


def _of_person(actor: Actor, case: Case) -> list[Referral]:
    """Her requests out of every file of hers that ACTOR reads, that run or have helped."""
    going = Q(state__in=(*WAITING, *RUNNING)) | Q(
        state=ReferralState.CLOSED, outcome__in=("helped", "partly")
    )
    rows = Referral.objects.sent_by(actor).filter(going, origin__case__client=case.client_id)
    return list(rows.select_related("to_organisation", "origin__case").order_by("sent_at", "code"))


@states(
    "Überleitung",
    "„Wer macht was?“ nennt nur, was aus eigenen Anfragen und Einwilligungen bekannt ist, und nur"
    " aus Akten, die man lesen darf.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/referrals/test_doing.py::test_of_files_she_does_not_read_nothing_is_said",
        "tests/referrals/test_doing.py::test_what_was_withdrawn_is_gone",
    ),
)
def who_does_what(actor: Actor, case: Case) -> WhoDoesWhat:
    """Who does what for the person of CASE, which was fetched for ACTOR; two statements."""
    lines = [_line(one) for one in _of_person(actor, case)]
    grouped: dict[str, list[Doing]] = {}
    for line in sorted(lines, key=lambda one: list(STAGES).index(one.stage)):
        grouped.setdefault(line.topic, []).append(line)
    labels = sorted(grouped, key=lambda label: (label == NO_TOPIC, label))
    topics = tuple(TopicDoing(label, tuple(grouped[label])) for label in labels)
    return WhoDoesWhat(topics, _may_join(actor, case, {line.organisation for line in lines}))


def _line(one: Referral) -> Doing:
    stage = "asked" if one.state in WAITING else "helps" if one.state in RUNNING else "done"
    at = one.sent_at if stage == "asked" else one.answered_at or one.sent_at
    since = one.closed_on if stage == "done" else at.astimezone(BERLIN).date() if at else None
    return Doing(
        topic=topic_label(one),
        organisation=one.to_organisation.name,
        stage=stage,
        state=str(ReferralState(one.state).label),
        since=since,
        code=one.code,
        file=one.origin.case.code,
    )


def topic_label(one: Referral) -> str:
    """What a request is about, in words."""
    return topic_labels().get(one.topic) or one.offer_title or NO_TOPIC


def _may_join(actor: Actor, case: Case, known: Iterable[str]) -> tuple[MayJoin, ...]:
    rows = Consent.objects.visible_to(actor).in_force(today()).filter(case__client=case.client_id)
    asked = set(known)
    found = [
        MayJoin(
            organisation=one.to_organisation.name,
            function=one.to_function,
            purpose=PURPOSES.get(one.purpose, ""),
            until=one.valid_until,
            by_law=one.kind == ConsentKind.NOTICE,
        )
        for one in rows.select_related("to_organisation").order_by(
            "to_organisation__name", "number"
        )
    ]
    return tuple(one for one in found if one.organisation not in asked)


def already_at_it(actor: Actor, case: Case, topic: str) -> list[Doing]:
    """Who is asked about TOPIC for this person or does something about it now; one statement, none
    without a topic.
    """
    if not topic:
        return []
    lines = [_line(one) for one in _of_person(actor, case) if one.topic == topic]
    return [line for line in lines if line.stage != "done"]
