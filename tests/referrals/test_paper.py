"""The sheet that asks and brings its answer back, and the sheet for the hand-over."""

from datetime import date, time
from pathlib import Path

import pytest

from nahtlos.cases.rules.paper import Appointment, CardAnswer, Office
from nahtlos.cases.rules.vocabulary import AnswerState, Question
from nahtlos.foundation import documents
from nahtlos.referrals.rules import paper
from nahtlos.referrals.rules.paper import HandoverSheet, MustHave, ReferralSheet
from tests.papers import HARD, LONG, SAMPLE, assert_accessible, drawings, heights, pages, read

TEMPLATES = Path(paper.__file__).parent.parent / "templates" / "referrals"
SENDER = Office(
    "Wegbegleitung Musterland",
    "Integrationscoach, Aylin",
    "030 23125-420",
    "030 23125-421",
    "Am Ufer 2, 00100 Musterstadt",
)
RECEIVER = Office("Wohnhilfe Süd", "Aufnahme", "040 66969-120")
PACKAGE = (("Entlassung", "12. Januar 2027"), ("Wohnen", "sucht ein Zimmer"))
BED = CardAnswer(Question.BED, AnswerState.SECURED, "Wohnhilfe Süd", "Lindenweg 3")
JOBCENTER = Appointment("Jobcenter", date(2027, 1, 12), time(9, 30), "Am Markt 1")


def sheet(**changes: object) -> ReferralSheet:
    """A request with a name."""
    given: dict[str, object] = {
        "code": "K-7F3M-2",
        "title": "Bitte um ein Zimmer",
        "request": "Wir bitten um ein erstes Gespräch.",
        "sender": SENDER,
        "receiver": RECEIVER,
        "sent_on": date(2026, 11, 26),
        "reply_by": date(2026, 12, 3),
        "package": PACKAGE,
        "person": "Karim Kaya",
        **changes,
    }
    return ReferralSheet(**given)  # type: ignore[arg-type]


def handover(**changes: object) -> HandoverSheet:
    """A hand-over between two offices."""
    given: dict[str, object] = {
        "person": "Karim Kaya",
        "code": "F-7F3M-2",
        "day": date(2027, 1, 11),
        "giver": SENDER,
        "taker": RECEIVER,
        "answers": (BED,),
        "must_haves": (MustHave("Ausweis", done=True), MustHave("Geld für die ersten Tage")),
        "dates": (JOBCENTER,),
        **changes,
    }
    return HandoverSheet(**given)  # type: ignore[arg-type]


def printed(one: ReferralSheet | HandoverSheet) -> bytes:
    """The paper, as in the demonstration."""
    name = "sheet.typ" if isinstance(one, ReferralSheet) else "handover.typ"
    return documents.render(TEMPLATES / name, one.data(), sample=True)


def test_the_sheet_asks_on_one_page_and_says_how_to_answer() -> None:
    (only,) = pages(printed(sheet(answer_at="nahtlos.example/antwort")))
    for words in (
        "Bitte um ein Zimmer",
        "Bitte diesen Code nennen, wenn Sie anrufen K-7F3M-2",
        "Wir bitten um Ihre Antwort bis 3. Dezember 2026.",
        "Integrationscoach, Aylin",
        "Ja, wir übernehmen das.",
        "Erster Termin, Tag und Uhrzeit:",
        "Nein, das geht bei uns nicht, weil:",
        "Bitte rufen Sie uns an.",
        "Telefon 030 23125-420 Fax 030 23125-421 Post: Am Ufer 2, 00100 Musterstadt",
        "nahtlos.example/antwort",
        SAMPLE,
    ):
        assert words in only
    assert drawings(printed(sheet())) == ["nicht angekreuzt"] * 4


def test_the_sheet_holds_the_package_and_nothing_else() -> None:
    said = read(printed(sheet()))
    start = said.index("Karim Kaya")
    assert said[start:].startswith(
        "Karim Kaya Entlassung 12. Januar 2027 Wohnen sucht ein Zimmer Die Person hat erlaubt"
    )
    assert "Weitere Angaben dürfen wir nicht machen." in read(printed(sheet(package=())))


def test_without_a_name_the_code_stands_for_the_person() -> None:
    said = read(printed(sheet(person="")))
    assert "Die Person bleibt zunächst ohne Namen. Für Rückfragen genügt der Code K-7F3M-2." in said
    assert "Kaya" not in said


def test_the_handover_says_where_things_stand_and_asks_three_to_confirm() -> None:
    (only,) = pages(printed(handover()))
    for words in (
        "Übergabeblatt",
        "Karim Kaya",
        "F-7F3M-2",
        "der Stand vom 11. Januar 2027",
        *(question.label for question in Question),
        "Wohnhilfe Süd Lindenweg 3",
        "Dienstag, 12. Januar 2027, 9:30 Uhr Jobcenter Am Markt 1",
        "Abgebende Person",
        "Übernehmende Person",
        "Die Person selbst",
        SAMPLE,
    ):
        assert words in only
    assert only.count("Noch offen.") == 3
    assert "Überbrückungsgeld" not in only


def test_what_is_missing_stands_before_what_is_there() -> None:
    pdf = printed(handover())
    assert read(pdf).index("Geld für die ersten Tage") < read(pdf).index("Ausweis")
    assert drawings(pdf)[:2] == ["nicht angekreuzt", "angekreuzt"]
    many = tuple(MustHave(f"Punkt {place}") for place in range(14))
    assert "Und 2 weitere Punkte." in read(printed(handover(must_haves=many)))


def test_who_carries_the_sheet_decides_who_sees_it() -> None:
    one = handover(taker=None)
    assert one.is_carried
    said = read(printed(one))
    assert "Mein Blatt zum Weitergeben" in said
    assert "Dieses Blatt gehört Ihnen. Sie entscheiden, wem Sie es zeigen" in said
    assert "entscheide selbst, wer es sieht" in said
    assert "Wohnhilfe Süd Aufnahme" not in said


@pytest.mark.parametrize("one", [sheet(), handover(), handover(taker=None)])
def test_both_are_tagged_and_named(one: ReferralSheet | HandoverSheet) -> None:
    assert_accessible(printed(one), one.data()["title"])


@pytest.mark.parametrize("words", [HARD, LONG, "W" * 10_000, ""], ids=ascii)
def test_no_text_makes_them_longer_than_two_pages(words: str) -> None:
    office = Office(words, words, words, words, words)
    asked = sheet(
        title=words,
        request=words,
        sender=office,
        receiver=office,
        person=words,
        package=((words, words),) * 20,
        answer_at=words,
    )
    handed = handover(
        person=words,
        giver=office,
        taker=office,
        answers=tuple(
            CardAnswer(one, AnswerState.SECURED, words, words, date(2027, 9, 12), time(10), words)
            for one in Question
        ),
        must_haves=(MustHave(words, note=words),) * 20,
        dates=(Appointment(words, date(2027, 9, 12), time(10), words, words),) * 20,
        note=words,
    )
    for pdf in (printed(asked), printed(handed)):
        shown = pages(pdf)
        assert len(shown) <= 2
        assert all(min(heights(pdf, place)) > 10 for place in range(len(shown)))


def test_what_was_too_long_for_the_sheet_is_said() -> None:
    long = "ein ganzer Satz über das Wohnen " * 15
    assert "war der Text zu lang" not in read(printed(sheet(package=(("Wohnen", long),) * 5)))
    assert "war der Text zu lang" in read(printed(sheet(package=(("Wohnen", long),) * 13)))


def test_thirteen_kinds_of_data_stand_on_one_page() -> None:
    package = tuple((f"Bereich {place}", "der Stand in einem Satz") for place in range(13))
    (only,) = pages(printed(sheet(package=package)))
    assert "Bereich 12" in only
    assert "Ihre Antwort" in only
