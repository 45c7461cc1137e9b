"""What the papers of a case say: the words for dates, offices and appointments that every paper
shares, and the card for the pocket with the four questions.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from nahtlos.cases.rules.vocabulary import AnswerState, Question
from nahtlos.foundation.ruling import states

WEEKDAYS: Final = (
    *("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
)
MONTHS: Final = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
# Telephone numbers of real help lines, free of charge.
HELP_LINES: Final = (
    ("Nummer gegen Kummer", "für Kinder und Jugendliche", "116 111"),
    ("Hilfetelefon Gewalt gegen Frauen", "wenn jemand Gewalt antut oder droht", "116 016"),
    ("TelefonSeelsorge", "wenn alles zu viel wird", "0800 111 0 111"),
)
_ENDLESS: Final = re.compile(r"\S{30,}")
_TEN: Final = re.compile(r"\S{10}")
_ANSWERED: Final = (AnswerState.SECURED, AnswerState.IN_PROGRESS)
SHORT: Final = 60
LINE: Final = 120
MOST_DATES: Final = 5
MOST_TASKS: Final = 7
# Words that tell where somebody comes from, to whoever sees the card lie on a table.
_TELLING: Final = re.compile(
    r"\b(?:jva\b|justizvollzug\w*|vollzug\w*|haft\w*|inhaft\w*|untersuchungshaft|strafhaft"
    r"|ersatzfreiheitsstrafe\w*|jugendstrafe\w*|gefängnis\w*|knast\w*|entlass\w*|straf\w*"
    r"|bewährung\w*|führungsaufsicht\w*)",
    re.IGNORECASE,
)


def day_words(day: date) -> str:
    """DAY as "12. Januar 2027"."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def time_words(at: time) -> str:
    """AT as "9:30 Uhr"."""
    return f"{at.hour}:{at.minute:02} Uhr"


def when_words(day: date | None, at: time | None = None) -> str:
    """DAY and AT as "Dienstag, 12. Januar 2027, 9:30 Uhr"; empty without a day."""
    if day is None:
        return ""
    words = f"{WEEKDAYS[day.weekday()]}, {day_words(day)}"
    return f"{words}, {time_words(at)}" if at else words


def one_line(text: str, limit: int) -> str:
    """TEXT on one line, of at most LIMIT characters; " …" shows that there was more. A word longer
    than any real one may break every ten letters, so that it does not leave the paper.
    """
    words = " ".join(text.split())
    if len(words) > limit:
        words = f"{words[: limit - 2].rstrip()} …"
    return _ENDLESS.sub(lambda found: _TEN.sub("\\g<0>\u200b", found[0]), words)


@dataclass(frozen=True, slots=True)
class Office:
    """A place that helps, and how to reach it.

    organisation: "Wegbegleitung Musterland". function: who there, the function before a name,
    "Integrationscoach, Aylin". phone, fax: as written, "030 23125-420". address: on one line,
    "Am Markt 1, 00100 Musterstadt".
    """

    organisation: str
    function: str = ""
    phone: str = ""
    fax: str = ""
    address: str = ""

    def data(self, limit: int = LINE) -> dict[str, str]:
        """For the template, each line at most LIMIT characters."""
        return {
            "organisation": one_line(self.organisation, limit),
            "function": one_line(self.function, limit),
            "phone": one_line(self.phone, SHORT),
            "fax": one_line(self.fax, SHORT),
            "address": one_line(self.address, limit),
        }


@dataclass(frozen=True, slots=True)
class Appointment:
    """A next date.

    what: "Jobcenter, Antrag abgeben". day: date(2027, 1, 12). at: time(9, 30), or None for no fixed
    hour. place: "Am Markt 1, Zimmer 12". phone: "030 23125-420".
    """

    what: str
    day: date
    at: time | None = None
    place: str = ""
    phone: str = ""

    def data(self, limit: int = LINE) -> dict[str, str]:
        """For the template, each line at most LIMIT characters."""
        return {
            "what": one_line(self.what, limit),
            "when": when_words(self.day, self.at),
            "place": one_line(self.place, limit),
            "phone": one_line(self.phone, SHORT),
        }


def next_dates(dates: Iterable[Appointment], most: int, limit: int = LINE) -> dict[str, Any]:
    """The first MOST of DATES by day and hour, and how many more there are."""
    ordered = sorted(dates, key=lambda one: (one.day, one.at or time.min))
    return {
        "dates": [one.data(limit) for one in ordered[:most]],
        "more_dates": max(0, len(ordered) - most),
    }


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """The answer to one of the four questions.

    question, state: values of the vocabulary, "bed" and "secured". answer: in few words, "Wohnhilfe
    Süd, Zimmer 4". place: "Lindenweg 3, 00100 Musterstadt". day, at: when to be there, date(2027,
    1, 12) and time(9, 30). phone: "040 66969-120".
    """

    question: str
    state: str = AnswerState.OPEN
    answer: str = ""
    place: str = ""
    day: date | None = None
    at: time | None = None
    phone: str = ""

    @property
    def shown_as(self) -> AnswerState:
        """The state that the paper prints: what has no words is open, whatever was ticked."""
        if self.state == AnswerState.NOT_WANTED:
            return AnswerState.NOT_WANTED
        if self.state in _ANSWERED and self.answer.strip():
            return AnswerState(self.state)
        return AnswerState.OPEN

    def data(self) -> dict[str, str]:
        """For the template."""
        return {
            "question": Question(self.question).label,
            "state": str(self.shown_as),
            "answer": one_line(self.answer, LINE),
            "place": one_line(self.place, LINE),
            "when": when_words(self.day, self.at),
            "phone": one_line(self.phone, SHORT),
        }


def four_answers(answers: Iterable[CardAnswer]) -> list[dict[str, str]]:
    """All four questions in their order; a question without an answer is open."""
    given = {Question(answer.question): answer for answer in answers}
    return [given.get(question, CardAnswer(question)).data() for question in Question]


def telling_words(*texts: str) -> tuple[str, ...]:
    """Words in TEXTS that tell strangers where the person comes from, each once, in their order."""
    return tuple(dict.fromkeys(word for text in texts for word in _TELLING.findall(text)))


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """The card for the pocket (`cases/card.typ`): a sheet that is folded twice.

    answers: those of the four questions that are known. ask: whom to ask while something is open,
    "Aylin"; ask_phone: the telephone for that. first_name: only if the person wants it there,
    "Karim"; only its first word is printed. code: the code of the case, "F-7F3M-2". dates: in any
    order, the next five are printed. this_week: what to do in the first days, each a short
    sentence, "Bis 26. Januar die neue Adresse anmelden"; seven are printed. printed_on: its day.
    """

    answers: tuple[CardAnswer, ...]
    ask: str
    ask_phone: str
    printed_on: date
    first_name: str = ""
    code: str = ""
    dates: tuple[Appointment, ...] = ()
    this_week: tuple[str, ...] = ()

    @states(
        "Übergabe",
        "Die Karte für die Hosentasche nennt höchstens den Vornamen. Was noch offen ist, steht "
        "dort als offen, mit der Telefonnummer der Person, die weiterhilft.",
        checked_on=date(2026, 11, 26),
        proven_by=(
            "tests/cases/test_paper.py::test_the_card_has_no_place_for_a_name_a_prison_or_an_offence",
            "tests/cases/test_paper.py::test_what_is_open_is_printed_as_open_with_whom_to_ask",
        ),
    )
    def data(self) -> dict[str, Any]:
        """The data of `cases/card.typ`."""
        return {
            "title": "Meine nächsten Tage",
            "answers": four_answers(self.answers),
            "ask": one_line(self.ask, SHORT),
            "ask_phone": one_line(self.ask_phone, SHORT),
            "first_name": one_line(self.first_name.strip().partition(" ")[0], 30),
            "code": one_line(self.code, 12),
            **next_dates(self.dates, MOST_DATES),
            "this_week": [one_line(task, LINE) for task in self.this_week[:MOST_TASKS]],
            "more_tasks": max(0, len(self.this_week) - MOST_TASKS),
            "help_lines": [list(line) for line in HELP_LINES],
            "printed_on": day_words(self.printed_on),
        }

    def telling_words(self) -> tuple[str, ...]:
        """Words on the card that tell strangers where the person comes from, each once, in their
        order: a reason to ask before printing, not to forbid.
        """
        texts = [text for one in self.answers for text in (one.answer, one.place)]
        texts += [text for one in self.dates for text in (one.what, one.place)]
        return telling_words(*texts, *self.this_week)
