"""The pages of notes and contacts."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nahtlos.cases.models import Case
from nahtlos.foundation import stamps
from nahtlos.foundation.versions import version_of
from nahtlos.records import queries
from nahtlos.records.models import Contact, Note
from tests.cases.made import inside
from tests.reading import Page
from tests.records_room.made import (
    SHORT,
    WORDS,
    a_case,
    changed,
    contact_typed,
    logged,
    note_typed,
    written,
)


def url(case: Case, name: str, **more: str) -> str:
    """A page of the case."""
    return reverse(f"records:{name}", kwargs={"code": case.code, **more})


def notes(case: Case) -> list[str]:
    """The texts of its notes."""
    with inside():
        return [note.text for note in Note.objects.filter(case=case)]


def test_a_note_is_written_and_read(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    assert "Noch ist nichts notiert." in Page(client.get(url(case, "journal"))).text
    typed = note_typed(stamp=stamps.issue())
    for _ in range(2):
        assert client.post(url(case, "new_note"), typed).status_code == 302
    assert notes(case) == [WORDS]
    page = Page(client.get(url(case, "journal")))
    assert WORDS in page.text
    assert "Tatsache über die begleitete Person" in page.text
    assert "Aylin · Ändern" in page.text


def test_it_asks_once_and_does_not_block(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    typed = note_typed(text="Hat F10.2 und Az. 12 Js 345/26.", stamp=stamps.issue())
    page = Page(client.post(url(case, "new_note"), typed))
    assert page.status == 422
    assert "Soll das wirklich in die Akte?" in page.text
    assert "Ein Aktenzeichen: „12 Js 345/26“." in page.text
    assert page.typed("text") == typed["text"]
    assert notes(case) == []
    button = page.named("trotzdem")[0].attributes["value"]
    client.post(url(case, "new_note"), typed | {"trotzdem": button})
    assert notes(case) == [typed["text"]]


def test_something_new_is_asked_about_again(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    typed = note_typed(text="F10.2 und Methadon", stamp=stamps.issue(), trotzdem="icd")
    assert client.post(url(case, "new_note"), typed).status_code == 422
    assert notes(case) == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Bitte füllen Sie dieses Feld aus."),
        ("text", "x" * 10_001, "Bitte schreiben Sie kürzer: höchstens 10000 Zeichen."),
        ("kind", "", "Bitte wählen Sie, was das ist."),
        ("on", "31.02.2026", "Bitte geben Sie das Datum so ein"),
        ("on", "1.1.2099", "Dieser Tag liegt in der Zukunft."),
        ("concerned", "victim", "Bitte wählen Sie etwas aus der Liste."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    as_: Callable[[str], Client], field: str, value: str, sentence: str
) -> None:
    case = a_case()
    typed = note_typed(stamp=stamps.issue()) | {field: value}
    page = Page(as_("aylin").post(url(case, "new_note"), typed))
    assert page.status == 422
    assert sentence in page.beside(field)
    assert notes(case) == []


def test_a_stale_tab_shows_the_other_text_and_both_are_kept(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    with inside() as aylin:
        note = written(aylin, case)
        old = version_of(note)
        changed(aylin, case, note, text="Aus dem ersten Fenster.")
    address = url(case, "note", note=note.code)
    typed = note_typed(text="Aus dem zweiten Fenster.", version=old)
    page = Page(client.post(address, typed))
    assert page.status == 422
    assert "Aus dem ersten Fenster." in page.text
    assert page.typed("text") == "Aus dem zweiten Fenster."
    client.post(address, typed | {"version": page.typed("version")})
    with inside() as aylin:
        (line,) = queries.journal(aylin, case).lines
    assert line.text == "Aus dem zweiten Fenster."
    assert [one.text for one in line.versions] == ["Aus dem ersten Fenster.", WORDS]


def test_a_note_is_deleted_where_it_was_wrong(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    with inside() as aylin:
        note = written(aylin, case)
    answer = client.post(url(case, "remove_note", note=note.code), follow=True)
    assert "Die Notiz ist gelöscht." in Page(answer).text
    assert notes(case) == []


def test_a_contact_is_noted_with_two_answers(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    page = Page(client.get(url(case, "new_contact")))
    ready = {name: page.typed(name) for name in ("on", "reached", "concerned", "area_1")}
    typed = {name: one if isinstance(one, str) else one[0] for name, one in ready.items()}
    stamped = typed | {"channel": "phone", "minutes_1": "10", "stamp": stamps.issue()}
    for _ in range(2):
        assert client.post(url(case, "new_contact"), stamped).status_code == 302
    with inside():
        (contact,) = Contact.objects.filter(case=case)
        assert (contact.reached, contact.minutes) == (True, {"": 10})


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("channel", "", "Bitte wählen Sie, auf welchem Weg."),
        ("minutes_1", "", "Bitte nennen Sie die Minuten zu diesem Thema."),
        ("minutes_1", "viele", "Bitte geben Sie eine ganze Zahl ein."),
        ("minutes_1", "99999", "Die Zahl ist zu groß."),
        ("note", "x" * 501, "Bitte schreiben Sie kürzer: höchstens 500 Zeichen."),
    ],
)
def test_what_is_wrong_about_a_contact_is_said(
    as_: Callable[[str], Client], field: str, value: str, sentence: str
) -> None:
    case = a_case()
    typed = contact_typed(stamp=stamps.issue()) | {field: value}
    page = Page(as_("aylin").post(url(case, "new_contact"), typed))
    assert page.status == 422
    assert sentence in page.beside(field)
    assert page.typed("on") == typed["on"]


def test_a_theme_stands_there_once(as_: Callable[[str], Client]) -> None:
    case = a_case()
    typed = contact_typed(stamp=stamps.issue(), area_2="WOH", minutes_2="5")
    page = Page(as_("aylin").post(url(case, "new_contact"), typed))
    assert "Dieses Thema steht schon weiter oben." in page.beside("area_2")


def test_a_contact_asks_before_a_diagnosis_and_is_corrected(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    with inside() as aylin:
        contact = logged(aylin, case)
    address = url(case, "contact", contact=contact.code)
    page = Page(client.get(address))
    assert (page.typed("note"), page.typed("minutes_1")) == (SHORT, "20")
    typed = contact_typed(note="hat HIV", version=page.typed("version"))
    assert "Eine Infektion" in Page(client.post(address, typed)).text
    assert client.post(address, typed | {"trotzdem": "hiv"}).status_code == 302


def test_the_rhythm_stands_on_journal_and_case_file(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    page = Page(client.post(url(case, "rhythm"), {"every_days": "14", "version": ""}, follow=True))
    assert "alle 2 Wochen" in page.text
    page = Page(client.get(f"/intern/faelle/{case.code}/"))
    assert "noch kein Kontakt notiert" in page.text
    wrong = Page(client.post(url(case, "rhythm"), {"every_days": "500", "version": ""}))
    assert "Die Zahl ist zu groß." in wrong.beside("every_days")


def test_a_journal_of_many_lines_has_pages(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    with inside() as aylin:
        for _ in range(45):
            logged(aylin, case)
    first = Page(client.get(url(case, "journal")))
    assert "?seite=2" in first.links()
    second = Page(client.get(url(case, "journal") + "?seite=2"))
    assert len([one for one in second.elements if one.text() == SHORT and one.tag == "p"]) == 5
    assert "Hier steht nichts mehr." in Page(client.get(url(case, "journal") + "?seite=9")).text


def test_who_is_not_on_the_case_finds_no_page(as_: Callable[[str], Client]) -> None:
    case = a_case()
    with inside() as aylin:
        note, contact = written(aylin, case), logged(aylin, case)
    addresses = [
        url(case, "journal"),
        url(case, "new_note"),
        url(case, "new_contact"),
        url(case, "rhythm"),
        url(case, "note", note=note.code),
        url(case, "contact", contact=contact.code),
    ]
    for who in ("bernd", "helga", "cem"):
        client = as_(who)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert {client.post(one, {}).status_code for one in addresses[1:]} == {404}
