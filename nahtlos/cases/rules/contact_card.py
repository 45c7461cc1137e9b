"""The contact card: whom the person calls, who is there when that one is not, and what there is at
night. It may lie on any table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nahtlos.cases.rules.paper import HELP_LINES, LINE, SHORT, day_words, one_line, telling_words
from nahtlos.foundation.ruling import states

MOST_DEPUTIES: Final = 3
MOST_HOURS: Final = 6
MOST_OTHERS: Final = 3
# Who answers in an emergency, free of charge, by day and night.
EMERGENCY: Final = (
    ("Lebensgefahr, Feuer, Unfall", "Notruf", "112"),
    ("Krank, und die Praxis ist zu", "Ärztlicher Bereitschaftsdienst", "116 117"),
)


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody who is there instead: `name`, and `until` a day where that is only for some days."""

    name: str
    until: date | None = None

    def data(self) -> dict[str, str]:
        """For the template."""
        when = f"bis {day_words(self.until)}" if self.until else ""
        return {"name": one_line(self.name, SHORT), "when": when}


@dataclass(frozen=True, slots=True)
class AtNight:
    """The on-call telephone. hours: (days, hours), "Montag bis Freitag", "18 bis 22 Uhr"; others:
    days that differ; note: a sentence.
    """

    function: str
    phone: str
    hours: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...] = ()
    note: str = ""

    def data(self) -> dict[str, Any]:
        """For the template."""
        return {
            "function": one_line(self.function, LINE),
            "phone": one_line(self.phone, SHORT),
            "hours": _lines(self.hours, MOST_HOURS),
            "others": _lines(self.others, MOST_OTHERS),
            "note": one_line(self.note, LINE),
        }


def _lines(pairs: Iterable[tuple[str, str]], most: int) -> list[list[str]]:
    return [[one_line(a, SHORT), one_line(b, SHORT)] for a, b in [*pairs][:most]]


@dataclass(frozen=True, slots=True)
class ContactCard:
    """The sheet of `cases/contacts.typ`.

    lead: who accompanies her, "Aylin"; '' where nobody does now. deputies: who is there instead.
    house, phone: the organisation and its telephone. at_night: the on-call telephone, None where
    there is none. first_name: only where the person wants it there. code: of the case.
    """

    lead: str
    deputies: tuple[Deputy, ...]
    house: str
    phone: str
    at_night: AtNight | None
    printed_on: date
    first_name: str = ""
    code: str = ""

    @states(
        "Begleitung",
        "Die Kontaktkarte nennt Menschen und Nummern, höchstens den Vornamen der Person und nichts,"
        " was verrät, woher sie kommt.",
        checked_on=date(2026, 11, 27),
        proven_by=(
            "tests/cases/test_contact_card.py::test_the_card_has_no_place_for_a_name_or_an_offence",
        ),
    )
    def data(self) -> dict[str, Any]:
        """The data of `cases/contacts.typ`. A house whose name tells is left out."""
        return {
            "title": "Wen ich anrufen kann",
            "lead": one_line(self.lead, SHORT),
            "deputies": [one.data() for one in self.deputies[:MOST_DEPUTIES]],
            "house": "" if telling_words(self.house) else one_line(self.house, LINE),
            "phone": one_line(self.phone, SHORT),
            "at_night": self.at_night.data() if self.at_night else None,
            "emergency": [list(line) for line in EMERGENCY],
            "help_lines": [list(line) for line in HELP_LINES],
            "first_name": one_line(self.first_name.strip().partition(" ")[0], 30),
            "code": one_line(self.code, 12),
            "printed_on": day_words(self.printed_on),
        }
