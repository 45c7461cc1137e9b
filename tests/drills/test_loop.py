"""Kills at named steps and at random moments while several people send requests, answer them, take
withdrawals down and move release dates: what was acknowledged is whole, and nothing is half.
"""

import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import DatabaseError, connections
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.cases.models import Case
from nahtlos.foundation import audit
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Organisation
from tests import database
from tests.cast import FOREIGN, actor, organisation
from tests.conftest import WORKER
from tests.consents.asking import signed
from tests.drills import steps, whole
from tests.drills.fire import Killer, Worker
from tests.drills.ground import OwnGround, own_ground
from tests.drills.loop import (
    Answers,
    AtLoop,
    CaseAtHand,
    Hastes,
    Moves,
    OpensLinks,
    Sends,
    Visitor,
    Wanted,
    Withdraws,
    mails,
)
from tests.drills.people import Person
from tests.referrals.referring import opened
from tests.site import Site, running_site

NAME = f"nahtlos_loop_{WORKER}"
SENDERS = ("aylin", "bernd", "doro")
# Whoever picks up the telephone is not on the case.
TAKES_CALLS = {"aylin": "bernd", "bernd": "aylin", "doro": "lars"}
CASES = 7
PATIENCE = 30.0
DRAINED = 200.0
RANDOM_KILLS = 20
CONNECTION = (
    "key-given package-written link-issued letter-without-job before-the-case-waits"
    " before-the-commit before-the-event sender-told revocation-written key-deleted date-written"
    " one-partner-renewed mail-taken"
).split()
BACKEND = "before-the-chain after-the-event links-closed steps-moved code-without-letter".split()
DATABASE = "job-before-the-row before-the-event key-deleted partner-untold".split()
PLAN = [
    *((name, "process") for name in steps.BY_NAME),
    *((name, "connection") for name in CONNECTION),
    *((name, "backend") for name in BACKEND),
    *((name, "database") for name in DATABASE),
]


class StepKiller(Killer):
    """Lays one trap after the other and waits until somebody fell into it; between them it kills
    at random.
    """

    def __init__(self, ground: OwnGround, worker: Worker, wanted: Wanted, site: Site) -> None:
        super().__init__(NAME, ground, worker)
        self.wanted = wanted
        self.site = site
        self.traps = Path(site.environment[steps.TRAPS])
        self.named: Counter[str] = Counter()
        self.missed: list[tuple[str, str]] = []

    def run(self) -> None:
        """The whole plan, and once more what nobody reached."""
        try:
            plan = list(PLAN)
            self.random.shuffle(plan)
            self.missed = [one for one in plan if not self._named(*one)]
            self.missed = [one for one in self.missed if not self._named(*one)]
            while self.done.total() < RANDOM_KILLS:
                self._by_chance()
        finally:
            self.wanted.over.set()
            connections.close_all()

    def _named(self, name: str, way: str) -> bool:
        self._forget_limits()
        trap = steps.lay(self.traps, name, way)
        self.wanted.deed = steps.BY_NAME[name].deed
        sprung = self._wait(lambda: not trap.exists())
        trap.unlink(missing_ok=True)
        self.wanted.deed = ""
        if sprung:
            self.named[way] += 1
        if sprung and way == "database":
            self.ground.cluster.server.process.wait(PATIENCE)
            self.ground.rise()
        self._wait(self._ready)
        if self.done.total() < RANDOM_KILLS and self.random.random() < 0.5:
            self._by_chance()
        return sprung

    def _by_chance(self) -> None:
        time.sleep(self.random.uniform(0.2, 0.8))
        what = self.random.choice(["server", "worker", "connection"])
        if getattr(self, f"_{what}")():
            self.done[what] += 1

    def _ready(self) -> bool:
        with suppress(OSError):
            return bool(
                urllib.request.urlopen(f"{self.site.address}/bereit/", timeout=2).status == 200  # noqa: S310 (our own address)
            )
        return False

    def _wait(self, done: Callable[[], bool]) -> bool:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if done():
                return True
            time.sleep(0.05)
        return False

    def _forget_limits(self) -> None:
        """In minutes these people do what others do in days."""
        with suppress(DatabaseError), connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM foundation_ratecount")
        connections["owner"].close()


def _case(who: str) -> CaseAtHand:
    """A case of WHO with a plan, and a consent signed for Wohnhilfe Süd."""
    case, acting = opened(who), actor(who)
    consent = signed(case, who)
    with tenant(acting.organisation, acting.account_id):
        codes = list(case.steps.filter(state="open").order_by("code").values_list("code", flat=True))
    return CaseAtHand(case.code, organisation(FOREIGN).slug, consent.number, codes)


@dataclass
class Crew:
    """Everybody at work."""

    sends: list[Sends]
    hastes: Hastes
    answers: list[Answers]
    opens: OpensLinks
    withdraws: list[Withdraws]
    moves: list[Moves]

    @classmethod
    def of(cls, site: Site, wanted: Wanted, cases: dict[str, list[CaseAtHand]]) -> "Crew":
        """Three who ask, one of them in haste too, two who answer for Wohnhilfe Süd."""

        def person(who: str) -> Person:
            return Person(site.address, who)

        box = organisation(FOREIGN).email
        return cls(
            sends=[Sends(person(who), wanted, cases[who]) for who in SENDERS],
            hastes=Hastes(person("aylin"), wanted, cases["aylin"]),
            answers=[Answers(person("cem"), wanted, seed) for seed in range(2)],
            opens=OpensLinks(Visitor(site.address, "link"), wanted, site.mail, box),
            withdraws=[
                Withdraws(person(by), wanted, cases[who]) for who, by in TAKES_CALLS.items()
            ],
            moves=[Moves(person(who), wanted, cases[who]) for who in SENDERS],
        )

    def everybody(self) -> list[AtLoop]:
        """All of them."""
        return [
            *self.sends,
            self.hastes,
            *self.answers,
            self.opens,
            *self.withdraws,
            *self.moves,
        ]


def _under_fire(killer: StepKiller, crew: Crew) -> None:
    connections.close_all()
    for thread in (*crew.everybody(), killer):
        thread.start()
    for thread in (killer, *crew.everybody()):
        thread.join()


def _open_jobs() -> int:
    statement = (
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%deliver_letter'"
        " AND status <> 'succeeded'"
    )
    return int(whole.rows(statement)[0][0])


def _drain() -> None:
    give_up = time.monotonic() + DRAINED
    while _open_jobs() and time.monotonic() < give_up:
        time.sleep(0.5)


def _lost(crew: Crew, known: whole.Known) -> list[str]:
    """What somebody was told is done, and is not."""
    asked = {one.code: one for one in whole.asked_since(known)}
    revoked = {
        number
        for (number,) in whole.rows(
            "SELECT c.number FROM consents_revocation r JOIN consents_consent c"
            " ON c.id = r.consent_id"
        )
    }
    moves = Counter(
        code
        for (code,) in whole.rows(
            "SELECT code FROM foundation_auditentry WHERE thing = 'case' AND verb = 'moved'"
        )
    )
    told = Counter(code for one in crew.moves for code, _ in one.moved)
    answered = [pair for one in crew.answers for pair in one.answered]
    answered += [(code, "accepted") for code in crew.opens.accepted]
    return [
        *(code for one in crew.sends for code in one.drafted if code not in asked),
        *(code for one in crew.sends for code in one.sent if asked[code].verbs["sent"] != 1),
        *(f"{code} {move}" for code, move in answered if asked[code].verbs[move] != 1),
        *(number for one in crew.withdraws for number in one.withdrawn if number not in revoked),
        *(code for code, times in told.items() if moves[code] < times),
    ]


def _moved_by_half(cases: dict[str, list[CaseAtHand]]) -> list[str]:
    """Cases whose plan does not fit the date that counts, or whose stay has another one."""
    found = []
    for who, some in cases.items():
        with tenant(actor(who).organisation):
            for one in some:
                case = Case.objects.get(code=one.code)
                stay = running_stay(case)
                current = current_scenario(stay) if stay else None
                if stay is None or current is None or stay.release_on != current.on:
                    found.append(f"{one.code}: the stay and its scenario name two dates")
                    continue
                again = replan_fresh(case, current.on)
                found += [f"{one.code}: {line}" for line in again]
    return found


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in sorted(counted.items()))
