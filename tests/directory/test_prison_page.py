"""The prison's page as families and their children read it."""

from datetime import timedelta

import pytest
from django.test import Client

from nahtlos.directory.models import VisitingFact
from nahtlos.directory.queries.visiting import prison_page
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Site

pytestmark = pytest.mark.django_db


def _page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_five_steps_tell_what_is_known_and_what_to_ask() -> None:
    page = _page("/haftanstalt/jva-musterstadt/")
    steps = page[page.index("Besuch in fünf Schritten") : page.index("So können Sie sich sehen")]
    for words in (
        "Erlaubnis vom Gericht oder der Staatsanwaltschaft",
        "Mindestens 3 Werktage",
        "Einmal beim ersten Kinderbesuch",
        "ein Kuscheltier",
        "Tram 3",
    ):
        assert words in steps
    thin = prison_page("jva-musterstadt", today()).steps["permission"].unknown
    assert not thin


def test_child_visits_come_first_among_the_rest() -> None:
    groups = [group for group in prison_page("jva-musterstadt", today()).groups if group.answers]
    assert groups[0].answers[0].label == "Familienbesuch"


def test_what_nobody_told_is_named_and_never_no() -> None:
    shown = prison_page("jva-tegel", today())
    groups = [*shown.groups, *shown.steps.values()]
    told = {answer.label for group in groups for answer in group.answers}
    unknown = {name for group in groups for name in group.unknown}
    assert told
    assert "Familienbesuch" in unknown
    assert not unknown & told
    assert not any(answer.value.lower() == "nein" for group in groups for answer in group.answers)
    page = _page("/haftanstalt/jva-tegel/")
    assert "Unbekannt heißt nicht nein." in page


def test_a_kind_of_custody_narrows_the_page_and_an_unknown_one_does_not() -> None:
    remand = _page("/haftanstalt/jva-musterstadt/?haft=remand")
    assert "viermal 30 Minuten" in remand
    assert "zweimal 60 Minuten" not in remand
    assert 'href="?haft=remand" aria-current="true"' in remand
    everybody = _page("/haftanstalt/jva-musterstadt/?haft=quatsch")
    assert "viermal 30 Minuten" in everybody
    assert "zweimal 60 Minuten" in everybody


def test_a_record_older_than_half_a_year_puts_the_telephone_above_the_rules() -> None:
    site = Site.objects.get(slug="jva-musterstadt")
    fresh = _page("/haftanstalt/jva-musterstadt/")
    assert "älter als 180 Tage" not in fresh
    with tenant(site.organisation_id):
        VisitingFact.objects.filter(site=site).update(
            facts_checked_on=today() - timedelta(days=181)
        )
    stale = _page("/haftanstalt/jva-musterstadt/")
    warning = stale.index("älter als 180 Tage")
    assert "069 90009-101" in stale[warning : warning + 300]
    assert warning < stale.index("Besuch in fünf Schritten")


def test_exactly_half_a_year_is_not_yet_old() -> None:
    site = Site.objects.get(slug="jva-musterstadt")
    with tenant(site.organisation_id):
        VisitingFact.objects.filter(site=site).update(
            facts_checked_on=today() - timedelta(days=180)
        )
    assert not prison_page("jva-musterstadt", today()).stale


def test_the_law_is_named_only_where_it_was_checked() -> None:
    assert "Mindestens 2 Stunden Besuch im Monat" in _page("/haftanstalt/jva-tegel/")
    muster = _page("/haftanstalt/jva-musterstadt/")
    assert "ist noch nicht geprüft" in muster
    assert "Das steht im Gesetz" in muster


def test_the_distance_from_a_place_is_said_or_why_it_is_not() -> None:
    said = "Von Musterwald sind es etwa"
    assert said in _page("/haftanstalt/jva-musterstadt/?ort=Musterwald")
    assert "lässt sich nicht ausrechnen" in _page("/haftanstalt/jva-musterstadt/?ort=10115")
    assert "kennen wir nicht" in _page("/haftanstalt/jva-musterstadt/?ort=Nirgendwodorf")
    far = _page("/haftanstalt/jva-tegel/?ort=80331")
    assert "Von 80331 München sind es etwa 5" in far


def test_only_a_real_place_opens_in_the_telephones_map() -> None:
    assert 'href="geo:52.' in _page("/haftanstalt/jva-tegel/")
    assert 'href="geo:' not in _page("/haftanstalt/jva-musterstadt/")


def test_children_read_what_is_there_for_everybody_and_no_promise_beyond_it() -> None:
    page = _page("/haftanstalt/jva-musterstadt/fuer-kinder/")
    assert "Es gibt dort etwas zum Spielen." in page
    assert "Bilderheft „Ein Besuch bei Papa“" in page
    assert "Manchmal dürft ihr auch nach draußen" not in page
    assert "116 111" in page
    site = Site.objects.get(slug="jva-musterstadt")
    with tenant(site.organisation_id):
        VisitingFact.objects.filter(site=site).delete()
    bare = _page("/haftanstalt/jva-musterstadt/fuer-kinder/")
    assert "etwas zum Spielen" not in bare
    assert "Briefe gehen fast immer" in bare


def test_the_same_source_is_named_once() -> None:
    page = _page("/haftanstalt/jva-musterstadt/")
    steps = page[page.index("Besuch in fünf Schritten") : page.index("So können Sie sich sehen")]
    assert steps.count("nl-origin--short") == 5


def test_the_page_says_how_many_questions_have_an_answer() -> None:
    shown = prison_page("jva-tegel", today())
    assert 0 < shown.known < shown.fields
    said = f"{shown.known} von {shown.fields} Fragen zum Besuch sind beantwortet."
    assert said in _page("/haftanstalt/jva-tegel/")
