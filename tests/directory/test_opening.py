"""An organisation says when somebody is there, and the public reads how it stands."""

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from nahtlos.desk.cast import HOME
from nahtlos.directory.actions.opening import save_hours
from nahtlos.directory.models import Offer, OpeningHours
from nahtlos.directory.queries.opening import opening_of, own_told, words_of
from nahtlos.directory.rules.opening import Hours, OnHolidays, standing
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, version_of
from tests.cast import FOREIGN, actor, organisation, sign_in

WEEK: dict[str, Any] = {f"day{day}": "9-12, 13-16" for day in range(4)}
BODY = {**WEEK, "on_holidays": "closed", "version": ""}


def _offer(key: str = HOME) -> Offer:
    """A published offer without hours of its own."""
    offers = Offer.objects.filter(organisation=organisation(key), state="published")
    found = offers.order_by("slug")[0]
    with tenant(found.organisation_id):
        OpeningHours.objects.filter(offer=found).delete()
    return found


def _url(offer: Offer) -> str:
    return f"/intern/angebote/{offer.slug}/oeffnungszeiten/"


def _words(text: str, week: dict[int, Any]) -> str:
    moment = datetime.fromisoformat(text).replace(tzinfo=BERLIN)
    return words_of(standing(Hours(week), moment), moment)


def test_the_words_say_when_it_opens() -> None:
    week = dict.fromkeys(range(5), ((540, 720), (780, 960)))
    assert _words("2026-11-25T07:54", week) == "geschlossen, öffnet heute 9 Uhr"
    assert _words("2026-11-25T10:00", week) == "geöffnet bis 12 Uhr"
    assert _words("2026-11-25T18:00", week) == "geschlossen, öffnet morgen 9 Uhr"
    assert _words("2026-11-27T18:00", week) == "geschlossen bis Montag, 30. November, 9 Uhr"
    assert _words("2026-11-25T10:00", {}) == ""


def test_the_words_say_until_when_it_is_open() -> None:
    assert _words("2026-11-25T23:00", {2: ((1200, 1440),)}) == "geöffnet bis 24 Uhr"
    night = {2: ((1200, 1920),)}
    assert _words("2026-11-25T23:00", night) == "geöffnet bis Donnerstag, 26. November, 8 Uhr"
    assert _words("2026-11-26T07:00", night) == "geöffnet bis 8 Uhr"
    weekdays = dict.fromkeys(range(5), ((0, 1440),))
    said = "geöffnet bis Samstag, 28. November, 0 Uhr"
    assert _words("2026-11-25T10:00", weekdays) == said


def test_what_is_typed_stands_on_the_page(db: None) -> None:
    offer, client = _offer(), sign_in("aylin")
    assert client.post(_url(offer), {**BODY, "day4": "9-12"}).status_code == 302
    page = Client().get(f"/angebot/{offer.slug}/").content.decode()
    assert "9–12, 13–16 Uhr" in page
    assert "An Feiertagen geschlossen." in page
    assert re.search(r"<b>(Geöffnet|Geschlossen)", page)


def test_without_hours_it_is_unknown(db: None) -> None:
    offer, client = _offer(), sign_in("aylin")
    client.post(_url(offer), BODY)
    row = OpeningHours.objects.get(offer=offer)
    client.post(_url(offer), {"on_holidays": "closed", "version": version_of(row)})
    assert not OpeningHours.objects.filter(offer=offer).exists()
    page = Client().get(f"/angebot/{offer.slug}/").content.decode()
    assert re.search(r"Öffnungszeiten</dt>\s*<dd>\s*<span[^>]*>nicht bekannt", page)


def test_offers_without_hours_of_their_own_show_those_of_the_organisation(db: None) -> None:
    offer, client = _offer(), sign_in("aylin")
    assert client.post("/intern/oeffnungszeiten/", BODY).status_code == 302
    told = own_told(offer)
    assert told is not None
    assert told["week"]["0"] == [[540, 720], [780, 960]]
    client.post(_url(offer), {"day0": "10-11", "on_holidays": "usual", "version": ""})
    told = own_told(offer)
    assert told is not None
    assert told["week"] == {"0": [[600, 660]]}


def test_an_organisation_without_hours_lends_none_to_others(db: None) -> None:
    client = sign_in("aylin")
    client.post("/intern/oeffnungszeiten/", BODY)
    assert own_told(_offer(FOREIGN)) is None


def test_who_works_from_an_old_page_overwrites_nobody(db: None) -> None:
    offer, client = _offer(), sign_in("aylin")
    client.post(_url(offer), BODY)
    second = sign_in("bernd").post(_url(offer), {**BODY, "day0": "10-11"})
    page = second.content.decode()
    assert second.status_code == 422
    assert "10-11" in page
    assert "9–12, 13–16" in page
    assert OpeningHours.objects.get(offer=offer).week["0"] == [[540, 720], [780, 960]]
    again = re.findall(r'name="version" value="([^"]*)"', page)[0]
    done = client.post(_url(offer), {**BODY, "day0": "10-11", "version": again})
    assert done.status_code == 302


def test_a_double_click_saves_once_and_reproaches_nobody(db: None) -> None:
    offer, client = _offer(), sign_in("aylin")
    for _ in range(2):
        assert client.post(_url(offer), BODY).status_code == 302
    assert OpeningHours.objects.filter(offer=offer).count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("day0", "vormittags", "verstehen wir nicht"),
        ("day3", "9-12, 11-14", "überschneiden"),
        ("day6", "9-27", "gibt es nicht"),
        ("exceptions", "31.02.2027 zu", "verstehen wir nicht"),
        ("valid_until", "31.02.2027", "Diesen Tag gibt es nicht"),
        ("on_holidays", "vielleicht", "wählen"),
        ("note", "x" * 201, "kürzer"),
        ("day1", "🙂", "verstehen wir nicht"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    db: None, field: str, typed: str, sentence: str
) -> None:
    offer, client = _offer(), sign_in("aylin")
    answer = client.post(_url(offer), {**BODY, field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "9-12, 13-16" in page
    assert typed in page or field == "on_holidays"
    assert not OpeningHours.objects.filter(offer=offer).exists()


def test_hours_that_ran_out_say_so(db: None) -> None:
    offer, aylin = _offer(), actor("aylin")
    values = {
        "week": {0: ((540, 720),)},
        "exceptions": {},
        "on_holidays": OnHolidays.CLOSED,
        "note": "",
        "valid_until": date(2026, 1, 31),
    }
    with tenant(aylin.organisation, aylin.account_id):
        save_hours(actor=aylin, offer=offer, values=values, version="")
        with pytest.raises(Stale):
            save_hours(actor=aylin, offer=offer, values=values, version="")
    shown = opening_of(own_told(offer), "", datetime(2026, 11, 25, 10, tzinfo=BERLIN))
    assert shown is not None
    assert (shown.words, shown.is_open) == ("", False)
    page = Client().get(f"/angebot/{offer.slug}/").content.decode()
    assert "Die Zeiten galten bis 31. Januar 2026" in page


def test_the_list_of_results_says_whether_somebody_is_there(db: None) -> None:
    offer, client = _offer(), sign_in("aylin")
    week = {f"day{day}": "0-24" for day in range(7)}
    client.post(_url(offer), {**week, "on_holidays": "usual", "version": ""})
    page = Client().get("/suche/", {"q": offer.title}).content.decode()
    assert "rund um die Uhr geöffnet" in page


def test_the_sheet_tells_the_week_in_one_line(db: None) -> None:
    offer, client = _offer(), sign_in("aylin")
    client.post(_url(offer), {**BODY, "day4": "9-12"})
    answer = Client().get(f"/angebot/{offer.slug}/angebot.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    said = " ".join(text.split())
    assert "Montag bis Donnerstag 9–12, 13–16 Uhr; Freitag 9–12 Uhr" in said
    assert "Samstag bis Sonntag geschlossen" in said


def test_in_english_the_words_are_english(db: None) -> None:
    offer, client = _offer(), sign_in("aylin")
    week = {f"day{day}": "0-24" for day in range(7)}
    client.post(_url(offer), {**week, "on_holidays": "usual", "version": ""})
    page = Client().get(f"/en/angebot/{offer.slug}/").content.decode()
    assert "Open round the clock" in page
    assert "Monday" in page
