"""Two people, two tabs, two clicks: editing an offer loses nothing and does nothing twice."""

from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.forms.offers import offer_initial
from nahtlos.directory.models import Offer, OfferRevision
from nahtlos.foundation import stamps
from nahtlos.foundation.tenancy import tenant
from tests.cast import organisation_id, sign_in
from tests.samples import offer


def _typed(one: Offer, **values: object) -> dict[str, object]:
    body = {name: value for name, value in offer_initial(one).items() if value not in (None, [])}
    return {**body, "version": one.version, **values}


def _post(client: Client, one: Offer, **values: object) -> tuple[int, str]:
    answer = client.post(f"/intern/angebote/{one.slug}/bearbeiten/", _typed(one, **values))
    return answer.status_code, answer.content.decode()


def test_who_saves_second_overwrites_nobody_and_sees_both_texts(db: None) -> None:
    one = offer(HOME)
    assert _post(sign_in("aylin"), one, summary="Aylins Satz.")[0] == 302
    status, page = _post(sign_in("bernd"), one, summary="Bernds Satz.")
    assert status == 422
    assert "inzwischen" in page
    assert "Bernds Satz." in page
    assert "Aylins Satz." in page
    assert Offer.objects.get(pk=one.pk).summary == "Aylins Satz."


def test_after_comparing_the_second_can_save(db: None) -> None:
    one = offer(HOME)
    _post(sign_in("aylin"), one, summary="Aylins Satz.")
    newer = Offer.objects.get(pk=one.pk)
    assert _post(sign_in("bernd"), newer, summary="Beide Sätze.")[0] == 302
    assert Offer.objects.get(pk=one.pk).summary == "Beide Sätze."


def test_a_double_click_on_a_new_offer_makes_one(db: None) -> None:
    body = {"title": "Zweimal geklickt", "cost": "free", "catchment": "land"}
    body["stamp"] = stamps.issue()
    client = sign_in("aylin")
    assert client.post("/intern/angebote/neu/", body).status_code == 302
    assert client.post("/intern/angebote/neu/", body).status_code == 302
    assert Offer.objects.filter(title="Zweimal geklickt").count() == 1


def test_an_offer_is_published_only_once_it_says_what_it_is_about(db: None) -> None:
    client = sign_in("aylin")
    body = {"title": "Ohne Satz", "cost": "free", "catchment": "land", "stamp": stamps.issue()}
    client.post("/intern/angebote/neu/", body)
    one = Offer.objects.get(title="Ohne Satz")
    answer = client.post(f"/intern/angebote/{one.slug}/veroeffentlichen/", follow=True)
    assert "fehlen noch: ein Thema und ein Satz" in answer.content.decode()
    assert Offer.objects.get(pk=one.pk).state == "draft"


def test_every_change_is_kept_with_who_and_what(db: None) -> None:
    one = offer(HOME)
    _post(sign_in("aylin"), one, summary="Ein neuer Satz.")
    with tenant(organisation_id()):
        kept = OfferRevision.objects.filter(offer=one, verb="changed")[0]
    assert kept.changes["summary"] == ["Ein Satz.", "Ein neuer Satz."]
    page = sign_in("bernd").get(f"/intern/angebote/{one.slug}/").content.decode()
    assert "Aylin" in page
    assert "Ein neuer Satz." in page
