"""An organisation says what it offers in other languages, and the public reads how true that is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nahtlos.directory.actions import edit_offer, set_capacity
from nahtlos.directory.actions.translations import remove_translation, save_translation
from nahtlos.directory.models import Offer, OfferTranslation
from nahtlos.directory.rules.translations import TARGETS, fingerprint, texts_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.shell.tags import datum
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, version_of
from tests.cast import FOREIGN, actor, sign_in
from tests.directory.test_finder import cards
from tests.directory.test_offer_sheet import sheet, text
from tests.directory.test_offers import WORD, again, public, ready, url
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.samples import offer

MACHINE = {"title": "Evening group", "summary": "One sentence.", "status": "machine"}
CHECKED = {
    **MACHINE,
    "status": "checked",
    "checked_by": "Sprachmittlerin",
    "checked_on": "1.11.2026",
}
OLDER = "The translation is older than the German text."
UNCHECKED = "Translated by machine, not checked."


def at(one: Offer, language: str = "en", then: str = "") -> str:
    """The page of its translation."""
    return url(one, f"uebersetzungen/{language}/{then}")


def row(one: Offer, language: str = "en") -> OfferTranslation:
    return OfferTranslation.objects.get(offer=one, language=language)


def body(one: Offer, **typed: object) -> dict[str, object]:
    """What the page sends."""
    return {**MACHINE, "version": "", "seen": fingerprint(texts_of(again(one))), **typed}


def translate(one: Offer, language: str = "en", **typed: object) -> OfferTranslation:
    """ONE in LANGUAGE, as Aylin types it."""
    assert sign_in("aylin").post(at(one, language), body(one, **typed)).status_code == 302
    return row(one, language)


def read(one: Offer, front: str = "/en") -> Page:
    """Its public page."""
    return Page(Client().get(f"{front}/angebot/{one.slug}/"))


def change(one: Offer, **values: Any) -> None:
    """Aylin changes the offer."""
    with tenant(one.organisation_id):
        current = again(one)
        edit_offer(actor=actor("aylin"), offer=current, values=values, version=current.version)


def test_a_machine_translation_says_so_on_page_card_and_sheet(db: None) -> None:
    one = public()
    translate(one)
    page = read(one)
    assert page.heading() == "Evening group"
    assert UNCHECKED in page.text
    assert "The texts of the offers are in German" not in page.text
    (card,) = cards(Page(Client().get("/en/suche/", {"q": WORD})))
    assert "Evening group" in card
    assert UNCHECKED in card
    words = text(sheet(one, "/en"))
    assert "Evening group" in words
    assert UNCHECKED in words


def test_the_german_is_one_tap_away(db: None) -> None:
    one = public(description="Wir reden und essen.", first_steps=["Anrufen"])
    translate(one, description="We talk and eat.", first_steps="Call us")
    page = read(one)
    folded = [each for each in page.elements if each.tag == "details" and UNCHECKED in each.text()]
    assert len(folded) == 1
    for words in (one.title, "Ein Satz.", "Wir reden und essen.", "Anrufen"):
        assert words in folded[0].text()
    german = [each for each in folded[0].every() if each.attributes.get("lang") == "de"]
    assert german
    assert one.title in text(sheet(one, "/en"))


def test_each_text_names_its_language_and_its_direction(db: None) -> None:
    one = public(description="Wir reden und essen.")
    translate(one, "ar", title="مجموعة المساء", summary="")
    page = read(one, "/ar")
    (title,) = [each for each in page.elements if each.tag == "h1"]
    assert (title.attributes["lang"], title.text()) == ("ar", "مجموعة المساء")
    (whole,) = [each for each in page.elements if each.tag == "html"]
    assert whole.attributes["dir"] == title.attributes.get("dir", "rtl") == "rtl"
    (lead,) = [each for each in page.elements if each.attributes.get("class") == "nl-lead"]
    assert (lead.attributes["lang"], lead.attributes["dir"]) == ("de", "ltr")
    assert lead.text() == "Ein Satz."


@pytest.mark.parametrize(
    ("language", "title", "start"),
    [
        ("leicht", "Eine Gruppe am Abend", "So fangen Sie an"),
        ("tr", "Akşam grubu", "Nasıl başlarsınız"),
        ("ru", "Вечерняя группа", "С чего начать"),
        ("uk", "Вечірня група", "З чого почати"),
        ("ar", "مجموعة المساء", "هكذا تبدأون"),
    ],
)
def test_the_sheet_speaks_the_language_of_the_page(
    language: str, title: str, start: str, db: None
) -> None:
    one = public(first_steps=["Anrufen"])
    translate(one, language, title=title, first_steps=title)
    reader = sheet(one, f"/{language}")
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(TARGETS[language].html)  # type: ignore[index]
    assert reader.metadata
    assert reader.metadata.title == title
    assert "\ufffd" not in text(reader)
    if language == "tr":
        assert "Bu kağıdı bir makine çevirdi." in text(reader)
    if language != "ar":  # how its letters are joined, nothing reads back
        assert title in text(reader)
        assert start in text(reader)


def test_without_a_translation_the_german_stands_there_with_the_hint(db: None) -> None:
    one = public()
    translate(one, "tr")
    page = read(one)
    assert page.heading() == one.title
    assert UNCHECKED not in page.text
    assert "German" in page.text


def test_a_checked_translation_names_function_and_day(db: None) -> None:
    one = public()
    translate(one, **CHECKED)
    page = read(one)
    assert "Translation checked by: Sprachmittlerin , 1 November 2026" in page.text
    assert UNCHECKED not in page.text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"checked_by": ""}, "checked_by", "Wer hat geprüft?"),
        ({"checked_on": ""}, "checked_on", "Wann wurde geprüft?"),
        ({"checked_on": "31.02.2026"}, "checked_on", "Dieses Datum gibt es nicht"),
        ({"checked_on": "1.1.2099"}, "checked_on", "liegt in der Zukunft"),
        ({"status": ""}, "status", "Bitte wählen Sie aus"),
        ({"title": " "}, "title", "Bitte füllen Sie dieses Feld aus."),
        ({"title": "x" * 10_000}, "title", "Bitte schreiben Sie kürzer"),
        ({"first_steps": "a\n" * 6}, "first_steps", "höchstens fünf Schritte"),
    ],
)
def test_checked_needs_a_function_and_a_day(
    typed: dict[str, str], field: str, sentence: str, db: None
) -> None:
    one = public(first_steps=["Anrufen"])
    sent = body(one, **{**CHECKED, "first_steps": "Call us 😀", **typed})
    page = Page(sign_in("aylin").post(at(one), sent))
    assert page.status == 422
    assert sentence in page.text
    assert page.typed("summary") == "One sentence."
    assert not OfferTranslation.objects.filter(offer=one).exists()
    assert page.named(field)


def test_another_published_german_text_makes_a_translation_older(db: None) -> None:
    one = public()
    translate(one, **CHECKED)
    assert OLDER not in read(one).text
    change(one, summary="Ein anderer Satz.")
    assert OLDER in read(one).text
    (card,) = cards(Page(Client().get("/en/suche/", {"q": WORD})))
    assert OLDER in card
    assert OLDER in text(sheet(one, "/en"))
    own = Page(sign_in("aylin").get(url(one)))
    assert "älter als der deutsche Text" in own.text
    page = Page(sign_in("aylin").get(at(one)))
    assert "vorher: Ein Satz. → jetzt: Ein anderer Satz." in page.text


def test_saving_it_again_makes_it_the_newest(db: None) -> None:
    one = public()
    first = translate(one)
    change(one, summary="Ein anderer Satz.")
    translate(one, version=version_of(first), summary="Another sentence.")
    assert OLDER not in read(one).text
    assert "Another sentence." in read(one).text


def test_a_new_telephone_number_makes_no_translation_older(db: None) -> None:
    one = public()
    translate(one)
    change(one, phone="030 23125-421", city="Neumuster", topics=["uebergangswohnen"])
    with tenant(one.organisation_id):
        set_capacity(actor=actor("aylin"), offer=again(one), places_free=3, waiting_weeks=None)
    assert OLDER not in read(one).text


def test_changes_of_a_draft_make_a_translation_older_only_once_they_are_published(
    as_: Callable[[str], Client],
) -> None:
    one = ready()
    translate(one)
    change(one, summary="Ein anderer Satz.")
    assert "älter als" not in Page(as_("aylin").get(url(one))).text
    as_("aylin").post(url(one, "veroeffentlichen/"))
    assert "älter als der deutsche Text" in Page(as_("aylin").get(url(one))).text
    assert OLDER in read(one).text
    as_("aylin").post(url(one, "beenden/"))
    assert "älter als" not in Page(as_("aylin").get(url(one))).text


def test_who_works_from_an_old_page_overwrites_nobody(as_: Callable[[str], Client]) -> None:
    one = public()
    translate(one)
    late = body(one, title="Late")
    page = Page(as_("bernd").post(at(one), late))
    assert page.status == 422
    assert "Jemand hat diese Angaben inzwischen geändert" in page.text
    assert page.typed("title") == "Late"
    assert row(one).title == "Evening group"
    newest = page.named("version")[0].attributes["value"]
    assert as_("bernd").post(at(one), {**late, "version": newest}).status_code == 302
    assert row(one).title == "Late"


def test_who_translated_an_older_german_text_sees_the_new_one_first(
    as_: Callable[[str], Client],
) -> None:
    one = public()
    late = body(one)
    change(one, summary="Ein anderer Satz.")
    page = Page(as_("aylin").post(at(one), late))
    assert page.status == 422
    assert "Der deutsche Text hat sich geändert" in page.text
    assert "Ein anderer Satz." in page.text
    assert page.typed("title") == "Evening group"
    assert not OfferTranslation.objects.filter(offer=one).exists()
    seen = page.named("seen")[0].attributes["value"]
    assert as_("aylin").post(at(one), {**late, "seen": seen}).status_code == 302


def test_a_mistyped_field_hides_no_newer_german_text(as_: Callable[[str], Client]) -> None:
    one = public()
    late = body(one, title="")
    change(one, summary="Ein anderer Satz.")
    page = Page(as_("aylin").post(at(one), late))
    assert page.named("seen")[0].attributes["value"] == late["seen"]


def test_a_double_click_is_one_translation(as_: Callable[[str], Client]) -> None:
    one = public()
    client, sent = as_("aylin"), body(one)
    with recorded() as found:
        assert client.post(at(one), sent).status_code == 302
        assert client.post(at(one), sent).status_code == 302
    assert OfferTranslation.objects.filter(offer=one).count() == 1
    assert said(found) == [("created", "offer_translation", one.slug)]
    assert_by(found, "aylin", "Evening group")
    assert "en" in str(found[0].detail)


def test_deleted_is_german_again_and_twice_is_once(as_: Callable[[str], Client]) -> None:
    one = public()
    translate(one)
    with recorded() as found:
        page = Page(as_("aylin").post(at(one, then="loeschen/"), follow=True))
        as_("aylin").post(at(one, then="loeschen/"))
    assert "Gelöscht: Englisch. Dort steht jetzt der deutsche Text." in page.text
    assert read(one).heading() == one.title
    assert said(found) == [("ended", "offer_translation", one.slug)]


def test_who_only_reads_sees_how_it_stands_and_changes_nothing(db: None) -> None:
    one = public()
    there = translate(one)
    client = sign_in("role:data_protection")
    assert "maschinell übersetzt, ungeprüft" in Page(client.get(url(one))).text
    assert client.get(at(one)).status_code == 403
    assert client.post(at(one), body(one, version=version_of(there))).status_code == 403
    with tenant(one.organisation_id), pytest.raises(PermissionDenied):
        remove_translation(actor=actor("role:data_protection"), offer=one, language="en")
    with tenant(one.organisation_id), pytest.raises(PermissionDenied):
        save_translation(
            actor=actor("role:data_protection"),
            offer=one,
            language="en",
            values={},
            version="",
            seen="",
        )


def test_offers_of_strangers_and_languages_that_no_page_has_are_not_found(db: None) -> None:
    client = sign_in("aylin")
    assert client.get(at(offer(FOREIGN))).status_code == 404
    assert client.post(at(offer(FOREIGN), then="loeschen/")).status_code == 404
    one = public()
    for language in ("de", "fr", "xx"):
        assert client.get(at(one, language)).status_code == 404


def test_a_version_of_something_deleted_is_stale(db: None) -> None:
    one = public()
    with tenant(one.organisation_id), pytest.raises(Stale):
        save_translation(
            actor=actor("aylin"),
            offer=one,
            language="en",
            values={},
            version="2026-01-01T00:00:00+00:00",
            seen=fingerprint(texts_of(one)),
        )


def test_entities_copied_with_a_translation_become_letters(db: None) -> None:
    one = public()
    there = translate(one, "tr", title="Ak&#351;am &amp; g&uuml;nd&uuml;z")
    assert there.title == "Akşam & gündüz"


def test_pages_in_other_languages_stay_within_their_statements(visitor: Client) -> None:
    one = public()
    translate(one, "ar", title="مجموعة")
    for address in (f"/ar/angebot/{one.slug}/", "/ar/suche/?q=wohnung&ort=00120"):
        visitor.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert visitor.get(address).status_code == 200
        assert len(caught) <= 6


def test_the_day_of_a_check_is_today_at_the_latest(db: None) -> None:
    one = public()
    there = translate(one, **{**CHECKED, "checked_on": f"{today():%d.%m.%Y}"})
    assert datum(there.checked_on) in Page(sign_in("aylin").get(url(one))).text
