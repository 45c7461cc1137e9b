"""What is there already is not entered again by mistake, and is when somebody means it."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.foundation import stamps
from nahtlos.foundation.doubles import AlreadyThere
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations import actions
from nahtlos.organisations.models import ContactPerson, Organisation, Site
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.reading import Page
from tests.records import recorded, said
from tests.world import SITE

ADMIN, OWN = "role:org_admin", "/intern/organisation/"
OFFER = {"title": "Nähstube am Tor", "cost": "unknown", "catchment": "unknown"}
CASES = [
    ("/intern/angebote/neu/", OFFER, Offer, "offer"),
    (f"{OWN}standort/neu/", {"name": "Haus am Bach", "street": "Bachweg 1"}, Site, "site"),
    (
        "/intern/ansprechpersonen/neu/",
        {"function": "Ansprechperson Garn"},
        ContactPerson,
        "contact",
    ),
]
WARNED = ("address", "values", "model", "kind")
Values = dict[str, str]


def _pressed(page: Page) -> str:
    """What the button below the warning sends."""
    buttons = [one for one in page.named("trotzdem") if "Trotzdem anlegen" in one.text()]
    assert len(buttons) == 1
    return buttons[0].attributes["value"] or ""


def _fresh(values: Values) -> Values:
    return {**values, "stamp": stamps.issue()}


@pytest.mark.parametrize(WARNED, CASES)
def test_the_warning_leads_to_what_is_there(
    as_: Callable[[str], Client], address: str, values: Values, model: type[Model], kind: str
) -> None:
    client = as_(ADMIN)
    client.post(address, _fresh(values))
    page = Page(client.post(address, _fresh(values)))
    assert page.status == 422
    assert "Das gibt es schon: „" in page.text
    there = next(one for one in page.links() if one.startswith("/intern/") and _names(one, kind))
    assert client.get(there).status_code == 200
    assert next(iter(values.values())) in Page(client.get(there)).text


def _names(link: str, kind: str) -> bool:
    parts = {
        "offer": "/angebote/naehstube-am-tor/",
        "site": "/standort/haus-am-bach/",
        "contact": "/ansprechpersonen/P",
    }
    return parts[kind] in link


@pytest.mark.parametrize(WARNED, CASES)
def test_who_presses_anyway_enters_it_once_also_on_a_double_click(
    as_: Callable[[str], Client], address: str, values: Values, model: type[Model], kind: str
) -> None:
    client = as_(ADMIN)
    client.post(address, _fresh(values))
    before = model._default_manager.count()
    page = Page(client.post(address, _fresh(values)))
    meant = {**values, "stamp": str(page.typed("stamp")), "trotzdem": _pressed(page)}
    with recorded() as found:
        for _ in range(2):
            assert client.post(address, meant).status_code == 302
    assert model._default_manager.count() == before + 1
    assert [one[:2] for one in said(found)] == [("created", kind)]


@pytest.mark.parametrize(WARNED, CASES)
def test_a_double_click_on_what_is_warned_of_warns_twice_and_saves_nothing(
    as_: Callable[[str], Client], address: str, values: Values, model: type[Model], kind: str
) -> None:
    client = as_(ADMIN)
    client.post(address, _fresh(values))
    before, again = model._default_manager.count(), _fresh(values)
    with recorded() as found:
        for _ in range(2):
            page = Page(client.post(address, again))
            assert "Das gibt es schon" in page.text
            assert page.typed(next(iter(values))) == next(iter(values.values()))
    assert model._default_manager.count() == before
    assert found == []


def test_what_was_pressed_away_for_one_thing_does_not_hold_for_another(
    as_: Callable[[str], Client],
) -> None:
    client, address = as_(ADMIN), f"{OWN}standort/neu/"
    for name in ("Haus am Bach", "Haus am See"):
        client.post(address, _fresh({"name": name}))
    pressed = _pressed(Page(client.post(address, _fresh({"name": "Haus am Bach"}))))
    page = Page(client.post(address, _fresh({"name": "Haus am See", "trotzdem": pressed})))
    assert page.status == 422
    assert Site.objects.filter(name="Haus am See").count() == 1


@pytest.mark.parametrize("pressed", ["", "x", "\u0000", "' OR 1=1", "ä" * 5000])
def test_a_mistyped_button_is_no_leave(as_: Callable[[str], Client], pressed: str) -> None:
    client, address = as_(ADMIN), f"{OWN}standort/neu/"
    client.post(address, _fresh({"name": "Haus am Bach"}))
    assert client.post(
        address, _fresh({"name": "Haus am Bach", "trotzdem": pressed})
    ).status_code in (
        400,
        422,
    )
    assert Site.objects.filter(name="Haus am Bach").count() == 1


def test_nothing_of_another_organisation_is_named(as_: Callable[[str], Client]) -> None:
    foreign = f"{SITE} {FOREIGN}"
    answer = as_(ADMIN).post(f"{OWN}standort/neu/", _fresh({"name": foreign}))
    assert answer.status_code == 302
    theirs = ContactPerson.objects.filter(organisation=organisation(FOREIGN)).first()
    assert theirs is not None
    typed = _fresh({"function": theirs.function})
    assert as_(ADMIN).post("/intern/ansprechpersonen/neu/", typed).status_code == 302


def test_a_site_that_becomes_like_another_is_warned_of_and_once_only(
    as_: Callable[[str], Client],
) -> None:
    client = as_(ADMIN)
    for name, street in (("Haus am Bach", "Bachweg 1"), ("Haus am See", "Seeweg 1")):
        client.post(f"{OWN}standort/neu/", _fresh({"name": name, "street": street}))
    one = Site.objects.get(name="Haus am See")
    typed = {"name": "Haus am See", "street": "BACHWEG 1", "version": version_of(one)}
    page = Page(client.post(f"{OWN}standort/{one.slug}/", typed))
    assert page.status == 422
    assert "Trotzdem speichern" in page.text
    assert page.typed("street") == "BACHWEG 1"
    pressed = page.named("trotzdem")[0].attributes["value"] or ""
    assert (
        client.post(f"{OWN}standort/{one.slug}/", {**typed, "trotzdem": pressed}).status_code == 302
    )
    # Twins on purpose: who changes the telephone number is not asked again.
    typed |= {"phone": "030 23125-401", "version": version_of(Site.objects.get(pk=one.pk))}
    assert client.post(f"{OWN}standort/{one.slug}/", typed).status_code == 302


def test_a_hidden_street_is_compared_too(db: None) -> None:
    with tenant(organisation_id()):
        told = {"city": "Musterstadt", "street": "Stille Str. 4"}
        who = actor(ADMIN)
        actions.save_site(actor=who, site=None, values={**told, "name": "A", "confidential": True})
        with pytest.raises(AlreadyThere):
            actions.save_site(actor=who, site=None, values={**told, "name": "B"})


def test_an_offer_and_a_contact_that_become_like_another_are_warned_of(
    as_: Callable[[str], Client],
) -> None:
    client = as_(ADMIN)
    for title in ("Nähstube am Tor", "Nähstube am Markt"):
        client.post("/intern/angebote/neu/", _fresh({**OFFER, "title": title}))
    typed = {**OFFER, "title": "naehstube am tor", "version": "1"}
    page = Page(client.post("/intern/angebote/naehstube-am-markt/bearbeiten/", typed))
    assert page.status == 422
    assert "/intern/angebote/naehstube-am-tor/" in page.links()
    for function in ("Ansprechperson Garn", "Ansprechperson Wolle"):
        client.post("/intern/ansprechpersonen/neu/", _fresh({"function": function}))
    one = ContactPerson.objects.get(function="Ansprechperson Wolle")
    typed = {"function": "Ansprechperson GARN", "version": version_of(one)}
    assert client.post(f"/intern/ansprechpersonen/{one.code}/", typed).status_code == 422
    one.refresh_from_db()
    assert one.function == "Ansprechperson Wolle"


def test_two_people_may_have_one_function(as_: Callable[[str], Client]) -> None:
    client = as_(ADMIN)
    for name in ("Wilma Wattwurm", "Dörte Deich"):
        typed = _fresh({"function": "Ansprechperson Garn", "name": name})
        assert client.post("/intern/ansprechpersonen/neu/", typed).status_code == 302


def test_an_organisation_that_takes_the_name_of_another_is_warned_of(
    as_: Callable[[str], Client],
) -> None:
    other = organisation(FOREIGN)
    home = organisation(HOME)
    typed = {"name": f"{other.name.upper()} e. V.", "version": version_of(home)}
    page = Page(as_(ADMIN).post(f"{OWN}bearbeiten/", typed))
    assert page.status == 422
    assert f"/organisation/{other.slug}/" in page.links()
    pressed = page.named("trotzdem")[0].attributes["value"] or ""
    assert as_(ADMIN).post(f"{OWN}bearbeiten/", {**typed, "trotzdem": pressed}).status_code == 302


def test_an_organisation_is_founded_again_only_where_it_is_meant(db: None) -> None:
    before = Organisation.objects.count()
    for told in ({"ort": "Musterwald"}, {"trotzdem": True}):
        call_command(
            "found_organisation", organisation().name, verwaltung="n@nahtlos.example", **told
        )
        before += 1
        assert Organisation.objects.count() == before
