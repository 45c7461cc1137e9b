"""The life of an offer: draft, public, confirmed, full, ended; each deed once, with who."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError, InternalError
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory import actions
from nahtlos.directory.forms.offers import offer_initial
from nahtlos.directory.models import Offer, OfferRevision
from nahtlos.foundation import stamps
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.doubles import AlreadyThere
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, actor, organisation_id, sign_in
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.samples import offer, site
from tests.test_access_matrix import writes
from tests.together import together

NEW = "/intern/angebote/neu/"
WORD = "Zwirbelkunde"


def url(one: Offer, then: str = "") -> str:
    """The page of an own offer, or its button THEN."""
    return f"/intern/angebote/{one.slug}/{then}"


def again(one: Offer) -> Offer:
    """As it stands in the database now."""
    return Offer.objects.get(pk=one.pk)


def history(one: Offer) -> list[OfferRevision]:
    """What is kept of it, the oldest first."""
    with tenant(organisation_id()):
        return list(OfferRevision.objects.filter(offer=one).order_by("at"))


def typed(one: Offer, **values: object) -> dict[str, object]:
    """The form as it stands, with VALUES typed over it."""
    body = {name: value for name, value in offer_initial(one).items() if value not in (None, [])}
    return {**body, "version": one.version, **values}


def ready(**values: object) -> Offer:
    """A draft that can be published."""
    with tenant(organisation_id()):
        return actions.create_offer(
            actor=actor("aylin"),
            values={
                "title": f"{WORD} am Abend",
                "topics": ["wohnen_nach_haft"],
                "summary": "Ein Satz.",
                "city": "Musterstadt",
                **values,
            },
        )


def public(**values: object) -> Offer:
    """The same, published."""
    with tenant(organisation_id()):
        return actions.publish_offer(actor=actor("aylin"), offer=ready(**values))


def is_public(one: Offer) -> bool:
    """Whether everybody sees it: on its page, its sheet, its organisation's page and the finder."""
    page, sheet = f"/angebot/{one.slug}/", f"/angebot/{one.slug}/angebot.pdf"
    listed = f"/organisation/{one.organisation.slug}/"
    seen = {
        Client().get(page).status_code == 200,
        Client().get(sheet).status_code == 200,
        page in Page(Client().get(listed)).links(),
        page in Page(Client().get("/suche/", {"q": WORD})).links(),
    }
    assert len(seen) == 1, "seen here and not there"
    return seen.pop()


def test_a_new_offer_is_a_draft_that_the_team_sees(as_: Callable[[str], Client]) -> None:
    body = {"title": f"{WORD} am Abend", "cost": "free", "catchment": "land"}
    with recorded() as found:
        page = Page(as_("aylin").post(NEW, {**body, "stamp": stamps.issue()}, follow=True))
    one = Offer.objects.get(title=f"{WORD} am Abend")
    assert "Der Entwurf ist gespeichert. Sie sehen ihn, die Öffentlichkeit noch nicht." in page.text
    assert page.heading() == one.title
    assert (one.state, one.organisation_id) == ("draft", organisation_id())
    assert one.title in Page(as_("bernd").get("/intern/angebote/")).text
    assert not is_public(one)
    assert said(found) == [("created", "offer", one.slug)]
    assert_by(found, "aylin")


def test_publishing_makes_it_public_everywhere_at_once(as_: Callable[[str], Client]) -> None:
    one = ready()
    assert not is_public(one)
    page = Page(as_("aylin").post(url(one, "veroeffentlichen/"), follow=True))
    assert "Das Angebot ist veröffentlicht und in der Suche zu finden." in page.text
    assert is_public(one)
    assert [row.verb for row in history(one)] == ["created", "published"]


def test_an_ended_offer_is_public_nowhere_and_stays_in_the_teams_list(
    as_: Callable[[str], Client],
) -> None:
    one, client = public(), as_("aylin")
    page = Page(client.post(url(one, "beenden/"), follow=True))
    assert "Das Angebot ist beendet und steht nicht mehr in der Suche." in page.text
    assert not is_public(one)
    assert one.title in Page(client.get("/intern/angebote/")).text
    client.post(url(one, "veroeffentlichen/"))
    assert is_public(one), "and it can come back"


def test_an_expired_offer_is_public_to_its_last_day_and_not_after(db: None) -> None:
    one = public(valid_until=today())
    assert is_public(one)
    with tenant(organisation_id()):
        Offer.objects.filter(pk=one.pk).update(valid_until=today() - timedelta(days=1))
    assert not is_public(one)


def test_what_is_over_cannot_be_published(as_: Callable[[str], Client]) -> None:
    one = ready(valid_until=today() - timedelta(days=1))
    page = Page(as_("aylin").post(url(one, "veroeffentlichen/"), follow=True))
    assert "Dieses Angebot gilt nicht mehr. Bitte ändern Sie zuerst „Gilt bis“." in page.text
    assert again(one).state == "draft"


@pytest.mark.parametrize(
    ("button", "verb"),
    [("veroeffentlichen/", "published"), ("bestaetigen/", "confirmed"), ("beenden/", "ended")],
)
def test_every_button_twice_is_once(as_: Callable[[str], Client], button: str, verb: str) -> None:
    one, client = ready() if verb == "published" else public(), as_("aylin")
    with recorded() as found:
        client.post(url(one, button))
        version, kept = again(one).version, len(history(one))
        assert client.post(url(one, button)).status_code == 302
    assert said(found) == [(verb, "offer", one.slug)]
    assert_by(found, "aylin")
    assert (again(one).version, len(history(one))) == (version, kept)


def test_the_wrong_state_is_refused_with_a_sentence(as_: Callable[[str], Client]) -> None:
    client, over = as_("aylin"), "Dieses Angebot ist beendet."
    draft, ended = ready(), public(title="Quastenflechten")
    client.post(url(ended, "beenden/"))
    refused = [
        (draft, "beenden/", {}, "Ein Entwurf ist nicht öffentlich"),
        (ended, "bestaetigen/", {}, over),
        (ended, "plaetze/", {"places_free": "2"}, over),
    ]
    for one, button, body, sentence in refused:
        before, kept = again(one).version, len(history(one))
        page = Page(client.post(url(one, button), body, follow=True))
        assert sentence in page.text
        assert (again(one).version, len(history(one))) == (before, kept)
    with tenant(organisation_id()), pytest.raises(Refused, match="Ein Entwurf"):
        actions.end_offer(actor=actor("aylin"), offer=draft)


def test_confirming_renews_the_date_and_nothing_else(as_: Callable[[str], Client]) -> None:
    one = public()
    with tenant(organisation_id()):
        Offer.objects.filter(pk=one.pk).update(facts_checked_on=today() - timedelta(days=400))
    before: dict[str, object] = dict(Offer.objects.filter(pk=one.pk).values().get())
    page = Page(as_("bernd").post(url(one, "bestaetigen/"), follow=True))
    assert "Danke. Das Angebot gilt als heute geprüft." in page.text
    after: dict[str, object] = dict(Offer.objects.filter(pk=one.pk).values().get())
    assert {name for name in after if after[name] != before[name]} == {"facts_checked_on"}
    assert again(one).facts.checked_on == today()


def test_free_places_carry_todays_date(as_: Callable[[str], Client]) -> None:
    one, client = public(), as_("aylin")
    page = Page(client.post(url(one, "plaetze/"), {"places_free": "3"}, follow=True))
    assert "Die freien Plätze sind eingetragen, mit dem Datum von heute." in page.text
    assert (again(one).places_free, again(one).waiting_weeks) == (3, None)
    assert again(one).capacity_on == today()
    assert "Plätze frei" in Page(Client().get("/suche/", {"q": WORD})).text
    kept = len(history(one))
    client.post(url(one, "plaetze/"), {"places_free": "3"})
    assert len(history(one)) == kept, "said twice on one day is said once"
    client.post(url(one, "plaetze/"), {"places_free": "0", "waiting_weeks": "6"})
    assert "Warteliste: etwa 6 Wochen" in Page(Client().get("/suche/", {"q": WORD})).text


@pytest.mark.parametrize(
    "places", ["-1", "viele", "3.5", "10000", "99999999999999999999", "1\x00", "٣³", "=1+1"]
)
def test_places_that_are_no_number_are_refused(as_: Callable[[str], Client], places: str) -> None:
    one = public()
    typed = {"places_free": places, "places_note": "nur für Männer"}
    page = Page(as_("aylin").post(url(one, "plaetze/"), typed))
    assert page.status == 422
    assert re.search(r"Bitte eine (ganze )?Zahl|Diese Zahl ist zu groß|Zeichen", page.text)
    assert page.typed("places_note") == "nur für Männer"
    assert again(one).places_free is None


def test_more_free_places_than_there_are_is_said_beside_the_field(
    as_: Callable[[str], Client],
) -> None:
    one = public()
    typed = {"places_free": "5", "places_total": "4", "places_unit": "Betten"}
    page = Page(as_("aylin").post(url(one, "plaetze/"), typed))
    assert page.status == 422
    assert "Das sind weniger als die freien Plätze." in page.text
    assert page.typed("places_unit") == "Betten"
    assert again(one).places_free is None


def test_places_say_of_how_many_what_and_for_whom_they_are(as_: Callable[[str], Client]) -> None:
    one = public()
    typed = {
        "places_free": "3",
        "places_total": "12",
        "places_unit": "Betten",
        "places_note": "nur für Männer",
    }
    as_("aylin").post(url(one, "plaetze/"), typed)
    for path in ("/suche/?q=" + WORD, f"/angebot/{one.slug}/"):
        text = Page(Client().get(path)).text
        assert "3 von 12 Plätzen frei (Stand: " in text
        assert "Betten, nur für Männer" in text


def test_a_deed_from_yesterdays_state_takes_no_colleagues_change_back(db: None) -> None:
    one = public()
    stale = again(one)
    bernd = actor("bernd")
    with tenant(organisation_id()):
        actions.edit_offer(
            actor=actor("aylin"), offer=one, values={"summary": "Aylins Satz."}, version=one.version
        )
        actions.set_capacity(actor=bernd, offer=stale, places_free=1, waiting_weeks=None)
        actions.confirm_offer(actor=bernd, offer=stale)
        actions.end_offer(actor=bernd, offer=stale)
        actions.publish_offer(actor=bernd, offer=stale)
    assert again(one).summary == "Aylins Satz."
    assert [row.version for row in history(one)] == [1, 2, 3, 4, 4, 5, 6]


def test_of_two_who_save_at_the_same_moment_one_is_told(committing: None) -> None:
    one = public()

    def saving(who: str) -> Callable[[], int]:
        client = sign_in(who)
        body = typed(one, summary=f"Der Satz von {who}.")
        return lambda: client.post(url(one, "bearbeiten/"), body).status_code

    assert sorted(together(saving("aylin"), saving("bernd")), key=str) == [302, 422]
    assert [row.verb for row in history(one)].count("changed") == 1


def test_two_offers_of_one_name_at_the_same_moment_get_two_addresses(committing: None) -> None:
    made = together(*(partial(ready, city=city) for city in ("Musterstadt", "Köln", "Bonn")))
    assert {one.slug for one in made if isinstance(one, Offer)} == {
        "zwirbelkunde-am-abend",
        "zwirbelkunde-am-abend-2",
        "zwirbelkunde-am-abend-3",
    }


def test_of_the_same_offer_entered_by_two_at_the_same_moment_one_is_warned(
    committing: None,
) -> None:
    made = together(ready, ready)
    assert [type(one) for one in made].count(Offer) == 1
    assert [type(one) for one in made].count(AlreadyThere) == 1


def test_saving_twice_the_same_is_no_quarrel(as_: Callable[[str], Client]) -> None:
    one, client = public(), as_("aylin")
    body = typed(one, summary="Ein neuer Satz.")
    for _ in range(2):
        assert client.post(url(one, "bearbeiten/"), body)["Location"] == url(one)
    assert [row.verb for row in history(one)].count("changed") == 1


def test_a_changed_offer_is_found_by_its_new_words_only(as_: Callable[[str], Client]) -> None:
    one = public()
    where = f"/angebot/{one.slug}/"
    as_("aylin").post(url(one, "bearbeiten/"), typed(one, title="Quastenflechten"))
    assert where in Page(Client().get("/suche/", {"q": "Quastenflechten"})).links()
    assert where not in Page(Client().get("/suche/", {"q": WORD})).links()


def test_the_history_says_who_and_what_and_cannot_be_changed(as_: Callable[[str], Client]) -> None:
    one = public()
    with recorded() as found:
        as_("bernd").post(url(one, "bearbeiten/"), typed(one, phone="030 23125-410"))
    row = history(one)[-1]
    assert (row.account_id, row.verb) == (actor("bernd").account_id, "changed")
    assert row.changes == {"phone": ["", "030 23125-410"]}
    assert found[0].detail == '{"fields":["phone"]}'
    assert_by(found, "bernd", "23125")
    text = Page(as_("aylin").get(url(one))).text
    assert "Bernd hat das Angebot geändert." in text
    assert "030 23125-410" in text
    for statement in (
        "UPDATE directory_offerrevision SET changes = '{}' WHERE id = %s",
        "UPDATE directory_offerrevision SET account_id = NULL WHERE id = %s",
    ):
        with pytest.raises((InternalError, DatabaseError), match="Cannot update"):
            _execute(statement, row)
    assert history(one)[-1].changes == row.changes


def _execute(statement: str, row: OfferRevision) -> None:
    with transaction.atomic(), tenant(organisation_id()), connection.cursor() as cursor:
        cursor.execute(statement, [row.pk])


def test_who_reads_only_may_not_write_and_strangers_find_nothing(
    as_: Callable[[str], Client],
) -> None:
    mine, foreign = offer(HOME), offer(FOREIGN)
    buttons = ("veroeffentlichen/", "beenden/", "bestaetigen/", "plaetze/", "bearbeiten/")
    for who in ("guel",):
        client = as_(who)
        assert client.get(url(mine)).status_code == 200
        assert client.get(NEW).status_code == 403
        for button in buttons:
            response = client.post(url(mine, button), typed(mine))
            assert response.status_code == 403
            assert "Mit Ihrer Rolle können Sie Angebote lesen" in Page(response).text
        with tenant(organisation_id()), pytest.raises(PermissionDenied):
            actions.publish_offer(actor=actor(who), offer=mine)
    client = as_("aylin")
    client.get(url(mine))
    before = writes()
    for button in ("", *buttons):
        assert client.get(url(foreign, button)).status_code in (404, 405)
        assert client.post(url(foreign, button), typed(foreign)).status_code in (404, 405)
    assert writes() == before
    with tenant(organisation_id()), pytest.raises(Offer.DoesNotExist):
        actions.publish_offer(actor=actor("aylin"), offer=foreign)


def test_a_foreign_site_cannot_be_chosen(as_: Callable[[str], Client]) -> None:
    one = public()
    page = Page(as_("aylin").post(url(one, "bearbeiten/"), typed(one, site=site(FOREIGN).slug)))
    assert page.status == 422
    assert page.beside("site") == "Bitte wählen Sie etwas aus der Liste."
    as_("aylin").post(url(one, "bearbeiten/"), typed(one, site=site(HOME).slug))
    assert again(one).site == site(HOME)
    assert (again(one).lat, again(one).plane) == (site(HOME).lat, "muster")


def test_only_a_real_place_opens_in_the_telephones_map(visitor: Client) -> None:
    real = Offer.objects.filter(state="published", plane="earth", lat__isnull=False)[0]
    invented = Offer.objects.filter(state="published", plane="muster", lat__isnull=False)[0]
    assert f'href="geo:{real.lat:.4f},' in visitor.get(f"/angebot/{real.slug}/").content.decode()
    assert 'href="geo:' not in visitor.get(f"/angebot/{invented.slug}/").content.decode()
