"""Invented cases by the hundred thousand, always the same ones: persons, stays, steps, courses,
consents and requests, written as rows, because doing each deed would take hours.

Names are numbered so that nobody takes them for real; what is sealed is sealed through the vault,
as it would be in earnest.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from random import Random
from uuid import UUID

from django.db import connections

from bench.caserows import COLUMNS, copy_rows, without_keys
from bench.crowd import OWNER, SEED
from nahtlos.cases.queries.moving import milestones
from nahtlos.cases.rules.template import CURRENT
from nahtlos.consents.rules.texts import DSGVO, current
from nahtlos.foundation.access import Role
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.foundation.codes import ALPHABET, check_character
from nahtlos.foundation.vault import ensure_key, seal_text
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.rules import reference
from nahtlos.people.actions import enrol
from nahtlos.people.models import Account, Membership

CASES = 100_000
ORGANISATIONS = 200
LARGEST = 5_000  # cases of one organisation among them
MIDDLE = 2_500  # of another one, the size the peer was measured with
MINE = 1_000  # in both: those of one coach; every tenth case is closed, which leaves 900
STEPS = 12
EVENTS = 10
PASSWORD = "nur zum Messen gedacht"  # noqa: S105 (throw-away accounts)
# {number of the organisation: the coach who is measured}
COACHES = {0: "role:largest", 1: "role:middle"}
CATEGORIES = json.dumps(["PERS", "TERM", "WOH"])
VERBS = ("step_done", "step_changed", "step_waiting", "person_changed", "question_answered")


def _sizes() -> list[int]:
    others = ORGANISATIONS - 2
    each, more = divmod(CASES - LARGEST - MIDDLE, others)
    return [LARGEST, MIDDLE, *(each + (number < more) for number in range(others))]


def _code(prefix: str, number: int) -> str:
    """A code of its own for every NUMBER below 29 to the fourth."""
    rest, body = number * 7919 % 29**4, ""
    for _ in range(4):
        rest, char = divmod(rest, 29)
        body += ALPHABET[char]
    return f"{prefix}-{body}-{check_character(body)}"


@dataclass
class Made:
    """What came of it. `seconds` are those of the sealing alone."""

    cases: int = 0
    rows: int = 0
    sealed: int = 0
    seconds: float = 0.0


@dataclass
class _Home:
    """An organisation while its cases are drawn."""

    number: int
    organisation: UUID
    staff: Sequence[Membership]
    coach: Membership | None
    receivers: Sequence[UUID]
    day: date
    dice: Random
    made: Made
    rows: dict[str, list[tuple[object, ...]]] = field(default_factory=lambda: defaultdict(list))

    def id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128))

    def at(self, day: date) -> datetime:
        return datetime.combine(day, clock_time(9), BERLIN)

    def sealed(self, table: str, column: str, row: UUID, text: str) -> bytes:
        began = time.perf_counter()
        found = seal_text(self.organisation, table, column, row, text)
        self.made.seconds += time.perf_counter() - began
        self.made.sealed += 1
        return found

    def client(self, number: int) -> UUID:
        """Somebody with a name and a birth date."""
        key, table = self.id(), "cases_client"
        words = {
            "given_name": f"Vorname {number % 400}",
            "family_name": f"Messung {number * 7919 % 10007:05}",
            "born_on": (date(1960, 1, 1) + timedelta(days=number * 11 % 16000)).isoformat(),
        }
        names = [self.sealed(table, column, key, text) for column, text in words.items()]
        moment = self.at(self.day)
        self.rows[table].append(
            (key, self.organisation, _code("K", number), *names, moment, moment)
        )
        return key

    def case(self, number: int) -> None:
        """One case with everything that hangs on it."""
        client, case, over = self.client(number), self.id(), number % 10 == 9
        opened = self.day - timedelta(days=30 + number % 400)
        release = None if number % 7 == 0 else self.day + timedelta(days=number * 37 % 720 - 20)
        planned = number % 6 != 5
        last = release or self.day + timedelta(days=180)
        next_due = self.steps(case, last, over=over) if planned else None
        tags = json.dumps({"debts": "yes", "children": "no"} if number % 2 else {"debts": "no"})
        self.rows["cases_case"].append(
            (
                *(case, self.organisation, client, _code("F", number), "transition"),
                self.sealed("cases_case", "circumstances_text", case, tags),
                *("MU", CURRENT if planned else "", "", opened if planned else None, next_due),
                self.day - timedelta(days=number % 20) if number % 9 == 0 and not over else None,
                *(opened, self.day if over else None, "reached" if over else ""),
                self.at(self.day),
            )
        )
        self.members(case, number, opened)
        self.stay(case, number, opened, release, over=over)
        self.course(case, number, opened)
        if not over and (self.coach is not None or number % 2 == 0):
            self.consent(case, number)

    def steps(self, case: UUID, last: date, *, over: bool) -> date | None:
        """Twelve steps around the release; the first day on which something is to do."""
        known = [*milestones(CURRENT).values()][:STEPS]
        open_days = []
        for place, milestone in enumerate(known):
            due = last + timedelta(days=21 * (place - 9))
            late = self.dice.random()
            state = "done" if over or (due < self.day and late > 0.03) else "open"
            if state == "open" and late < 0.03:
                state = "waiting"
            if state != "done":
                open_days.append(due)
            done = (due, "self_report") if state == "done" else (None, "")
            self.rows["cases_step"].append(
                (
                    *(self.id(), self.organisation, case, milestone.code, str(milestone.area)),
                    *(state, place % 5 == 4, due, False, False, *done, self.at(self.day)),
                )
            )
        return min(open_days, default=None)

    def members(self, case: UUID, number: int, opened: date) -> None:
        """Who leads it, who deputises, and the measured coach in turn as either or as a member."""
        lead, deputy = (self.staff[(number + more) % len(self.staff)] for more in (0, 1))
        on_it: list[tuple[Membership, str]] = [(lead, "lead"), (deputy, "deputy")]
        if self.coach is not None and number < MINE:
            part = number % 3
            if part < 2:
                on_it[part] = (self.coach, on_it[part][1])
            else:
                on_it.append((self.coach, "member"))
        for membership, part_name in on_it:
            self.rows["cases_casemember"].append(
                (
                    *(self.id(), self.organisation, case, membership.pk, membership.account_id),
                    *(part_name, opened),
                )
            )

    def stay(
        self, case: UUID, number: int, opened: date, release: date | None, *, over: bool
    ) -> None:
        """One stay with the date that counts."""
        stay, prisons = self.id(), reference.prisons()
        ended = (self.day, "released") if over else (None, "")
        self.rows["cases_stay"].append(
            (
                *(stay, self.organisation, case, prisons[number % len(prisons)].xjustiz_id),
                *("sentence", "", opened - timedelta(days=200), release, *ended, self.at(self.day)),
            )
        )
        kind = "unknown" if release is None else "end"
        self.rows["cases_releasescenario"].append(
            (self.id(), self.organisation, stay, kind, release, True)
        )

    def course(self, case: UUID, number: int, opened: date) -> None:
        """Ten lines, the first of which says that it began."""
        account = self.staff[number % len(self.staff)].account_id
        for place in range(EVENTS):
            verb = VERBS[(number + place) % len(VERBS)] if place else "case_opened"
            about = f"M{place:02}" if verb.startswith("step_") else ""
            moment = self.at(opened) + timedelta(days=place, minutes=number % 480)
            self.rows["cases_caseevent"].append(
                (self.id(), self.organisation, case, moment, account, verb, about, "{}")
            )

    def consent(self, case: UUID, number: int) -> None:
        """A signed consent; behind every third one a request that was accepted."""
        key, receiver = self.id(), self.receivers[number % len(self.receivers)]
        account = self.staff[number % len(self.staff)].account_id
        self.rows["consents_consent"].append(
            (
                *(key, self.organisation, case, _code("E", number), "consent"),
                *(current(DSGVO).version, "0" * 64, "de", "Integrationscoach", receiver),
                *("Aufnahme", "housing"),
                self.sealed("consents_consent", "categories_text", key, CATEGORIES),
                *("{status}", "one_way", self.day, self.day + timedelta(days=180), "paper"),
                *("custody", "self", self.day, self.day, "", account, self.at(self.day)),
            )
        )
        if number % 3 == 0:
            self.request(case, key, receiver, number, account)

    def request(
        self, case: UUID, consent: UUID, receiver: UUID, number: int, account: UUID
    ) -> None:
        """An accepted request. Its keys open nothing: lists and case pages never look into it."""
        key, moment = self.id(), self.at(self.day - timedelta(days=number % 60))
        self.rows["referrals_referral"].append(
            (
                *(key, self.organisation, receiver),
                _code("R", self.number * LARGEST + number),
                *("accepted", "inbox", "wohnen_nach_haft", "", "", "Integrationscoach", ""),
                *("Aufnahme", "", False, False, self.day + timedelta(days=180)),
                *(self.dice.randbytes(61), self.dice.randbytes(61), 1, moment, moment, moment),
                *(self.day + timedelta(days=5), "", "", "", "", 0, moment),
            )
        )
        origin, words = self.id(), json.dumps({"words": "Ein Zimmer.", "categories": ["WOH"]})
        self.rows["referrals_origin"].append(
            (
                *(origin, self.organisation, key, case, consent),
                self.sealed("referrals_origin", "draft", origin, words),
                *(account, moment),
            )
        )


def _staff(organisations: Sequence[Organisation], sizes: Sequence[int]) -> list[list[Membership]]:
    """Colleagues of every organisation: one for a hundred cases, at least three."""
    teams: list[list[Membership]] = []
    for number, (organisation, size) in enumerate(zip(organisations, sizes, strict=True)):
        accounts = [
            Account(email=f"messung-{number}-{one}@nahtlos.example", name=f"Kollegin {one}")
            for one in range(max(3, size // 100))
        ]
        teams.append(
            [
                Membership(
                    organisation=organisation,
                    account=account,
                    code=_code("M", place),
                    roles=[str(Role.COACH)],
                    started_on=date(2026, 1, 1),
                )
                for place, account in enumerate(accounts)
            ]
        )
    everybody = [membership for team in teams for membership in team]
    Account.objects.using(OWNER).bulk_create([one.account for one in everybody])
    Membership.objects.using(OWNER).bulk_create(everybody)
    return teams


def _coach(organisation: Organisation, who: str) -> Membership:
    return enrol(
        organisation_id=organisation.pk,
        address=f"{who.replace(':', '-')}@nahtlos.example",
        name="Messung",
        roles=[Role.COACH],
        password=PASSWORD,
    )


def _homes(made: Made) -> Iterator[tuple[_Home, int]]:
    """Every organisation with how many cases it gets."""
    found = {
        one.key: one for one in Organisation.objects.using(OWNER).filter(key__startswith="bench:")
    }
    homes = [found[f"bench:{number}"] for number in range(ORGANISATIONS)]
    receivers = [one.pk for key, one in sorted(found.items()) if one not in homes]
    teams, sizes = _staff(homes, _sizes()), _sizes()
    for number, (home, team) in enumerate(zip(homes, teams, strict=True)):
        ensure_key(home.pk)
        coach = _coach(home, COACHES[number]) if number in COACHES else None
        dice = Random(SEED + number)  # noqa: S311 (invented data, not a secret)
        yield (
            _Home(number, home.pk, team, coach, receivers, today(), dice, made),
            sizes[number],
        )


def fill() -> Made:
    """Write the cases, as the owner, because no person does this."""
    made = Made()
    homes = list(_homes(made))
    with without_keys():
        for home, size in homes:
            for number in range(size):
                home.case(number)
            made.cases += size
            for table in COLUMNS:
                made.rows += copy_rows(table, home.rows.pop(table, []))
    with connections[OWNER].cursor() as cursor:
        for table in COLUMNS:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return made
