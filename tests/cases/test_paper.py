"""The card for the pocket: four answers, honest gaps, nothing that shames, one sheet, two sides."""

from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest

from nahtlos.cases.rules import paper
from nahtlos.cases.rules.paper import Appointment, CardAnswer, ReleaseCard, when_words
from nahtlos.cases.rules.vocabulary import AnswerState, Question
from nahtlos.foundation import documents
from tests.papers import HARD, LONG, SAMPLE, assert_accessible, drawings, heights, pages, read

CARD = Path(paper.__file__).parent.parent / "templates" / "cases" / "card.typ"
BED = CardAnswer(
    Question.BED,
    AnswerState.SECURED,
    "Wohnhilfe Süd, Zimmer 4",
    "Lindenweg 3, 00100 Musterstadt",
    date(2027, 1, 12),
    time(11),
    "040 66969-120",
)
JOBCENTER = Appointment("Jobcenter, Antrag abgeben", date(2027, 1, 12), time(9, 30), "Am Markt 1")


def card(**changes: object) -> ReleaseCard:
    """A card with one answer."""
    given: dict[str, object] = {
        "answers": (BED,),
        "ask": "Aylin",
        "ask_phone": "030 23125-420",
        "printed_on": date(2026, 12, 28),
        "first_name": "Karim",
        "code": "F-7F3M-2",
        "dates": (JOBCENTER,),
        "this_week": ("Bis 26. Januar die neue Adresse anmelden",),
        **changes,
    }
    return ReleaseCard(**given)  # type: ignore[arg-type]


def printed(one: ReleaseCard) -> bytes:
    """The sheet, as in the demonstration."""
    return documents.render(CARD, one.data(), sample=True)


def test_the_card_says_where_when_and_whom_to_call() -> None:
    inside, outside = pages(printed(card()))
    for words in (
        *(question.label for question in Question),
        "Wohnhilfe Süd, Zimmer 4",
        "Lindenweg 3 00100 Musterstadt",
        "Dienstag, 12. Januar 2027, 11:00 Uhr",
        "040 66969-120",
    ):
        assert words in inside
    for words in (
        "Meine nächsten Tage",
        "Karim",
        "F-7F3M-2",
        "Dienstag, 12. Januar 2027, 9:30 Uhr Jobcenter, Antrag abgeben Am Markt 1",
        "Bis 26. Januar die neue Adresse anmelden",
        "116 111",
        "116 016",
        "0800 111 0 111",
        "Karte vom 28. Dezember 2026",
    ):
        assert words in outside


def test_it_is_tagged_named_and_a_sample_on_both_sides() -> None:
    pdf = printed(card())
    assert_accessible(pdf, "Meine nächsten Tage")
    assert drawings(pdf) == ["nicht angekreuzt"]
    shown = pages(pdf)
    assert [SAMPLE in page for page in shown] == [True, True]
    assert "Seite 1 von 2" in shown[0]
    assert "Seite 2 von 2" in shown[1]


def test_what_is_open_is_printed_as_open_with_whom_to_ask() -> None:
    inside = pages(printed(card()))[0]
    assert inside.count("Noch offen. Bitte fragen Sie Aylin Telefon 030 23125-420") == 3


@pytest.mark.parametrize("state", [AnswerState.OPEN, AnswerState.UNKNOWN])
def test_words_of_an_open_answer_are_not_printed_as_if_they_were_certain(
    state: AnswerState,
) -> None:
    maybe = CardAnswer(Question.WORK, state, "vielleicht die Werkstatt")
    assert "Werkstatt" not in read(printed(card(answers=(maybe,))))


def test_an_answer_without_words_is_open_whatever_was_ticked() -> None:
    empty = CardAnswer(Question.BED, AnswerState.SECURED, "  ")
    assert empty.shown_as is AnswerState.OPEN
    assert pages(printed(card(answers=(empty,))))[0].count("Noch offen.") == 4


def test_what_is_in_progress_says_so_and_what_is_not_wanted_is_respected() -> None:
    answers = (
        CardAnswer(Question.MONEY, AnswerState.IN_PROGRESS, "Jobcenter"),
        CardAnswer(Question.WORK, AnswerState.NOT_WANTED),
    )
    inside = pages(printed(card(answers=answers)))[0]
    assert "Jobcenter Das ist noch nicht sicher. Wir klären es." in inside
    assert "Dazu möchten Sie zurzeit keine Hilfe." in inside


def test_the_card_has_no_place_for_a_name_a_prison_or_an_offence() -> None:
    assert {field.name for field in fields(ReleaseCard)} == {
        *("answers", "ask", "ask_phone", "printed_on", "first_name", "code", "dates", "this_week")
    }
    said = read(printed(card(first_name="Karim Kaya")))
    assert "Karim" in said
    assert "Kaya" not in said
    assert card().telling_words() == ()
    for word in ("Haft", "JVA", "Entlass", "Straf", "Gefängnis"):
        assert word not in said


def test_words_that_tell_where_somebody_comes_from_are_found_before_printing() -> None:
    one = card(
        dates=(Appointment("Bewährungshilfe", date(2027, 1, 15)),),
        this_week=("Haftentlassungsschein zum Jobcenter mitnehmen", "Werkhaftung klären"),
    )
    assert one.telling_words() == ("Bewährungshilfe", "Haftentlassungsschein")


def test_dates_stand_in_their_order_and_the_rest_is_counted() -> None:
    later = [Appointment(f"Termin {day}", date(2027, 2, day)) for day in range(9, 1, -1)]
    outside = pages(printed(card(dates=tuple(later))))[1]
    assert outside.index("Termin 2") < outside.index("Termin 3") < outside.index("Termin 6")
    assert "Termin 7" not in outside
    assert "Und 3 weitere Termine: bitte fragen Sie nach." in outside


def test_a_date_without_an_hour_is_a_day() -> None:
    assert when_words(date(2027, 3, 1)) == "Montag, 1. März 2027"
    assert when_words(date(2027, 3, 1), time(9, 5)) == "Montag, 1. März 2027, 9:05 Uhr"
    assert when_words(None, time(9)) == ""


def test_an_empty_card_is_still_a_card_to_write_on() -> None:
    pdf = printed(ReleaseCard(answers=(), ask="", ask_phone="", printed_on=date(2026, 12, 28)))
    inside, outside = pages(pdf)
    assert inside.count("Bitte fragen Sie die Person, die Ihnen diese Karte gibt.") == 4
    assert "Noch kein Termin steht fest." in outside
    assert "Mein Code" not in outside
    assert drawings(pdf) == ["nicht angekreuzt"] * 4


@pytest.mark.parametrize("text", [HARD, LONG, "W" * 10_000, ""], ids=ascii)
def test_no_text_makes_it_longer_than_a_sheet(text: str) -> None:
    answers = tuple(
        CardAnswer(one, AnswerState.SECURED, text, text, date(2027, 9, 12), time(10), text)
        for one in Question
    )
    one = card(
        answers=answers,
        ask=text,
        ask_phone=text,
        first_name=text,
        code=text,
        dates=tuple(Appointment(text, date(2027, 9, 12), time(10), text, text) for _ in range(9)),
        this_week=(text,) * 9,
    )
    pdf = printed(one)
    assert len(pages(pdf)) == 2
    assert min(*heights(pdf, 0), *heights(pdf, 1)) > 10
    assert_accessible(pdf, "Meine nächsten Tage")


def test_names_of_many_scripts_come_out_and_the_rest_is_said() -> None:
    said = read(printed(card(answers=(CardAnswer(BED.question, BED.state, HARD),))))
    assert "Şahin Łukasz Ї" in said
    assert "Einzelne Zeichen konnten nicht gedruckt werden." in said
