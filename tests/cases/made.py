"""Cases of the tests: opened through the actions, by somebody of the cast, inside her
organisation.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from typing import Any

from nahtlos.cases import actions, queries
from nahtlos.cases.actions import NewCase
from nahtlos.cases.models import Case, CaseMember, Client, ReleaseScenario, Stay, Step
from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import ALPHABET, check_character
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.models import Membership
from tests.cast import account, actor, begin_case, organisation_id

GIVEN = "Kasimir"
FAMILY = "Niemandsland"
BORN = date(1987, 5, 23)
PHONE = "0152 00007733"
BOOK = "XB-4711-77"
# The size of an organisation that nobody wants to wait in, and of one person's part of it.
MANY, MINE = 2_500, 900


def in_days(days: int) -> date:
    """The day DAYS from today."""
    return today() + timedelta(days=days)


@contextmanager
def inside(who: str = "aylin", key: str = HOME) -> Iterator[Actor]:
    """As WHO, inside an organisation."""
    person = actor(who)
    with tenant(organisation_id(key), person.account_id):
        yield person


def membership(who: str) -> Membership:
    """The running membership of WHO."""
    person = account(who)
    with tenant(None, person.pk):
        return Membership.objects.get(account=person, ended_on=None)


def new_case(who: Actor, **values: Any) -> Case:
    """A case led by WHO: imprisoned a hundred days ago, out in two hundred, unless VALUES say
    otherwise.
    """
    known = {
        "given_name": GIVEN,
        "family_name": FAMILY,
        "born_on": BORN,
        "phone": PHONE,
        "external_code": BOOK,
        "custody": "sentence",
        "admitted_on": in_days(-100),
        "scenario": "fixed",
        "release_on": in_days(200),
    }
    return begin_case(who, NewCase(**{**known, **values}))


def planned_case(who: Actor, **values: Any) -> Case:
    """The same with its plan opened; as the pages fetch it."""
    case = new_case(who, **values)
    actions.open_plan(actor=who, case=case)
    return queries.case_for(who, case.code)


def step(case: Case, code: str) -> Step:
    """One step as it is in the database now."""
    return Step.objects.get(case=case, code=code)


def again(case: Case) -> Case:
    """The case as it is in the database now."""
    return Case.objects.get(pk=case.pk)


def crowd_code(prefix: str, number: int) -> str:
    """A code that addresses accept; those of a crowd begin with T."""
    rest, body = number, ""
    for _ in range(3):
        rest, char = divmod(rest, len(ALPHABET))
        body = ALPHABET[char] + body
    return f"{prefix}-T{body}-{check_character('T' + body)}"


def crowd_codes(prefix: str, taken: set[str]) -> Iterator[str]:
    """Codes of a crowd one after the other, without those drawn by chance before."""
    return (code for n in count() if (code := crowd_code(prefix, n)) not in taken)


def crowd(aylin: Actor, many: int, mine: int) -> None:
    """MANY cases in her organisation, MINE of them led by Aylin, the others by Bernd; planted as
    rows, because opening each would take minutes.
    """
    own, other = membership("aylin"), membership("bernd")
    home = aylin.organisation
    client_codes = crowd_codes("K", set(Client.objects.values_list("code", flat=True)))
    case_codes = crowd_codes("F", set(Case.objects.values_list("code", flat=True)))
    clients = [
        Client(
            organisation_id=home, code=next(client_codes), called=f"Person {(n * 7919) % many:04}"
        )
        for n in range(many)
    ]
    cases = [
        Case(
            organisation_id=home,
            client=client,
            code=next(case_codes),
            opened_on=today(),
            next_due_on=in_days(n % 60) if n % 5 else None,
        )
        for n, client in enumerate(clients)
    ]
    stays = [
        Stay(
            organisation_id=home,
            case=case,
            custody="sentence",
            admitted_on=in_days(-100),
            release_on=in_days(n % 200) if n % 7 else None,
        )
        for n, case in enumerate(cases)
    ]
    leads = [
        CaseMember(
            organisation_id=home,
            case=case,
            membership=own if n < mine else other,
            account_id=(own if n < mine else other).account_id,
            part="lead",
            since=today(),
        )
        for n, case in enumerate(cases)
    ]
    dated = [
        ReleaseScenario(
            organisation_id=home, stay=stay, kind="end", on=stay.release_on, current=True
        )
        for stay in stays
        if stay.release_on
    ]
    steps = [
        Step(
            organisation_id=home,
            case=case,
            code="S-2222-2",
            title="Anrufen",
            due_on=case.next_due_on,
        )
        for case in cases
        if case.next_due_on
    ]
    for rows in (clients, cases, stays, leads, dated, steps):
        type(rows[0])._default_manager.bulk_create(rows, batch_size=1000)
