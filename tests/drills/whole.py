"""Whether what people did with requests is whole: every row that belongs to a deed is there, and
none stands alone. Read past the application, as the owner of the tables.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections

from nahtlos.foundation.clock import BERLIN
from nahtlos.referrals.rules.states import ANSWERS, FINAL, MOVES, RUNNING, WAITING

STATES = {after for _, after in MOVES}
# What the chain calls a line of the course, where it is another word.
CHAIN = {"meeting": "answered", "attended": "answered", "missed": "answered"}
READABLE = {*WAITING, *RUNNING, "closed"}
# Events after which the lead of the case gets a letter, unless she did it herself.
NEWS = {*ANSWERS, "attended", "missed", "closed", "withdrawn", "stopped", "expired"}
# {event: kind of the letter to the receiver}
TOLD = {"sent": "referral", "amended": "referral_changed"}
CLOSING = {"stopped", "withdrawn", "expired"}

ASKED = """
SELECT r.id, r.code, r.state, r.way, r.from_organisation_id, r.to_organisation_id,
  r.package_version, r.sent_at, r.key_for_sender IS NOT NULL, r.key_for_receiver IS NOT NULL,
  o.id IS NOT NULL, o.case_id, o.step_id, w.id IS NOT NULL
FROM referrals_referral r LEFT JOIN referrals_origin o ON o.referral_id = r.id
  LEFT JOIN consents_revocation w ON w.consent_id = o.consent_id
"""
ALONE = {
    "package": "referrals_package x",
    "event": "referrals_referralevent x",
    "origin": "referrals_origin x",
}


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the owner of the tables reads."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


@dataclass(frozen=True)
class Asked:
    """One request with everything that belongs to it."""

    pk: UUID
    code: str
    state: str
    way: str
    sender: UUID
    receiver: UUID
    version: int
    sent_at: datetime | None
    sender_reads: bool
    receiver_reads: bool
    has_origin: bool
    case: UUID
    step: UUID | None
    revoked: bool
    packages: list[int] = field(default_factory=list)
    events: list[tuple[str, UUID | None]] = field(default_factory=list)

    @property
    def verbs(self) -> Counter[str]:
        """How often each thing happened."""
        return Counter(verb for verb, _ in self.events)


@dataclass(frozen=True)
class Known:
    """What was there before a drill began."""

    referrals: frozenset[UUID]
    last_job: int

    @classmethod
    def now(cls) -> "Known":
        """As the database stands."""
        last = rows("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        return cls(frozenset(row[0] for row in rows("SELECT id FROM referrals_referral")), *last[0])


def asked_since(known: Known) -> list[Asked]:
    """Every request that is not KNOWN."""
    found = {row[0]: Asked(*row) for row in rows(ASKED) if row[0] not in known.referrals}
    for pk, version in rows("SELECT referral_id, version FROM referrals_package ORDER BY version"):
        if pk in found:
            found[pk].packages.append(version)
    events = "SELECT referral_id, verb, account_id FROM referrals_referralevent ORDER BY at, id"
    for pk, verb, account in rows(events):
        if pk in found:
            found[pk].events.append((verb, account))
    return list(found.values())


def halves(known: Known) -> list[str]:
    """Everything that is half, in words; empty where all is whole."""
    asked = asked_since(known)
    return [
        *(f"{one.code}: {what}" for one in asked for what in _each(one)),
        *_alone(),
        *_chain(asked),
        *_course_of_cases(asked),
        *_letters(asked, known),
        *_waiting(asked),
    ]


def _each(one: Asked) -> Iterator[str]:
    """What contradicts itself in one request."""
    if not one.has_origin:
        yield "no origin"
    if one.packages != list(range(1, one.version + 1)):
        yield f"packages {one.packages} for version {one.version}"
    if one.state == "draft":
        if one.version or one.events or one.sender_reads or one.receiver_reads:
            yield "a draft that has left"
        return
    renewed = one.verbs["amended"] + one.verbs["release_moved"]
    if one.version != 1 + renewed:
        yield f"version {one.version} after {renewed} renewals"
    if one.sent_at is None or not one.sender_reads:
        yield "sent without a key or an hour"
    moves = [verb for verb, _ in one.events if verb in STATES]
    if not moves or moves[0] != "sent" or moves[-1] != one.state:
        yield f"the course {moves} ends in {one.state}"
    for step in zip(moves, moves[1:], strict=False):
        if step not in MOVES and step != ("meeting", "meeting"):
            yield f"a move that does not exist: {step}"
    if one.receiver_reads != (one.state in READABLE):
        yield f"{one.state}, and the receiver's key is {'there' if one.receiver_reads else 'gone'}"
    if one.revoked and one.state not in FINAL:
        yield f"withdrawn consent, and still {one.state}"
    if one.state == "stopped" and not one.revoked:
        yield "stopped, and nobody withdrew"


def _alone() -> Iterator[str]:
    """Rows whose request is not there. The database has foreign keys; a link and a letter have
    none.
    """
    for what, table in ALONE.items():
        orphans = rows(
            f"SELECT x.id FROM {table} LEFT JOIN referrals_referral r ON r.id = x.referral_id"  # noqa: S608
            " WHERE r.id IS NULL"
        )
        yield from (f"{what} {pk} without a request" for (pk,) in orphans)
    yield from (
        f"link {pk} without a request"
        for (pk,) in rows(
            "SELECT l.id FROM foundation_link l LEFT JOIN referrals_referral r"
            " ON r.id = l.object_id WHERE l.object_type = 'referral' AND r.id IS NULL"
        )
    )
    yield from (
        f"{kind} letter {pk} without a request"
        for pk, kind in rows(
            "SELECT l.id, l.kind FROM foundation_letter l LEFT JOIN referrals_referral r"
            " ON r.id = l.about WHERE (l.kind LIKE 'referral%%' OR l.kind = 'answer')"
            " AND r.id IS NULL"
        )
    )


def _chain(asked: list[Asked]) -> Iterator[str]:
    """The chain and the course tell the same of each request, the renewals of a moved date too."""
    codes = {one.code for one in asked}
    wanted: Counter[tuple[str, str]] = Counter()
    for one in asked:
        wanted[one.code, "created"] += 1
        for verb, times in one.verbs.items():
            name = "renewed" if verb == "release_moved" else CHAIN.get(verb, verb)
            wanted[one.code, name] += times
    found: Counter[tuple[str, str]] = Counter()
    for code, verb in rows("SELECT code, verb FROM foundation_auditentry WHERE thing = 'referral'"):
        if code in codes and verb not in ("opened", "changed", "code_requested", "printed"):
            found[code, verb] += 1
        if code not in codes and verb == "sent":
            codes_known = rows("SELECT 1 FROM referrals_referral WHERE code = %s", code)
            if not codes_known:
                yield f"{code}: the chain says it was sent, and there is no such request"
    renewals = (
        "SELECT jsonb_array_elements_text(detail::jsonb -> 'referrals') FROM foundation_auditentry"
        " WHERE thing = 'case' AND verb = 'amended'"
    )
    found.update((code, "renewed") for (code,) in rows(renewals) if code in codes)
    for key in sorted(wanted.keys() | found.keys()):
        if wanted[key] != found[key]:
            yield f"{key[0]}: {key[1]} happened {wanted[key]} times, the chain has {found[key]}"


def _course_of_cases(asked: list[Asked]) -> Iterator[str]:
    """The case tells what happened to its requests, as often as it happened."""
    found = Counter(rows("SELECT about, verb FROM cases_caseevent"))
    for one in asked:
        for verb in STATES - {"seen"}:
            wanted, there = one.verbs[verb], found[one.code, f"referral_{verb}"]
            if wanted != there:
                yield f"{one.code}: {verb} {wanted} times, in the case {there} times"


def _letters(asked: list[Asked], known: Known) -> Iterator[str]:
    """Letters, links and jobs: as many as deeds ask for, each letter with one job of its own."""
    owed: Counter[UUID] = Counter()
    links: Counter[UUID] = Counter()
    leads = dict(
        rows(
            "SELECT case_id, account_id FROM cases_casemember WHERE part = 'lead' AND until IS NULL"
        )
    )
    for one in asked:
        reachable = one.way == "link"
        for verb, account in one.events:
            owed[one.sender] += verb in NEWS and account != leads.get(one.case)
            owed[one.receiver] += reachable and (verb in TOLD or verb in CLOSING)
            links[one.pk] += reachable and verb in TOLD
    codes = tuple(one.code for one in asked) or ("",)
    said = "SELECT organisation_id, detail, verb FROM foundation_auditentry WHERE "
    for organisation, _, _ in rows(
        f"{said} verb = 'code_requested' AND code = ANY(%s)",  # noqa: S608
        list(codes),
    ):
        owed[organisation] += 1
    by_code = {one.code: one for one in asked}
    moves: defaultdict[UUID, int] = defaultdict(int)
    for (first,) in rows(
        "SELECT detail::jsonb -> 'referrals' ->> 0 FROM foundation_auditentry"
        " WHERE thing = 'case' AND verb = 'amended'"
    ):
        if first in by_code:
            owed[by_code[first].receiver] += 1
            moves[by_code[first].pk] += 1
    yield from _jobs(owed, known)
    issued = Counter(
        pk
        for (pk,) in rows("SELECT object_id FROM foundation_link WHERE object_type = 'referral'")
        if pk not in known.referrals
    )
    for one in asked:
        if issued[one.pk] != links[one.pk] + moves[one.pk]:
            yield f"{one.code}: {issued[one.pk]} links for {links[one.pk] + moves[one.pk]} letters"


def _jobs(owed: Counter[UUID], known: Known) -> Iterator[str]:
    jobs = rows(
        "SELECT (args ->> 'organisation_id')::uuid, (args ->> 'letter_id')::uuid"
        " FROM procrastinate_jobs WHERE task_name LIKE '%%deliver_letter' AND id > %s",
        known.last_job,
    )
    placed = Counter(organisation for organisation, _ in jobs)
    for organisation in sorted(owed.keys() | placed.keys(), key=str):
        if owed[organisation] != placed[organisation]:
            yield f"{owed[organisation]} letters owed, {placed[organisation]} jobs placed"
    per_letter = Counter(letter for _, letter in jobs)
    yield from (f"letter {pk} has {n} jobs" for pk, n in per_letter.items() if n != 1)
    known_jobs = {
        row[0]
        for row in rows(
            "SELECT (args ->> 'letter_id')::uuid FROM procrastinate_jobs"
            " WHERE task_name LIKE '%%deliver_letter'"
        )
    }
    for (pk,) in rows("SELECT id FROM foundation_letter WHERE about IS NOT NULL"):
        if pk not in known_jobs:
            yield f"letter {pk} has no job"


def _waiting(asked: list[Asked]) -> Iterator[str]:
    """Cases and steps wait exactly while a request of theirs does."""
    since: dict[UUID, datetime] = {}
    steps: set[UUID] = set()
    for one in asked:
        if one.state in WAITING and one.sent_at:
            since[one.case] = min(one.sent_at, since.get(one.case, one.sent_at))
            steps |= {one.step} if one.step else set()
    cases = {one.case for one in asked if one.has_origin}
    for pk, code, waits in rows("SELECT id, code, waiting_since FROM cases_case"):
        day = since[pk].astimezone(BERLIN).date() if pk in since else None
        if pk in cases and waits != day:
            yield f"case {code} waits since {waits}, its requests since {day}"
    served = {one.step for one in asked if one.step}
    for pk, code, state in rows("SELECT id, code, state FROM cases_step"):
        if pk in served and (state == "waiting") != (pk in steps):
            yield f"step {code} is {state}, its request {'waits' if pk in steps else 'does not'}"
