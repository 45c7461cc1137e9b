"""The contact card: whom the person calls, on one sheet that tells nobody where she comes from."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

from django.test import Client as Browser

from nahtlos.cases import actions, queries
from nahtlos.cases.queries.contacts import contact_card
from nahtlos.cases.rules import paper
from nahtlos.cases.rules.contact_card import AtNight, ContactCard, Deputy
from nahtlos.foundation import documents
from nahtlos.foundation.versions import version_of
from nahtlos.people.queries import on_call
from tests.cases.made import FAMILY, GIVEN, in_days, inside, membership, new_case
from tests.cases.test_on_call import VALUES
from tests.papers import HARD, LONG, assert_accessible, pages, read
from tests.records import recorded

SHEET = Path(paper.__file__).parent.parent / "templates" / "cases" / "contacts.typ"
NIGHT = AtNight(
    "Bereitschaft der Wegbegleitung",
    "030 23125-777",
    (("Montag bis Freitag", "18 bis 22 Uhr"), ("Samstag und Sonntag", "rund um die Uhr")),
    (("24. Dezember 2026", "nicht erreichbar"),),
    "Auf der Mailbox bitte nur den Code nennen.",
)


def card(**changes: object) -> ContactCard:
    """A card with all it can hold."""
    given: dict[str, object] = {
        "lead": "Aylin",
        "deputies": (Deputy("Helga", date(2026, 12, 5)), Deputy("Bernd")),
        "house": "Wegbegleitung Musterland",
        "phone": "030 23125-420",
        "at_night": NIGHT,
        "printed_on": date(2026, 11, 27),
        "first_name": "Karim",
        "code": "F-7F3M-2",
        **changes,
    }
    return ContactCard(**given)  # type: ignore[arg-type]


def printed(one: ContactCard) -> bytes:
    """The sheet, as in the demonstration."""
    return documents.render(SHEET, one.data(), sample=True)


def test_it_says_whom_to_call_by_day_and_by_night() -> None:
    (sheet,) = pages(printed(card()))
    for words in (
        *("Wen ich anrufen kann", "Karim", "Aylin", "030 23125-420", "F-7F3M-2", "Bernd"),
        *("Helga (bis 5. Dezember 2026)", "Bereitschaft der Wegbegleitung", "030 23125-777"),
        *("18 bis 22 Uhr", "24. Dezember 2026", "112", "116 117", "0800 111 0 111"),
    ):
        assert words in sheet, words


def test_without_deputy_and_night_it_is_honest() -> None:
    sheet = read(printed(card(deputies=(), at_night=None, lead="")))
    assert "nach jemandem aus dem Team" in sheet
    assert "geht bei uns meistens niemand ans Telefon" in sheet
    assert "Jemand aus dem Team ist für Sie da." in sheet


def test_the_card_has_no_place_for_a_name_or_an_offence() -> None:
    names = {field.name for field in fields(ContactCard)}
    assert not names & {"family_name", "prison", "custody", "offence", "born_on"}
    sheet = read(printed(card(first_name="Karim Kaya", house="Haus für Haftentlassene e. V.")))
    assert "Kaya" not in sheet
    assert not paper.telling_words(sheet)


def test_it_is_one_sheet_whatever_is_written_and_for_everybody() -> None:
    full = card(
        lead=HARD,
        deputies=(Deputy(LONG), Deputy(HARD), Deputy(LONG, date(2026, 12, 5)), Deputy("x")),
        house=LONG,
        at_night=AtNight(LONG, LONG, (("Montag", LONG),) * 9, (("Tag", LONG),) * 9, LONG),
    )
    assert len(pages(printed(full))) == 1
    assert_accessible(printed(card()), "Wen ich anrufen kann")


def test_a_case_fills_it_with_who_is_there(db: None) -> None:
    with inside("helga") as helga:
        version = version_of(on_call(helga.organisation))
        actions.save_on_call(actor=helga, values=VALUES, version=version)
    with inside() as aylin:
        case = new_case(aylin)
        people = membership("aylin"), membership("helga")
        actions.reassign(actor=aylin, case=case, lead=people[0], deputy=people[1])
        actions.begin_absence(
            actor=aylin,
            member=people[0],
            deputy=membership("bernd"),
            first=in_days(0),
            last=in_days(2),
        )
        shown = contact_card(queries.case_for(aylin, case.code))
    assert shown.lead == "Aylin"
    assert [(one.name, one.until) for one in shown.deputies] == [
        ("Bernd", in_days(2)),
        ("Helga", None),
    ]
    assert shown.at_night is not None
    assert shown.at_night.phone == "030 23125-777"
    assert shown.first_name == ""


def test_the_page_prints_it_and_the_chain_says_so(as_: Callable[[str], Browser]) -> None:
    with inside() as aylin:
        case = new_case(aylin)
    client = as_("aylin")
    with recorded() as found:
        answer = client.get(f"/intern/faelle/{case.code}/kontaktkarte/?vorname=1")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    words = read(answer.content)
    assert GIVEN in words
    assert FAMILY not in words
    assert [(one.verb, one.code) for one in found] == [("printed", case.code)]
