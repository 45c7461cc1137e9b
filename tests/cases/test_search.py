"""Searching before beginning: found however it is written, nothing of others, nobody twice."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.db import connection
from django.test import Client as Browser

from nahtlos.cases import actions
from nahtlos.cases.actions import NewCase, PerhapsThere
from nahtlos.cases.actions.names import gather_names, shelve
from nahtlos.cases.models import Case, Client, NameShelf
from nahtlos.cases.queries.names import (
    PersonHit,
    doubles_of,
    holds_everybody,
    name_of,
    register_of,
    search_people,
)
from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions import close_case
from tests.cases.made import inside, new_case
from tests.cast import organisation_id, sign_in
from tests.reading import Page
from tests.records import assert_by, recorded, said

pytestmark = pytest.mark.django_db
SEARCH, NEW = "/intern/faelle/suche/", "/intern/faelle/neu/"
BLANK = {"kind": "transition", "custody": "unknown", "scenario": "unknown"}


def names_of(hits: Iterable[PersonHit]) -> list[str]:
    return [hit.name for hit in hits]


@pytest.fixture
def aylin() -> Browser:
    return sign_in("aylin")


@pytest.mark.parametrize(
    "typed",
    [
        *("Strauß", "Strauss", "strauß jürgen", "Juergen Strauss", "Jurgen", "Strauß, Jürgen"),
        *("STRAUSS", "Strau", "Straus", "XB-77/2026", "xb 77"),
    ],
)
def test_mueller_strauss_juergen_are_found_however_they_are_typed(typed: str) -> None:
    with inside() as actor:
        case = new_case(
            actor, given_name="Jürgen", family_name="Strauß", called="", external_code="XB 77/2026"
        )
        assert case.code in [hit.code for hit in search_people(actor, typed).hits]


def test_exact_spelling_ranks_first() -> None:
    with inside() as actor:
        for family in ("Mueller", "Muller", "Müller"):
            new_case(
                actor,
                given_name="Erdmute",
                family_name=family,
                called="",
                external_code="",
                born_on=None,
            )
        assert names_of(search_people(actor, "Erdmute Mueller").hits)[0] == "Erdmute Mueller"
        assert names_of(search_people(actor, "Erdmute Müller").hits)[0] == "Erdmute Müller"
        assert len(search_people(actor, "Erdmute Muller").hits) == 3


def test_codes_of_file_and_person_find_it() -> None:
    with inside() as actor:
        case = new_case(actor)
        for code in (case.code, case.client.code, f" {case.code.lower()} "):
            assert [hit.code for hit in search_people(actor, code).hits] == [case.code]


def test_closed_files_are_found_before_a_new_one_begins() -> None:
    with inside() as actor:
        case = new_case(actor, given_name="Edeltraud", family_name="Zwingenberg")
        close_case(actor=actor, case=case, closing="reached")
        Case.objects.filter(pk=case.pk).update(closed_on=date(2024, 5, 6))
        (hit,) = search_people(actor, "Zwingenberg").hits
        assert hit.said == "Akte von 2024 (geschlossen)"
        with pytest.raises(PerhapsThere) as there:
            actions.open_case(
                actor=actor,
                values=NewCase(
                    given_name="Edeltraut",
                    family_name="Zwingenberg",
                    born_on=date.fromisoformat(case.client.born_on),
                ),
            )
        assert [hit.code for hit in there.value.found.hits] == [case.code]


def test_a_file_i_may_not_open_gives_one_sentence_without_a_name(aylin: Browser) -> None:
    with inside("bernd") as bernd:
        new_case(bernd, given_name="Ottokar", family_name="Verborgen")
    with inside() as actor:
        sought = search_people(actor, "Ottokar Verborgen")
        assert (sought.hits, sought.hidden) == ((), True)
        assert not search_people(actor, "Verborgen").hidden
    page = Page(aylin.post(SEARCH, {"worte": "Verborgen, Otokar"}))
    assert "Es gibt vielleicht schon eine Akte" in page.text
    assert "bernd" not in page.text.lower()
    assert page.text.count("Verborgen") == 0


def test_nobody_tries_names_out_to_learn_who_is_somebodys_client() -> None:
    with inside("bernd") as bernd:
        new_case(bernd, given_name="Ottokar", family_name="Verborgen")
    with recorded() as found, inside() as actor:
        told = [search_people(actor, "Ottokar Verborgen").hidden for _ in range(32)]
    assert told == [True] * 30 + [False] * 2
    assert said(found) == [("searched", "case", "")] * 30
    assert_by(found, "aylin", "Ottokar", "Verborgen")


def test_nobody_tries_names_out_in_the_form_of_a_new_file_either(aylin: Browser) -> None:
    """Each warning takes the request back; that it was told is counted and noted all the same."""
    with inside("bernd") as bernd:
        new_case(bernd, given_name="Ottokar", family_name="Verborgen")
    body = BLANK | {"family_name": "Verborgen", "given_name": "Ottokar"}
    with recorded() as found:
        answers = [aylin.post(NEW, body | {"stamp": stamps.issue()}) for _ in range(31)]
    assert all("Es gibt vielleicht schon eine Akte" in Page(one).text for one in answers[:30])
    assert [one.status_code for one in answers] == [422] * 30 + [302]
    assert said(found)[:30] == [("searched", "case", "")] * 30
    assert "searched" not in [verb for verb, _, _ in said(found)[30:]]


def test_of_other_organisations_nothing_is_found() -> None:
    with inside("doro", "jva-musterstadt") as doro:
        new_case(doro, given_name="Ottokar", family_name="Woanders", external_code="ZZ-99")
    with inside() as actor:
        for typed in ("Ottokar Woanders", "ZZ-99", "Woanders"):
            sought = search_people(actor, typed)
            assert (sought.hits, sought.hidden) == ((), False)


def test_whoever_may_be_there_already_is_named_before_anything_is_saved(aylin: Browser) -> None:
    with inside() as actor:
        case = new_case(actor, given_name="Ümit", family_name="Şahin", external_code="SB-1")
        before = Case.objects.count()
    body = BLANK | {"family_name": "Schahin", "given_name": "Umit", "external_code": "sb1"}
    page = Page(answer := aylin.post(NEW, body | {"stamp": stamps.issue()}))
    assert answer.status_code == 422
    assert "Ist es dieselbe Person?" in page.text
    assert case.code in page.text
    assert "gleiche Buchnummer" in page.text
    with inside():
        assert Case.objects.count() == before
    aylin.post(NEW, body | {"stamp": stamps.issue(), "trotzdem": case.code})
    with inside():
        assert Case.objects.count() == before + 1


def test_a_name_learnt_later_is_compared_too() -> None:
    with inside() as actor:
        known = new_case(actor, given_name="Ümit", family_name="Şahin")
        fresh = actions.open_case(actor=actor, values=NewCase(called="Mo"))
        values = {
            "given_name": "Umit",
            "family_name": "Sahin",
            "born_on": date.fromisoformat(known.client.born_on),
        }
        version = fresh.client.changed_at.isoformat()
        with pytest.raises(PerhapsThere) as there:
            actions.edit_client(actor=actor, case=fresh, values=values, version=version)
        assert Client.objects.get(pk=fresh.client_id).family_name == ""
        actions.edit_client(
            actor=actor,
            case=fresh,
            values=values,
            version=version,
            anyway=there.value.keys.split(),
        )
        again = Client.objects.get(pk=fresh.client_id)
        # What was answered once is not asked with every telephone number.
        actions.edit_client(
            actor=actor,
            case=fresh,
            values={"phone": "0152 0000", "called": "Ümit"},
            version=again.changed_at.isoformat(),
        )


def test_new_only_after_a_search_of_two_letters(aylin: Browser) -> None:
    page = Page(aylin.get(NEW))
    assert page.heading() == "Neue Begleitung"
    assert "family_name" not in page.text
    refused = aylin.post(SEARCH, {"worte": "a"})
    assert refused.status_code == 422
    assert "mindestens zwei Zeichen" in Page(refused).text
    assert aylin.post(SEARCH, {"worte": "  "}).status_code == 422


def test_what_was_looked_for_stands_in_the_new_file_and_in_no_address(aylin: Browser) -> None:
    found = aylin.post(SEARCH, {"worte": "Quirin Neuling"})
    assert "Niemand gefunden" in Page(found).text
    form = aylin.post(NEW, {"worte": "Quirin Neuling", "beginnen": "1"})
    assert form.status_code == 200
    content = form.content.decode()
    assert 'value="Quirin"' in content
    assert 'value="Neuling"' in content
    number = aylin.post(NEW, {"worte": "2026/771", "beginnen": "1"}).content.decode()
    assert 'value="2026/771"' in number


def test_the_register_follows_every_change_and_holds_nothing_readable() -> None:
    with inside() as actor:
        case = new_case(actor, given_name="Erdmute", family_name="Kalthoff")
        shelve(actor.organisation, [])
        assert name_of(case.client) in register_of(actor).people
        with connection.cursor() as cursor:
            cursor.execute("SELECT names FROM cases_nameshelf")
            stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
        assert b"kalthof" not in stored
        shelve(actor.organisation, [], gone=[case.client_id])
        assert case.client_id.hex not in {one.key for one in register_of(actor).people} or (
            not holds_everybody(actor.organisation)
        )


def test_a_register_that_does_not_hold_everybody_is_not_believed_and_filled_at_night() -> None:
    with inside() as actor:
        case = new_case(actor, given_name="Erdmute", family_name="Kalthoff")
        NameShelf.objects.filter(organisation_id=actor.organisation).delete()
        assert search_people(actor, "Kalthoff").hits
        people = Client.objects.filter(organisation_id=actor.organisation).count()
    assert gather_names(organisation_id(HOME)) == people
    assert gather_names(organisation_id(HOME)) == 0
    with tenant(organisation_id(HOME)):
        assert holds_everybody(case.organisation_id)


def test_at_most_five_candidates() -> None:
    with inside() as actor:
        for _ in range(7):
            new_case(actor, given_name="Erdmute", family_name="Kalthoff")
        entry = name_of(Client(given_name="Erdmute", family_name="Kalthof", born_on="1987-05-23"))
        assert len(doubles_of(actor, entry).hits) == 5
