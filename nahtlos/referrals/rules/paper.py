"""The papers that cross agencies: the sheet that asks and brings its own answer back, and the sheet
for the hand-over, or for somebody who carries her own matters.
"""

import json
import math
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nahtlos.cases.rules.paper import (
    Appointment,
    CardAnswer,
    Office,
    day_words,
    four_answers,
    next_dates,
    one_line,
)
from nahtlos.consents.rules.room import width
from nahtlos.foundation.ruling import states

TITLE: Final = 100
SENTENCES: Final = 500
LABEL: Final = 40
MOST_ROWS: Final = 16
# Letters of all values together; few of them may each be longer.
VALUES: Final = 2720
MOST_DATES: Final = 5
MOST_OPEN: Final = 12
POINT: Final = 60
NAME: Final = 100
NOTE: Final = 200
# Up to how many letters, names of the fields included, are set in which size; two pages at most.
SIZES: Final = ((3400, 10.5), (6400, 8.5), (math.inf, 7.0))


def _set_in_room(data: dict[str, Any]) -> dict[str, Any]:
    """DATA with the "size" of its letters in points: smaller where there are too many words."""
    letters = width(json.dumps(data, ensure_ascii=False))
    return {**data, "size": next(size for most, size in SIZES if letters <= most)}


@dataclass(frozen=True, slots=True)
class ReferralSheet:
    """What is asked, and the boxes for the answer (`referrals/sheet.typ`); for fax, letter or hand.

    code: of the referral, "K-7F3M-2". title: what is asked, "Bitte um ein Zimmer ab 12. Januar".
    request: some sentences. sender: who asks; its phone, fax and address take the answer. receiver:
    who is asked. sent_on: day of the sheet. reply_by: last day for the answer. package: (label,
    value), exactly what the consent covers and in its order, ("Wohnen", "sucht ein Zimmer").
    person: the name, only where the consent covers it; empty: without a name. answer_at: web
    address for the answer with the code, without "https://", or empty.
    """

    code: str
    title: str
    request: str
    sender: Office
    receiver: Office
    sent_on: date
    reply_by: date
    package: tuple[tuple[str, str], ...]
    person: str = ""
    answer_at: str = ""

    @states(
        "Überleitung",
        "Auf dem Anfrageblatt stehen nur die Angaben, die die Einwilligung nennt. Ohne Namen in "
        "der Einwilligung steht dort nur der Code.",
        checked_on=date(2026, 11, 26),
        proven_by=(
            "tests/referrals/test_paper.py::test_the_sheet_holds_the_package_and_nothing_else",
            "tests/referrals/test_paper.py::test_without_a_name_the_code_stands_for_the_person",
        ),
    )
    def data(self) -> dict[str, Any]:
        """The data of `referrals/sheet.typ`."""
        rows = self.package[:MOST_ROWS]
        limit = VALUES // max(1, len(rows))
        data = {
            "title": one_line(self.title, TITLE),
            "code": one_line(self.code, 12),
            "request": one_line(self.request, SENTENCES),
            "sender": self.sender.data(NAME),
            "receiver": self.receiver.data(NAME),
            "sent_on": day_words(self.sent_on),
            "reply_by": day_words(self.reply_by),
            "person": one_line(self.person, NAME),
            "package": [[one_line(label, LABEL), one_line(value, limit)] for label, value in rows],
            "more": max(0, len(self.package) - MOST_ROWS),
            "cut": any(len(" ".join(value.split())) > limit for _, value in rows),
            "answer_at": one_line(self.answer_at, NAME),
        }
        return _set_in_room(data)


@dataclass(frozen=True, slots=True)
class MustHave:
    """Something that has to be there on the first day.

    words: "Ausweis oder Ersatzpapier". done: whether it is there. note: "liegt bei der Kammer".
    """

    words: str
    done: bool = False
    note: str = ""

    def data(self) -> dict[str, Any]:
        """For the template."""
        return {
            "words": one_line(self.words, POINT),
            "done": self.done,
            "note": one_line(self.note, POINT),
        }


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """Where somebody stands, and who takes over (`referrals/handover.typ`).

    person: the name, or empty for the code alone. code: of the case, "F-7F3M-2". day: of the
    hand-over. giver: who hands over. taker: who takes over; None when the person carries the sheet
    to whom she likes, which needs no consent. answers: to the four questions. must_haves: in any
    order; the open ones come first, twelve are printed. dates: the next five are printed. note: one
    sentence.
    """

    person: str
    code: str
    day: date
    giver: Office
    taker: Office | None
    answers: tuple[CardAnswer, ...]
    must_haves: tuple[MustHave, ...] = ()
    dates: tuple[Appointment, ...] = ()
    note: str = ""

    @property
    def is_carried(self) -> bool:
        """Whether the person takes the sheet along and decides who sees it."""
        return self.taker is None

    @states(
        "Übergabe",
        "Ohne Einwilligung bekommt die Person das Blatt selbst und entscheidet, wem sie es zeigt.",
        checked_on=date(2026, 11, 26),
        proven_by=(
            "tests/referrals/test_paper.py::test_who_carries_the_sheet_decides_who_sees_it",
        ),
    )
    def data(self) -> dict[str, Any]:
        """The data of `referrals/handover.typ`."""
        ordered = sorted(self.must_haves, key=lambda one: one.done)
        data = {
            "title": "Mein Blatt zum Weitergeben" if self.is_carried else "Übergabeblatt",
            "carried": self.is_carried,
            "person": one_line(self.person, NAME),
            "code": one_line(self.code, 12),
            "day": day_words(self.day),
            "giver": self.giver.data(NAME),
            "taker": self.taker.data(NAME) if self.taker else None,
            "answers": four_answers(self.answers),
            "must_haves": [one.data() for one in ordered[:MOST_OPEN]],
            "more_must_haves": max(0, len(ordered) - MOST_OPEN),
            **next_dates(self.dates, MOST_DATES, POINT),
            "note": one_line(self.note, NOTE),
        }
        return _set_in_room(data)
