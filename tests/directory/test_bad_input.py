"""An offer's form takes what people write and says in German, beside the field, what it cannot
take; nothing typed is lost and nothing is half saved.
"""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.forms.offers import OfferForm
from nahtlos.directory.models import Offer
from nahtlos.foundation import stamps
from tests.directory.test_offers import NEW, again, public, typed, url
from tests.reading import Page
from tests.samples import offer
from tests.test_access_matrix import writes

HARD = "Şahin Łukasz Ї محمد 😀"
SHORTER = "Bitte schreiben Sie kürzer: höchstens"
TEXTS = [
    name
    for name, field in OfferForm.base_fields.items()
    if getattr(field, "max_length", None) and name not in ("phone", "email", "website")
]
BAD = [
    ("title", "", "Bitte füllen Sie dieses Feld aus."),
    ("title", "   ", "Bitte füllen Sie dieses Feld aus."),
    *((name, "x" * 10_000, SHORTER) for name in TEXTS),
    ("first_steps", "\n".join("abcdef"), "Bitte höchstens fünf Schritte"),
    ("first_steps", "x" * 201, "höchstens 200 Zeichen je Zeile"),
    ("next_date", "31.02.2026", "Dieses Datum gibt es nicht."),
    ("next_date", "morgen", "Dieses Datum gibt es nicht."),
    ("next_date", "2026-13-01", "Dieses Datum gibt es nicht."),
    ("valid_until", "30.02.27", "Dieses Datum gibt es nicht."),
    ("valid_until", "01.01.1999", "Dieses Datum liegt in der Vergangenheit."),
    ("age_from", "-1", "Bitte eine Zahl ab 0."),
    ("age_from", "drei", "Bitte eine ganze Zahl."),
    ("age_to", "3,5", "Bitte eine ganze Zahl."),
    ("age_to", "500", "Diese Zahl ist zu groß."),
    ("places_free", "-5", "Bitte eine Zahl ab 0."),
    ("places_free", "9" * 30, "Diese Zahl ist zu groß."),
    ("waiting_weeks", "😀", "Bitte eine ganze Zahl."),
    ("phone", "abends", "Eine Telefonnummer besteht aus Ziffern"),
    ("phone", "1" * 10_000, SHORTER),
    ("email", "info", "Das ist keine vollständige E-Mail-Adresse."),
    ("email", "a" * 10_000 + "@verein.example", "höchstens 320 Zeichen"),
    ("website", "javascript:alert(1)", "Das ist keine vollständige Internetadresse."),
    ("website", "https://" + "x" * 10_000 + ".example", SHORTER),
    ("cost", "teuer", "Bitte wählen Sie etwas aus der Liste."),
    ("catchment", "mond", "Bitte wählen Sie etwas aus der Liste."),
    ("site", "gibt-es-nicht", "Bitte wählen Sie etwas aus der Liste."),
    ("topics", "gibt-es-nicht", "Bitte wählen Sie etwas aus der Liste."),
    ("languages", "xx", "Bitte wählen Sie etwas aus der Liste."),
]


def filled_in(**values: object) -> dict[str, object]:
    """The form of a new offer."""
    return {
        "title": "Gruppe am Abend",
        "summary": "Reden und essen.",
        "cost": "free",
        "catchment": "land",
        "stamp": stamps.issue(),
        **values,
    }


@pytest.mark.parametrize(("field", "value", "sentence"), BAD, ids=lambda value: str(value)[:24])
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    as_: Callable[[str], Client], field: str, value: str, sentence: str
) -> None:
    client, one = as_("aylin"), offer(HOME)
    client.get(NEW)
    for address, body in (
        (NEW, filled_in() | {field: value}),
        (url(one, "bearbeiten/"), typed(one) | {field: value}),
    ):
        before = writes()
        page = Page(client.post(address, body))
        assert page.status == 422
        assert sentence in page.beside(field)
        assert f"{value}".strip() == "" or _kept(page, field, value)
        assert "Reden und essen." in page.typed("summary") or address != NEW or field == "summary"
        assert writes() == before, "nothing half saved"


def _kept(page: Page, field: str, value: str) -> bool:
    """Whether what was typed still stands there; a choice that does not exist cannot."""
    if field in ("cost", "catchment", "site", "topics", "languages"):
        return True
    return str(page.typed(field)).replace("\r\n", "\n") == value


@pytest.mark.parametrize("field", [name for name in OfferForm.base_fields if name != "version"])
def test_a_nul_byte_is_refused_in_german_and_breaks_nothing(
    as_: Callable[[str], Client], field: str
) -> None:
    client = as_("aylin")
    client.get(NEW)
    before = writes()
    page = Page(client.post(NEW, filled_in() | {field: "a\x00b"}))
    assert page.status == 422
    assert page.beside(field)
    assert not re.search(r"\b([Nn]ull characters|not allowed|valid)\b", page.beside(field))
    assert writes() == before


@pytest.mark.parametrize("version", ["", "-1", "abc", "999", "1\x00", "9" * 40])
def test_a_version_that_is_none_saves_nothing(as_: Callable[[str], Client], version: str) -> None:
    one = offer(HOME)
    response = as_("aylin").post(
        url(one, "bearbeiten/"), typed(one, summary="Von gestern.", version=version)
    )
    assert response.status_code == 422
    assert again(one).summary == one.summary


def test_several_mistakes_are_all_said_at_once(as_: Callable[[str], Client]) -> None:
    wrong = {"title": "", "email": "x", "next_date": "31.02.2026", "places_free": "-1"}
    page = Page(as_("aylin").post(NEW, filled_in() | wrong))
    for field in wrong:
        assert page.beside(field)
    assert "Bitte sehen Sie sich das noch einmal an" in page.text
    for field in wrong:
        assert f"#id_{field}" in page.links(), "the summary leads to each of them"


def test_ages_the_wrong_way_round_are_said(as_: Callable[[str], Client]) -> None:
    page = Page(as_("aylin").post(NEW, filled_in(age_from="12", age_to="3")))
    assert page.status == 422
    assert page.beside("age_to") or page.beside("age_from")


def test_hard_names_and_markup_come_out_as_they_were_typed(as_: Callable[[str], Client]) -> None:
    markup = f"{HARD} <script>alert(1)</script> & „so“"
    as_("aylin").post(
        NEW,
        filled_in(
            title=markup,
            summary=markup,
            description=f"{markup}\n\n{markup}",
            first_steps=f"{markup}\nZweitens",
            topics=["wohnen_nach_haft"],
            city=HARD,
        ),
    )
    one = Offer.objects.get(title=markup)
    as_("aylin").post(url(one, "veroeffentlichen/"))
    for page in (
        Page(Client().get(f"/angebot/{one.slug}/")),
        Page(Client().get("/suche/", {"q": "Łukasz"})),
        Page(as_("bernd").get(url(one))),
        Page(as_("bernd").get("/intern/angebote/")),
    ):
        assert markup in page.text
        assert "<script>alert" not in page.source
    assert again(one).lat is None, "a place nobody knows is nowhere on the map"
    assert "Zweitens" in Page(Client().get(f"/angebot/{one.slug}/")).text


def test_a_title_of_signs_alone_has_an_address_all_the_same(as_: Callable[[str], Client]) -> None:
    as_("aylin").post(NEW, filled_in(title="😀😀😀"))
    assert Offer.objects.get(title="😀😀😀").slug == "angebot"


@pytest.mark.parametrize("town", ["99999", "Gibtesnicht", "-", "Neustadt"])
def test_a_town_that_is_not_clear_takes_an_offer_off_the_map_and_not_out_of_the_finder(
    as_: Callable[[str], Client], town: str
) -> None:
    one = public()
    as_("aylin").post(url(one, "bearbeiten/"), typed(one, city=town))
    assert (again(one).city, again(one).lat) == (town, None)
    assert f"/angebot/{one.slug}/" in Page(Client().get("/suche/", {"q": "Zwirbelkunde"})).links()


def test_a_form_that_was_open_too_long_can_be_sent_again(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    page = Page(client.post(NEW, filled_in(stamp="erfunden")))
    assert page.status == 422
    assert "Dieses Formular war zu lange offen. Bitte senden Sie es noch einmal ab." in page.text
    assert page.typed("title") == "Gruppe am Abend"
    assert client.post(NEW, filled_in(stamp=page.typed("stamp"))).status_code == 302
    assert Offer.objects.filter(title="Gruppe am Abend").count() == 1
