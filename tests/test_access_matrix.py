"""Every address x declared method x actor x whose thing: what each gets, and that a denied write
leaves no trace.

Expectations are declared at the page (`Cases`), checked here and nowhere derived from the policy.
Undeclared methods answer 405.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Role, allow
from nahtlos.foundation.access.page import Cases, MountedPage, PageRule, mounted_pages, rule_of
from tests.cast import FOREIGN, account, sign_in
from tests.samples import SAMPLES

# A thing of the home organisation that none of those who ask is a member of.
NOT_A_MEMBER = f"{HOME}#other"
PAGES = sorted(mounted_pages(), key=lambda mounted: mounted.name)
STAFF = [str(role) for role in Role]
ACTORS = [*STAFF, "visitor", "link"]
# A denial may be written to the chain and counted; sessions are renewed by reading.
MAY_CHANGE = (
    "foundation_audit%",
    "foundation_ratecount",
    "foundation_spentstamp",
    "foundation_cache",
    "django_session",
)
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE")
_WRITES = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
WHERE NOT relname LIKE ANY(%s)
"""


def rule(mounted: MountedPage) -> PageRule:
    """The declaration of a page; there is none without."""
    found = rule_of(mounted.view)
    assert found is not None, f"{mounted.name} has no @page"
    return found


def writes() -> int:
    """Rows written in the running transaction, whatever was rolled back since, outside of
    MAY_CHANGE.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRITES, [list(MAY_CHANGE)])
        return int(cursor.fetchone()[0])


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back, so that one row of the matrix does not feed the
    next.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(actor: str) -> Client:
    """A client for one column of the matrix."""
    return Client() if actor in ("visitor", "link") else sign_in(f"role:{actor}")


def expected(cases: Cases, method: str, actor: str, whose: str, *, staff: bool) -> int:
    """The declared status."""
    if actor in ("visitor", "link") and actor not in cases.opens:
        return cases.visitor if staff else 404
    if whose == FOREIGN and not cases.public:
        return 403 if actor in cases.reads else 404
    if whose == NOT_A_MEMBER and actor in cases.opens:
        return 404
    if actor in cases.opens:
        return cases.get if method == "GET" else cases.post
    return 403 if actor in cases.reads else cases.other


def test_every_address_has_a_sample_and_a_declaration() -> None:
    names = {mounted.name for mounted in PAGES}
    assert names == set(SAMPLES), (
        f"without sample: {names - set(SAMPLES)}, without address: {set(SAMPLES) - names}"
    )
    assert all(rule(mounted).methods for mounted in PAGES)
    members_only = [rule(mounted).cases for mounted in PAGES if rule(mounted).cases.need_to_know]
    assert all(cases.owned and not cases.public for cases in members_only)


def test_a_thing_of_need_to_know_does_not_exist_for_colleagues_who_are_no_members() -> None:
    """What the third column of the matrix asks for; readers learn that the page exists."""
    cases = Cases(
        opens=frozenset({"coach"}), reads=frozenset({"lead"}), owned=True, need_to_know=True
    )
    answers = {
        (actor, whose): expected(cases, "GET", actor, whose, staff=True)
        for actor in ("coach", "lead", "ministry")
        for whose in (HOME, NOT_A_MEMBER, FOREIGN)
    }
    assert answers == {
        ("coach", HOME): 200,
        ("coach", NOT_A_MEMBER): 404,
        ("coach", FOREIGN): 404,
        ("lead", HOME): 403,
        ("lead", NOT_A_MEMBER): 403,
        ("lead", FOREIGN): 403,
        ("ministry", HOME): 404,
        ("ministry", NOT_A_MEMBER): 404,
        ("ministry", FOREIGN): 404,
    }
    assert owners(PageRule(lambda _: allow(), ("GET",), cases)) == (HOME, FOREIGN, NOT_A_MEMBER)


def as_signed_in(client: Client) -> Client:
    """Another client with the same session, before anything was asked with it."""
    fresh = Client()
    fresh.cookies.update(client.cookies)
    return fresh


def ask(
    mounted: MountedPage, url: str, client: Client, method: str, actor: str, whose: str
) -> list[str]:
    """One row of the matrix; what is wrong with the answer."""
    sample, declared = SAMPLES[mounted.name], rule(mounted)
    if actor in STAFF:
        sample.arrange(account(f"role:{actor}"))
    body = sample.body(whose)
    if sample.typed and method == "POST" and actor in declared.cases.opens:
        body = sample.typed(client, url)
    before = writes()
    response = client.post(url, body) if method == "POST" else client.get(f"{url}?{sample.query}")
    staff = url.startswith(tuple(settings.STAFF_PREFIXES))
    wanted = expected(declared.cases, method, actor, whose, staff=staff)
    row = f"{method} {url} as {actor} on {whose}"
    wrong = []
    if response.status_code != wanted:
        wrong.append(f"{row}: {response.status_code}, declared {wanted}")
    if response.status_code in (403, 404, 405) and writes() != before:
        wrong.append(f"{row}: denied, but something was written")
    return wrong


def owners(declared: PageRule) -> tuple[str, ...]:
    """Whose things are tried."""
    foreign = (FOREIGN,) if declared.cases.owned else ()
    other = (NOT_A_MEMBER,) if declared.cases.need_to_know else ()
    return (HOME, *foreign, *other)


@pytest.mark.parametrize("mounted", PAGES, ids=lambda mounted: mounted.name)
def test_access(mounted: MountedPage, db: None) -> None:
    declared = rule(mounted)
    # Signing in and finding the thing once instead of for each row: half of the matrix's time.
    clients = {actor: client_of(actor) for actor in ACTORS}
    wrong = []
    for whose in owners(declared):
        with undone():
            url = reverse(mounted.name, kwargs=SAMPLES[mounted.name].things(whose))
            for method, actor in product(declared.methods, ACTORS):
                with undone():
                    client = as_signed_in(clients[actor])
                    wrong += ask(mounted, url, client, method, actor, whose)
    assert not wrong, "\n".join(wrong)
    # Every address answers somebody: expectations of refusal alone prove nothing.
    assert declared.cases.opens & set(ACTORS)
    assert declared.cases.get < 400
    assert declared.cases.post < 400


@pytest.mark.parametrize("mounted", PAGES, ids=lambda mounted: mounted.name)
def test_undeclared_methods_answer_405(mounted: MountedPage, db: None) -> None:
    sample, declared = SAMPLES[mounted.name], rule(mounted)
    url = reverse(mounted.name, kwargs=sample.things(HOME))
    actor = next(actor for actor in ACTORS if actor in declared.cases.opens)
    for method in set(EVERY_METHOD) - set(declared.methods):
        assert client_of(actor).generic(method, url).status_code == 405, f"{method} {url}"


def combinations(names: Collection[str]) -> int:
    """How many rows the matrix has for the addresses NAMES."""
    return sum(
        len(rule(mounted).methods) * len(ACTORS) * len(owners(rule(mounted)))
        for mounted in PAGES
        if mounted.name in names
    )


def test_the_matrix_covers_every_address_with_every_actor() -> None:
    assert combinations([mounted.name for mounted in PAGES]) > 1000
