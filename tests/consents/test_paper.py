"""The form to sign: always two pages, every kind of data singly ticked, rights in plain words."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahtlos.cases.rules.paper import Office
from nahtlos.consents.rules import paper, scope
from nahtlos.consents.rules.paper import CUT, UNREVIEWED, Choice, ConsentPaper, LegalNotice
from nahtlos.consents.rules.texts import text, texts
from nahtlos.foundation import documents
from tests.papers import HARD, LONG, SAMPLE, assert_accessible, drawings, heights, pages, read

FORM = Path(paper.__file__).parent.parent / "templates" / "consents" / "consent.typ"
GIVER = Office(
    "Wegbegleitung Musterland",
    "Integrationscoach, Aylin",
    "030 23125-420",
    "",
    "Am Ufer 2, 00100 Musterstadt",
)
RECEIVER = Office("Wohnhilfe Süd", "Aufnahme")
TICKED = ("PERS", "WOH", "GES")
KINDS = tuple(
    Choice(one.plain_label, one.code in TICKED, one.special) for one in scope.categories()
)
EXTENTS = tuple(Choice(words, code == "status") for code, words in scope.EXTENTS.items())
FORM_VERSIONS = [one.version for one in texts().values() if one.regime != "notice"]


def form(**changes: object) -> ConsentPaper:
    """A form as it is usually printed."""
    given_: dict[str, object] = {
        "number": "E-7F3M-2",
        "person": "Karim Kaya",
        "giver": GIVER,
        "receiver": RECEIVER,
        "purpose": "Eine Wohnung oder Unterkunft finden",
        "kinds": KINDS,
        "extents": EXTENTS,
        "valid_from": date(2026, 12, 1),
        "valid_until": date(2027, 5, 31),
        "wording": text("dsgvo-2026-1").wording,
        "helper": "Integrationscoach, Aylin",
        **changes,
    }
    return ConsentPaper(**given_)  # type: ignore[arg-type]


def notice(**changes: object) -> LegalNotice:
    """What somebody is told about a notice."""
    given_: dict[str, object] = {
        "number": "M-7F3M-2",
        "person": "Karim Kaya",
        "giver": GIVER,
        "receiver": Office("Jugendamt Musterstadt"),
        "law": "§ 4 KKG",
        "reason": "Wir sorgen uns um Ihr Kind und haben mit Ihnen darüber gesprochen.",
        "kinds": ("Alter des Kindes", "Anlass der Sorge"),
        "told_on": date(2026, 11, 26),
        "wording": text("mitteilung-2026-1").wording,
        **changes,
    }
    return LegalNotice(**given_)  # type: ignore[arg-type]


def printed(one: ConsentPaper | LegalNotice) -> bytes:
    """The paper, as in the demonstration."""
    return documents.render(FORM, one.data(), sample=True, within=one.pages)


def assert_two_whole_pages(pdf: bytes) -> None:
    """Two pages, and no word below the foot of either."""
    shown = pages(pdf)
    assert len(shown) == 2
    assert "Seite 1 von 2" in shown[0]
    assert "Seite 2 von 2" in shown[1]
    assert min(*heights(pdf, 0), *heights(pdf, 1)) > 20


@pytest.mark.parametrize("version", FORM_VERSIONS)
def test_it_says_who_tells_whom_what_for_what_and_until_when(version: str) -> None:
    pdf = printed(form(wording=text(version).wording))
    assert_two_whole_pages(pdf)
    first = pages(pdf)[0]
    for words in (
        "E-7F3M-2",
        "Karim Kaya",
        "Wegbegleitung Musterland",
        "Wohnhilfe Süd",
        "Eine Wohnung oder Unterkunft finden",
        "Vom 1. Dezember 2026 bis zum 31. Mai 2027.",
        "nur in diese Richtung",
        *(kind.words for kind in KINDS),
        *(extent.words for extent in EXTENTS),
    ):
        assert words in first
    assert not form(wording=text(version).wording).data()["tight"]


def test_each_kind_has_a_box_of_its_own_and_only_what_is_meant_is_ticked() -> None:
    said = drawings(printed(form()))
    assert said[0] == "nur in diese Richtung"
    boxes = said[1 : 1 + len(KINDS)]
    ordered = [kind for kind in KINDS if not kind.special] + [k for k in KINDS if k.special]
    assert [box == "angekreuzt" for box in boxes] == [kind.ticked for kind in ordered]
    assert "in beide Richtungen" in drawings(printed(form(direction="both")))


def test_special_kinds_stand_apart() -> None:
    first = pages(printed(form()))[0]
    apart = first.index("Besonders geschützt.")
    assert first.index("wo ich wohne") < apart < first.index("Sucht und Hilfe dabei")
    assert "Besonders geschützt." not in pages(printed(form(kinds=KINDS[:4])))[0]


@pytest.mark.parametrize("version", FORM_VERSIONS)
def test_a_no_has_no_consequences_and_a_yes_can_be_taken_back(version: str) -> None:
    second = pages(printed(form(wording=text(version).wording)))[1]
    assert "Ein Nein hat keine Folgen für Lockerungen" in second
    assert "für Ihre Entlassung" in second
    assert "Telefon 030 23125-420" in second
    assert "Brief: Wegbegleitung Musterland, Am Ufer 2, 00100 Musterstadt" in second


def test_it_asks_for_the_signatures_that_are_needed_and_no_others() -> None:
    plain = pages(printed(form()))[1]
    assert "Unterschrift der Person: Karim Kaya" in plain
    assert "Erklärt hat: Integrationscoach, Aylin" in plain
    for words in ("sorgeberechtigten Person", "Übersetzt hat", "Zeugin oder Zeuge"):
        assert words not in plain
    full = printed(form(guardian=True, witness=True, interpreter="Frau Ö."))
    assert_two_whole_pages(full)
    for words in ("sorgeberechtigten Person", "Übersetzt hat: Frau Ö.", "Zeugin oder Zeuge"):
        assert words in pages(full)[1]


def test_an_unreviewed_wording_says_so_on_both_pages_and_a_reviewed_one_does_not() -> None:
    assert [UNREVIEWED in page for page in pages(printed(form()))] == [True, True]
    reviewed = dataclasses.replace(text("dsgvo-2026-1").wording, reviewed=True)
    assert UNREVIEWED not in read(printed(form(wording=reviewed)))


def test_it_carries_its_version_and_the_hash_of_what_was_read() -> None:
    one = form()
    said = pages(printed(one))
    assert "Text dsgvo-2026-1 · Nummer E-7F3M-2" in said[0]
    assert one.text_hash in said[1]
    assert len(one.text_hash) == 64
    assert form().text_hash == one.text_hash
    assert form(helper="Bernd", witness=True).text_hash == one.text_hash
    for changed in (
        {"purpose": "Papiere besorgen"},
        {"valid_until": date(2027, 6, 1)},
        {"kinds": KINDS[1:]},
        {"direction": "both"},
        {"wording": text("justiz-2026-1").wording},
    ):
        assert form(**changed).text_hash != one.text_hash


def test_it_is_tagged_named_and_a_sample_on_every_page() -> None:
    pdf = printed(form())
    assert_accessible(pdf, "Einwilligung")
    assert [SAMPLE in page for page in pages(pdf)] == [True, True]


def test_long_names_and_everything_ticked_are_two_pages_and_nothing_is_cut() -> None:
    name = (
        "Sozialtherapeutische Wohn- und Arbeitsgemeinschaft für Menschen in besonderen "
        "Lebenslagen Musterland-Süd gemeinnützige Gesellschaft"
    )
    one = form(
        receiver=Office(name, name),
        kinds=tuple(dataclasses.replace(kind, ticked=True) for kind in KINDS),
        condition="nur wenn ich nach Musterstadt ziehe " * 5,
        purpose="damit ich ein Zimmer habe " * 9,
        guardian=True,
        witness=True,
        interpreter="Dolmetschbüro Wort für Wort",
    )
    pdf = printed(one)
    assert_two_whole_pages(pdf)
    assert not one.is_cut
    assert name in pages(pdf)[0]
    assert CUT not in read(pdf)


@pytest.mark.parametrize("words", [HARD, LONG, "W" * 10_000, ""], ids=ascii)
def test_no_text_makes_it_three_pages(words: str) -> None:
    office = Office(words, words, words, words, words)
    one = form(
        number="",
        person=words,
        giver=office,
        receiver=office,
        purpose=words,
        condition=words,
        helper=words,
        interpreter=words,
        guardian=True,
        witness=True,
        kinds=tuple(Choice(words, place % 2 == 0, place > 6) for place in range(13)),
        extents=(Choice(words),) * 4,
    )
    pdf = printed(one)
    assert_accessible(pdf, "Einwilligung")
    assert len(pages(pdf)) == 2
    assert one.is_cut == (len(words) > 1000)
    assert (CUT in read(pdf)) == one.is_cut


SENTENCE = st.lists(
    st.sampled_from(["ich", "wohne", "im", "Zimmer", "Wohnungslosenhilfe", "Bescheinigung", "WWW"])
).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(st.builds(Office, *([SENTENCE] * 5)), SENTENCE, SENTENCE, st.sampled_from(FORM_VERSIONS))
def test_what_is_set_as_it_is_fits(
    office: Office, purpose: str, condition: str, version: str
) -> None:
    wording = text(version).wording
    one = form(giver=office, receiver=office, purpose=purpose, condition=condition, wording=wording)
    assert_two_whole_pages(printed(one))


def test_a_notice_is_one_page_without_a_signature() -> None:
    pdf = printed(notice())
    assert_accessible(pdf, "Mitteilung ohne Einwilligung")
    (only,) = pages(pdf)
    for words in ("§ 4 KKG", "Jugendamt Musterstadt", "Alter des Kindes", "030 23125-420"):
        assert words in only
    for words in (SAMPLE, UNREVIEWED, "Seite 1 von 1", notice().text_hash):
        assert words in only
    assert "Unterschrift" not in only


@pytest.mark.parametrize("words", [HARD, LONG, "W" * 10_000, ""], ids=ascii)
def test_no_text_makes_a_notice_two_pages(words: str) -> None:
    one = notice(person=words, law=words, reason=words, kinds=(words,) * 13)
    pdf = printed(one)
    assert len(pages(pdf)) == 1
    assert one.is_cut == (len(words) > 1000)
