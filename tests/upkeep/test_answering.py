"""Whoever holds the link says that it is right, or puts it right."""

from datetime import timedelta

import pytest
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer, OfferState, SearchTerm, VisitingFact
from nahtlos.directory.queries.visiting import stored_facts
from nahtlos.directory.rules.visiting import fingerprint
from nahtlos.foundation import links, stamps
from nahtlos.foundation.clock import in_days, today
from nahtlos.foundation.provenance import State
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations.models import ContactPerson
from nahtlos.upkeep.models import ConfirmationRequest
from nahtlos.upkeep.queries.things import things_of
from tests.cast import FOREIGN, organisation, organisation_id, sign_in
from tests.directory.sampled import house
from tests.records import recorded
from tests.upkeep.sampled import an_offer, asked, token_of

pytestmark = pytest.mark.django_db


def _url(key: str = HOME, site: str = "") -> str:
    return f"/stimmt/{token_of(asked(key, site))}/"


def _press(url: str, deed: str, thing: str = "") -> Client:
    client = Client()
    body = {"stamp": stamps.issue(), "deed": deed, "thing": thing}
    assert client.post(url, body).status_code == 302
    return client


def _age(days: int = 200) -> None:
    """Nothing was looked through lately."""
    day = today() - timedelta(days=days)
    with tenant(organisation_id()):
        home = organisation()
        home.facts_checked_on = day
        home.save()
        Offer.objects.filter(organisation=home).update(facts_checked_on=day)
        ContactPerson.objects.filter(organisation=home).update(confirmed_on=day)
        VisitingFact.objects.filter(organisation=home).update(facts_checked_on=day)


def _again(request: ConfirmationRequest) -> ConfirmationRequest:
    with tenant(request.to_organisation_id):
        return ConfirmationRequest.objects.get(pk=request.pk)


def test_opening_the_link_changes_nothing() -> None:
    _age()
    url = _url()
    with recorded() as found:
        for _ in range(3):
            answer = Client().get(url)
            assert answer.status_code == 200
            assert not answer.cookies
    assert not found
    assert organisation().facts.checked_on == today() - timedelta(days=200)


def test_one_button_says_that_one_thing_is_right() -> None:
    _age()
    offer, url = an_offer(HOME), _url()
    _press(url, "confirm", f"offer:{offer.slug}")
    fresh = Offer.objects.get(pk=offer.pk)
    assert (fresh.facts.checked_on, fresh.facts.state) == (today(), State.CONFIRMED)
    assert organisation().facts.checked_on == today() - timedelta(days=200)
    page = Client().get(url).content.decode()
    assert page.count("durchgesehen") == 1
    history = sign_in("aylin").get(f"/intern/angebote/{offer.slug}/").content.decode()
    assert "Über den Link zum Bestätigen" in history


def test_everything_at_once_answers_the_request() -> None:
    _age()
    request, url = asked(HOME), _url()
    with recorded() as found:
        _press(url, "all")
    verbs = [entry.verb for entry in found]
    assert verbs.count("answered") == 1
    assert {entry.kind for entry in found} == {"link"}
    assert _again(request).closed_on == today()
    with tenant(organisation_id()):
        looked = ConfirmationRequest.objects.select_related("to_organisation").get(pk=request.pk)
        assert all(thing.fresh for thing in things_of(looked, today()))
    page = Client().get(url).content.decode()
    assert "Danke, alles ist durchgesehen" in page


def test_pressed_twice_is_pressed_once() -> None:
    _age()
    url, body = _url(), {"stamp": stamps.issue(), "deed": "all", "thing": ""}
    with recorded() as found:
        assert Client().post(url, body).status_code == 302
        assert "Danke, alles ist durchgesehen" in Client().post(url, body).content.decode()
    assert [entry.verb for entry in found].count("answered") == 1


def test_what_is_put_right_stands_in_the_directory_and_in_the_index() -> None:
    offer, url = an_offer(HOME), _url()
    body = {
        "stamp": stamps.issue(),
        "summary": "Jetzt mit Kanarienvogelzucht.",
        "phone": "030 23125-777",
        "cost": "free",
        "version": offer.version,
    }
    assert Client().post(f"{url}angebot/{offer.slug}/", body).status_code == 302
    page = Client().get(f"/angebot/{offer.slug}/").content.decode()
    assert "Kanarienvogelzucht" in page
    assert "030 23125-777" in page
    assert SearchTerm.objects.filter(offer=offer, term__startswith="kanarienvogelzucht").exists()
    assert Offer.objects.get(pk=offer.pk).topics == offer.topics


def test_somebody_who_was_faster_is_not_overwritten() -> None:
    offer, url = an_offer(HOME), _url()
    body = {"summary": "Erster Satz.", "cost": "free", "version": offer.version}
    where = f"{url}angebot/{offer.slug}/"
    Client().post(where, {**body, "stamp": stamps.issue()})
    second = {**body, "stamp": stamps.issue(), "summary": "Zweiter Satz."}
    answer = Client().post(where, second)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Erster Satz." in page
    assert "Zweiter Satz." in page
    assert Offer.objects.get(pk=offer.pk).summary == "Erster Satz."


def test_the_organisation_is_put_right_too() -> None:
    url = _url()
    body = {
        "stamp": stamps.issue(),
        "phone": "030 23125-555",
        "city": "Musterstadt",
        "postcode": "00120",
        "version": version_of(organisation()),
    }
    assert Client().post(f"{url}stelle/", body).status_code == 302
    assert organisation().phone == "030 23125-555"
    assert organisation().name


def test_a_wrong_number_is_said_beside_the_field_and_kept() -> None:
    body = {"stamp": stamps.issue(), "phone": "abends", "website": "quatsch"}
    answer = Client().post(f"{_url()}stelle/", {**body, "version": version_of(organisation())})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Eine Telefonnummer besteht aus Ziffern" in page
    assert 'value="abends"' in page
    assert "keine vollständige Internetadresse" in page


def test_what_exists_no_longer_leaves_the_directory() -> None:
    offer, url = an_offer(HOME), _url()
    _press(url, "end", f"offer:{offer.slug}")
    assert Offer.objects.get(pk=offer.pk).state == OfferState.ENDED
    assert Client().get(f"/angebot/{offer.slug}/").status_code == 404
    with tenant(organisation_id()):
        contact = ContactPerson.objects.filter(organisation=organisation(), published=True).first()
    assert contact
    _press(url, "remove", f"contact:{contact.code}")
    assert not ContactPerson.objects.filter(pk=contact.pk).exists()


def test_a_link_reaches_nothing_of_another_organisation() -> None:
    foreign, url = an_offer(FOREIGN), _url()
    assert Client().get(f"{url}angebot/{foreign.slug}/").status_code == 404
    assert Client().get(f"{url}besuch/{house(FOREIGN).slug}/").status_code == 404
    body = {"stamp": stamps.issue(), "deed": "end", "thing": f"offer:{foreign.slug}"}
    answer = Client().post(url, body)
    assert answer.status_code == 422
    assert "gibt es nicht mehr" in answer.content.decode()
    assert Offer.objects.get(pk=foreign.pk).state == OfferState.PUBLISHED


def test_a_link_to_one_record_reaches_only_that_record() -> None:
    url = _url(HOME, house(HOME).slug)
    page = Client().get(url).content.decode()
    assert "Haus der Tests" in page
    assert Client().get(f"{url}stelle/").status_code == 404
    assert Client().get(f"{url}angebot/{an_offer(HOME).slug}/").status_code == 404
    rows = stored_facts(house(HOME), "room", "")
    body = {"kinderecke": "nein", "version": fingerprint(rows), "stamp": stamps.issue()}
    where = f"{url}besuch/{house(HOME).slug}/room/"
    assert Client().post(where, body).status_code == 302
    fact = VisitingFact.objects.get(site=house(HOME), field="kinderecke")
    assert (fact.value, fact.facts.state) == ("nein", State.CONFIRMED)


def test_forged_links_and_links_for_something_else_look_alike() -> None:
    request = asked(HOME)
    with tenant(organisation_id()):
        other = links.issue("confirmation", request.pk, "answer", in_days(1))
    assert Client().get("/stimmt/erfunden/").status_code == 404
    assert Client().get(f"/stimmt/{other}/").status_code == 404


def test_a_link_that_is_over_says_so_and_changes_nothing() -> None:
    _age()
    url = f"/stimmt/{token_of(asked(HOME), days=-1)}/"
    page = Client().get(url).content.decode()
    assert "öffnet nichts mehr" in page
    Client().post(url, {"stamp": stamps.issue(), "deed": "all"})
    assert organisation().facts.checked_on == today() - timedelta(days=200)
