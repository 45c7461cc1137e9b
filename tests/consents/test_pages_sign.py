"""Seeing consents, their sheet and their signature."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from nahtlos.consents import actions
from nahtlos.consents.models import Consent
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.consents.asking import CONDITION, FAMILY, WORDS, a_case, noticed, prepared, signed
from tests.reading import Page
from tests.records import recorded, said


def url(consent: Consent, then: str = "") -> str:
    """Its page, or one of its buttons."""
    return f"/intern/einwilligungen/{consent.number}/{then}"


def filled_in(consent: Consent, **values: Any) -> dict[str, Any]:
    """A signature of today."""
    return {
        "signed_on": f"{today():%d.%m.%Y}",
        "informed_on": f"{today():%d.%m.%Y}",
        "form": "paper",
        "given_in": "custody",
        "version": version_of(consent),
        **values,
    }


def again(consent: Consent) -> Consent:
    """As it stands in the database."""
    with tenant(consent.organisation_id):
        return Consent.objects.get(pk=consent.pk)


def test_the_list_says_in_words_who_may_know_what(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    address = f"/intern/faelle/{case.code}/einwilligungen/"
    assert "Noch ist nichts erlaubt." in Page(client.get(address)).text
    signed(case, valid_until=today() + timedelta(days=9))
    prepared(case, to_organisation=organisation("jva-musterstadt"))
    page = Page(client.get(address))
    assert page.heading() == "Wer darf was wissen?"
    for words in (
        organisation(FOREIGN).name,
        "Aufnahme",
        "endet in 9 Tagen",
        "noch nicht unterschrieben",
        "Name und Erreichbarkeit, Entlassung: Tag und Ort, Wohnen",
        "Schulden und Konto (besonders geschützt)",
    ):
        assert words in page.text, words
    assert page.text.index("endet in 9 Tagen") < page.text.index("noch nicht unterschrieben")
    assert FAMILY not in page.source[: page.source.index("</title>")]


def test_signing_on_the_page(as_: Callable[[str], Client]) -> None:
    consent, client = prepared(a_case()), as_("aylin")
    page = Page(client.get(url(consent, "unterschrieben/")))
    assert page.typed("signed_on") == f"{today():%d.%m.%Y}"
    assert "rechtlich geprüft" in page.text
    typed = filled_in(consent)
    page = Page(client.post(url(consent, "unterschrieben/"), typed, follow=True))
    assert "Die Unterschrift ist eingetragen." in page.text
    assert "gültig" in page.text
    second = client.post(url(consent, "unterschrieben/"), typed)
    assert second["Location"] == url(consent)
    assert again(consent).signed_on == today()
    assert client.get(url(consent, "unterschrieben/"))["Location"] == url(consent)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("signed_on", "31.02.2026", "Bitte geben Sie das Datum so ein"),
        ("signed_on", "3.12.2020", "Bitte prüfen Sie das Jahr."),
        ("signed_on", "1.1.2090", "Dieser Tag liegt in der Zukunft."),
        ("informed_on", "1.1.2090", "Erklärt wird vor der Unterschrift."),
        ("form", "witnessed", ""),
        ("form", "gesungen", "Bitte wählen Sie etwas aus der Liste."),
        ("given_in", "", "Bitte wählen Sie etwas aus."),
        ("interpreter", "x" * 10_000, "Bitte schreiben Sie kürzer"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    as_: Callable[[str], Client], field: str, value: str, sentence: str
) -> None:
    consent = prepared(a_case())
    body = filled_in(consent) | {field: value}
    page = Page(as_("aylin").post(url(consent, "unterschrieben/"), body))
    assert page.status == 422
    if field == "form" and value == "witnessed":
        assert "Bitte nennen Sie, wer dabei war." in page.beside("interpreter")
    else:
        assert sentence in page.beside(field)
    assert again(consent).signed_on is None


def test_for_a_minor_the_age_is_a_hint_and_the_choice_is_hers(
    as_: Callable[[str], Client],
) -> None:
    consent = prepared(a_case(born_on=today() - timedelta(days=15 * 366)))
    page = Page(as_("aylin").get(url(consent, "unterschrieben/")))
    assert "Das ist ein Anhaltspunkt." in page.text
    assert page.typed("insight") == []
    page = Page(as_("aylin").post(url(consent, "unterschrieben/"), filled_in(consent)))
    assert "Bitte wählen Sie etwas aus." in page.beside("insight")


def test_two_tabs_sign_once(as_: Callable[[str], Client]) -> None:
    consent, client = prepared(a_case()), as_("aylin")
    typed = filled_in(consent)
    with recorded() as found:
        client.post(url(consent, "unterschrieben/"), typed)
        client.post(url(consent, "unterschrieben/"), typed)
    assert said(found) == [("consented", "consent", consent.number)]


def test_the_page_tells_what_is_next(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    consent = prepared(case)
    page = Page(client.get(url(consent)))
    assert page.heading() == organisation(FOREIGN).name
    assert url(consent, "unterschrieben/") in page.links()
    for words in (WORDS, CONDITION, "Eine Wohnung oder Unterkunft finden", "Aufnahme"):
        assert words in page.text
    assert FAMILY not in page.source[: page.source.index("</title>")]
    page = Page(client.get(url(signed(case))))
    assert "Was unterschrieben ist, bleibt, wie es ist." in page.text
    assert "verwerfen/" not in page.source


def test_a_withdrawn_one_says_when_and_how(as_: Callable[[str], Client]) -> None:
    consent = signed(a_case())
    with tenant(organisation_id()):
        actions.mark_withdrawn(actor=actor("bernd"), consent=consent, channel="letter")
    page = Page(as_("aylin").get(url(consent)))
    assert "widerrufen" in page.text
    assert "per Brief. Seitdem wird nichts mehr weitergegeben." in page.text


def test_an_unsigned_one_is_thrown_away(as_: Callable[[str], Client]) -> None:
    consent, client = prepared(a_case()), as_("aylin")
    page = Page(client.post(url(consent, "verwerfen/"), follow=True))
    assert "Verworfen." in page.text
    assert client.post(url(consent, "verwerfen/")).status_code == 404
    kept = signed(a_case())
    page = Page(client.post(url(kept, "verwerfen/"), follow=True))
    assert "sondern widerrufen" in page.text
    assert again(kept).signed_on


def test_the_sheet_has_two_pages_and_what_was_prepared(as_: Callable[[str], Client]) -> None:
    consent = prepared(a_case())
    with recorded() as found:
        response = as_("aylin").get(url(consent, "blatt/"))
    assert response["Content-Type"] == "application/pdf"
    assert consent.number in response["Content-Disposition"]
    pages = PdfReader(BytesIO(response.content)).pages
    assert len(pages) == 2
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    for expected in (
        FAMILY,
        consent.number,
        "rechtlich ungeprüft",
        "Erklärung (b)",
        "dsgvo-2026-1",
        consent.text_hash,
    ):
        assert expected in words, expected
    assert said(found) == [("printed", "consent", consent.number)]


def test_prisons_print_their_own_words_on_two_pages(as_: Callable[[str], Client]) -> None:
    everything = ["PERS", "TERM", "WOH", "EIN", "ARB", "SOZ", "DOK", "MOB"]
    everything += ["SCH", "GES", "SUC", "PSY", "FAM", "KIND", "REC", "AUF"]
    consent = prepared(a_case("doro"), "doro", categories=everything, purpose_words="w" * 200)
    response = as_("doro").get(url(consent, "blatt/"))
    pages = PdfReader(BytesIO(response.content)).pages
    assert len(pages) == 2
    assert "Besuch, Arbeit oder Verlegung" in " ".join(pages[1].extract_text().split())


def test_a_notice_is_one_page_to_keep(as_: Callable[[str], Client]) -> None:
    case = a_case()
    with tenant(organisation_id()):
        notice = actions.record_notice(actor=actor("aylin"), case=case, values=noticed())
    pages = PdfReader(BytesIO(as_("aylin").get(url(notice, "blatt/")).content)).pages
    assert len(pages) == 1
    assert "das ist ihre eigene Einschätzung" in " ".join(pages[0].extract_text().split())
