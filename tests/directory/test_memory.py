"""What a process holds of the offers is, at every search, what the database holds: whoever changed
it, in whatever order transactions end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from nahtlos.directory.actions import index_offers
from nahtlos.directory.models import Offer
from nahtlos.directory.queries import memory
from nahtlos.directory.queries.finder import Search, find
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Site
from tests.cast import organisation, organisation_id
from tests.directory.shelves import told
from tests.together import together

TOPIC = "nur_im_test"
MARK: LiteralString = (
    "UPDATE directory_offer SET topics = topics || '{nur_im_test}'::varchar[] WHERE id = %s"
)


@pytest.fixture(autouse=True)
def _nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory._memory, "held", None)


@contextmanager
def _elsewhere() -> Iterator[psycopg.Connection]:
    """Another process in a transaction of the home organisation; undone where nobody commits."""
    known = connection.get_connection_params()
    wanted = ("host", "port", "user", "password", "dbname")
    direct = psycopg.connect(**{name: known[name] for name in wanted if name in known})
    try:
        direct.execute(
            "SELECT set_config('nahtlos.organisation', %s, true)", [str(organisation_id())]
        )
        yield direct
    finally:
        direct.close()


def _found() -> set[UUID]:
    return {row.offer_id for row in find(Search(topic=TOPIC, size=50), today()).rows}


def _own() -> list[UUID]:
    rows = Offer.objects.filter(organisation_id=organisation_id(), state="published")
    return list(rows.order_by("slug").values_list("pk", flat=True))


def _as_read_anew() -> bool:
    """Whether what is held tells the same as what the database tells now."""
    held = told(memory.current_shelf()[0])
    return held == told(memory.shelf_of(list(memory._entries(connection))))


def test_a_change_counts_from_its_commit_and_not_before(committing: None) -> None:
    one = _own()[0]
    assert _found() == set()
    with _elsewhere() as other:
        other.execute(MARK, [one])
        assert _found() == set()
        other.commit()
        assert _found() == {one}
    assert _as_read_anew()


def test_a_change_undone_elsewhere_never_counts(committing: None) -> None:
    one = _own()[0]
    assert _found() == set()
    with _elsewhere() as other:
        other.execute(MARK, [one])
        assert _found() == set()
        other.rollback()
    assert _found() == set()


def test_an_older_change_that_is_committed_later_is_not_lost(committing: None) -> None:
    one, two = _own()[:2]
    assert _found() == set()
    with _elsewhere() as older, _elsewhere() as younger:
        older.execute(MARK, [one])
        younger.execute(MARK, [two])
        younger.commit()
        assert _found() == {two}
        assert _found() == {two}
        older.commit()
        assert _found() == {one, two}
    assert _as_read_anew()


def test_a_process_that_begins_between_two_changes_misses_neither(committing: None) -> None:
    one, two = _own()[:2]
    with _elsewhere() as older, _elsewhere() as younger:
        older.execute(MARK, [one])
        younger.execute(MARK, [two])
        younger.commit()
        assert _found() == {two}  # the first search reads everything
        older.commit()
        assert _found() == {one, two}


def test_the_same_offer_changed_twice_is_told_as_it_is_now(committing: None) -> None:
    one = _own()[0]
    for state, expected in (("draft", set()), ("published", {one}), ("ended", set())):
        with _elsewhere() as other:
            if state == "draft":
                other.execute(MARK, [one])
            other.execute("UPDATE directory_offer SET state = %s WHERE id = %s", [state, one])
            other.commit()
        assert _found() == expected


def test_own_changes_count_at_once_and_are_forgotten_when_undone(committing: None) -> None:
    one, two = _own()[:2]
    assert _found() == set()
    with tenant(organisation_id()):
        Offer.objects.filter(pk=one).update(topics=[TOPIC])
        assert _found() == {one}
        Offer.objects.filter(pk=two).update(topics=[TOPIC])
        assert _found() == {one, two}
        transaction.set_rollback(True)
    assert _found() == set()
    assert _as_read_anew()


def test_a_first_search_among_own_changes_keeps_none_of_them(committing: None) -> None:
    one = _own()[0]
    with tenant(organisation_id()):
        Offer.objects.filter(pk=one).update(topics=[TOPIC])
        assert _found() == {one}
        transaction.set_rollback(True)
    assert _found() == set()
    with tenant(organisation_id()):
        Offer.objects.filter(pk=one).update(topics=[TOPIC])
        assert _found() == {one}
    assert _found() == {one}


def test_what_others_commit_while_one_writes_is_not_lost_afterwards(committing: None) -> None:
    one, two = _own()[:2]
    assert _found() == set()
    with tenant(organisation_id()), _elsewhere() as other:
        Offer.objects.filter(pk=one).update(topics=[TOPIC])
        other.execute(MARK, [two])
        other.commit()
        assert _found() == {one, two}
    assert _found() == {one, two}
    assert _as_read_anew()


def test_two_threads_that_begin_read_everything_once(
    committing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads, load = [], memory._loaded

    def counted() -> memory._Held:
        loads.append(1)
        return load()

    monkeypatch.setattr(memory, "_loaded", counted)
    first, second = together(memory.current_shelf, memory.current_shelf)
    assert len(loads) == 1
    assert not isinstance(first, Exception)
    assert not isinstance(second, Exception)
    assert first[0] is second[0]


def test_another_database_is_read_from_the_beginning(committing: None) -> None:
    before = memory.current_shelf()[0]
    assert memory.current_shelf()[0] is before
    assert memory._memory.held is not None
    held = memory._memory.held
    memory._memory.held = replace(held, database="the server as it was before it stopped")
    assert memory.current_shelf()[0] is not before


def test_numbers_from_a_server_that_is_gone_are_not_read_for_ever(committing: None) -> None:
    """A backup brings changes along whose transactions are still to come here."""
    held = memory.current_shelf()[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_searchchange (offer_id, changed_in) VALUES (%s, %s)",
            [uuid4(), 2**40],
        )
    assert memory.current_shelf()[0] is held


def _plant() -> Offer:
    home = organisation()
    with tenant(home.pk):
        offer = Offer.objects.create(
            organisation=home,
            site=Site.objects.filter(organisation=home)[0],
            slug="quastelzwirn",
            key="test:quastelzwirn",
            title="Quastelzwirn",
            topics=[TOPIC],
            state="published",
            plane="muster",
        )
        index_offers([(offer, home.name)])
    return offer


CHANGES: dict[str, LiteralString] = {
    "its place": "UPDATE directory_offer SET lat = 51.5, lon = -30 WHERE id = %(offer)s",
    "whom it is for": "UPDATE directory_offer SET audiences = '{child}' WHERE id = %(offer)s",
    "its title": "UPDATE directory_offer SET title = 'Aal' WHERE id = %(offer)s",
    "its state": "UPDATE directory_offer SET state = 'ended' WHERE id = %(offer)s",
    "free places": (
        "UPDATE directory_offer SET places_free = 3, capacity_on = now() WHERE id = %(offer)s"
    ),
    "a weight": "UPDATE directory_searchterm SET weight = 0.5 WHERE offer_id = %(offer)s",
    "a term less": (
        "DELETE FROM directory_searchterm WHERE offer_id = %(offer)s AND term LIKE 'quas%%'"
    ),
    "a term more": (
        "INSERT INTO directory_searchterm (organisation_id, offer_id, term, weight)"
        " VALUES (%(home)s, %(offer)s, 'brumpelding', 1.25)"
    ),
    "a term of another offer": (
        "UPDATE directory_searchterm SET offer_id = %(other)s"
        " WHERE offer_id = %(offer)s AND term LIKE 'quas%%'"
    ),
    "the Land of its organisation": (
        "UPDATE organisations_organisation SET land_id ="
        " (SELECT code FROM organisations_land WHERE code <> land_id ORDER BY code LIMIT 1)"
        " WHERE id = %(home)s"
    ),
    "its site": ("UPDATE organisations_site SET lat = 51.7, lon = -30.5 WHERE id = %(site)s"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_the_finder_reads_is_read_again_when_it_changes(db: None, change: str) -> None:
    offer = _plant()
    before = told(memory.current_shelf()[0])
    names = {"offer": offer.pk, "home": offer.organisation_id, "site": offer.site_id}
    with tenant(offer.organisation_id), connection.cursor() as cursor:
        cursor.execute(CHANGES[change], {**names, "other": _own()[0]})
        assert cursor.rowcount > 0
    after = told(memory.current_shelf()[0])
    assert after != before
    assert _as_read_anew()


def test_an_offer_that_is_gone_is_gone_with_its_organisation(db: None) -> None:
    offer = _plant()
    assert _found() == {offer.pk}
    with tenant(offer.organisation_id):
        offer.delete()
    assert _found() == set()
    assert _as_read_anew()


def test_a_search_after_the_first_asks_one_statement(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    find(Search(words="wohnen"), today())
    with django_assert_num_queries(1):
        find(Search(words="wohnen"), today())


def test_only_published_offers_are_held(db: None) -> None:
    published = Offer.objects.filter(state="published").values_list("pk", flat=True)
    assert set(memory.current_shelf()[0].ids) == {str(key) for key in published}
