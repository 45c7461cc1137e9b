"""The printed sheet of an offer: tagged, whole, marked as a sample, and stopped by no name."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Organisation
from tests.cast import organisation, organisation_id
from tests.directory.test_offers import public, typed, url

HARD = "Şahin Łukasz Ї محمد 😀"
SAMPLE = "Muster: alle Angaben sind erfunden"


def sheet(one: Offer, prefix: str = "") -> PdfReader:
    """The sheet, read back."""
    response = Client().get(f"{prefix}/angebot/{one.slug}/angebot.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'inline; filename="angebot.pdf"'
    return PdfReader(BytesIO(response.content))


def text(reader: PdfReader) -> str:
    """Its words, with single blanks."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_is_tagged_named_and_in_german(db: None) -> None:
    one = public()
    reader = sheet(one)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).lower().startswith("de")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert reader.metadata.title == one.title
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()


def test_it_says_what_the_page_says(db: None) -> None:
    one = public(
        description="Wir reden und essen.",
        first_steps=["Anrufen", "Vorbeikommen"],
        phone="030 23125-420",
        cost="free",
    )
    said = text(sheet(one))
    for words in (
        one.title,
        organisation(HOME).name,
        "Ein Satz.",
        "Wir reden und essen.",
        "Anrufen",
        "Vorbeikommen",
        "030 23125-420",
        "kostenlos",
        "Zuletzt geprüft am",
    ):
        assert words in said


def test_every_page_of_a_sample_says_that_it_is_one(db: None) -> None:
    reader = sheet(public(description="Ein langer Absatz über die Gruppe.\n\n" * 95))
    assert len(reader.pages) > 1
    for number, page in enumerate(reader.pages, start=1):
        shown = page.extract_text()
        assert SAMPLE in shown
        assert f"Seite {number} von {len(reader.pages)}" in shown


def test_a_real_offer_is_not_called_a_sample(db: None) -> None:
    with tenant(organisation_id()):
        Organisation.objects.filter(pk=organisation_id()).update(is_sample=False)
    assert "Muster:" not in text(sheet(public()))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_name_stops_it_and_what_no_font_has_is_said(db: None, prefix: str) -> None:
    one = public(
        title=HARD,
        summary=HARD,
        description=f"{HARD}\n\n\u202e\u0000{HARD}".replace("\u0000", ""),
        first_steps=[HARD, HARD],
        city=HARD,
        access_note=HARD,
        cost="some",
        cost_note=HARD,
        phone="030 23125-420",
        audience_text=HARD,
    )
    said = text(sheet(one, prefix))
    assert "Şahin Łukasz Ї" in said
    assert "\ufffd" in said
    assert "😀" not in said


def test_markup_of_the_typesetter_stays_text(db: None) -> None:
    nasty = '#read("/etc/passwd") $x$ *fett* _x_ <label> @ref \\ // #import "x" ]] }}'
    said = text(sheet(public(summary=nasty, first_steps=[nasty], description=nasty)))
    assert '#read("/etc/passwd")' in said
    assert "root:" not in said


def test_a_draft_and_an_ended_offer_have_none(as_: Callable[[str], Client]) -> None:
    one = public()
    assert Client().get(f"/angebot/{one.slug}/angebot.pdf").status_code == 200
    as_("aylin").post(url(one, "beenden/"))
    assert Client().get(f"/angebot/{one.slug}/angebot.pdf").status_code == 404


def test_a_changed_offer_is_printed_as_it_is_now(as_: Callable[[str], Client]) -> None:
    one = public()
    as_("aylin").post(url(one, "bearbeiten/"), typed(one, summary="Ein neuer Satz."))
    assert "Ein neuer Satz." in text(sheet(one))
