"""What one line says: a person, where she is and when she may come out; or why it cannot be read.
Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from nahtlos.cases.rules.names import split_name
from nahtlos.cases.rules.vocabulary import CustodyKind, ScenarioKind
from nahtlos.foundation.folding import bare
from nahtlos.lists.rules.columns import BY_CODE, CUSTODIES, SCENARIOS
from nahtlos.lists.rules.days import read_day

LONGEST_NAME, LONGEST_NUMBER = 80, 40
# What stands where no day is known; it is as good an answer as a day.
_OPEN: Final = frozenset(
    bare(word) for word in ("offen", "unbekannt", "noch offen", "?", "-", "unbestimmt", "n. n.")
)
_ANY_TIME: Final = frozenset(bare(word) for word in ("jederzeit", "jederzeit möglich"))
_DATED: Final[Mapping[str, ScenarioKind]] = {
    "strafende": ScenarioKind.END,
    "zweidrittel": ScenarioKind.TWO_THIRDS,
    "halbstrafe": ScenarioKind.HALF,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read: the column's label and a German sentence."""

    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a line says. `further`: {scenario: day} beside the one that counts; `is_plain`: there is
    a day, and nothing says what it rests on.
    """

    number: str = ""
    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    admitted_on: date | None = None
    scenario: ScenarioKind = ScenarioKind.UNKNOWN
    release_on: date | None = None
    custody: CustodyKind = CustodyKind.UNKNOWN
    further: Mapping[str, date] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    is_plain: bool = False

    @property
    def name(self) -> str:
        """Who it is about, in words."""
        return f"{self.given_name} {self.family_name}".strip() or self.number


class _Reader:
    """Reads the cells of one line and gathers what is wrong with them."""

    def __init__(self, columns: Sequence[str], cells: Sequence[str]) -> None:
        self.cells = {
            code: cell.strip() for code, cell in zip(columns, cells, strict=False) if code
        }
        self.faults: list[Fault] = []

    def fault(self, code: str, sentence: str) -> None:
        self.faults.append(Fault(BY_CODE[code].label, sentence))

    def text(self, code: str, longest: int) -> str:
        told = self.cells.get(code, "")
        if len(told) > longest:
            self.fault(code, f"Bitte höchstens {longest} Zeichen.")
        return told[:longest]

    def day(self, code: str, *, born: bool = False) -> date | None:
        told = self.cells.get(code, "")
        if not told or bare(told) in _OPEN or bare(told) in _ANY_TIME:
            return None
        found = read_day(told, born=born)
        if found is None:
            self.fault(code, f"„{told[:40]}“ ist kein Tag, den es gibt. Beispiel: 3.12.2026")
        return found

    def names(self) -> tuple[str, str]:
        given = self.text("vorname", LONGEST_NAME)
        family = self.text("familienname", LONGEST_NAME)
        whole = self.text("name", 2 * LONGEST_NAME)
        return (given, family) if given or family else split_name(whole)

    def word(self, code: str, known: Mapping[str, str]) -> str:
        told = self.cells.get(code, "")
        if told and bare(told) not in known:
            self.fault(code, f"„{told[:40]}“ kennen wir nicht.")
        return known.get(bare(told), "")


def read_line(columns: Sequence[str], cells: Sequence[str], today: date) -> ReadLine:
    """What CELLS say under COLUMNS (codes, '' for what is not read)."""
    reader = _Reader(columns, cells)
    given, family = reader.names()
    number = reader.text("nummer", LONGEST_NUMBER)
    born, admitted = reader.day("geboren", born=True), reader.day("aufnahme")
    scenario, release, further = _dates(reader)
    if not (number or family or given):
        reader.fault("nummer", "Hier steht weder ein Name noch eine Nummer.")
    if born and born > today:
        reader.fault("geboren", "Das Geburtsdatum kann nicht in der Zukunft liegen.")
    if release and admitted and release < admitted:
        reader.fault("entlassung", "Die Entlassung kann nicht vor der Aufnahme liegen.")
    custody = reader.word("haftart", CUSTODIES) or CustodyKind.UNKNOWN
    return ReadLine(
        *(number, given, family, born, admitted),
        *(scenario, release, CustodyKind(custody), further, tuple(reader.faults)),
        is_plain=scenario == ScenarioKind.FIXED and not reader.cells.get("termin"),
    )


def _dates(reader: _Reader) -> tuple[ScenarioKind, date | None, dict[str, date]]:
    """What counts, and what stands beside it: a day called release counts before the end of the
    sentence, that before two thirds and one half.
    """
    days = {kind: day for code, kind in _DATED.items() if (day := reader.day(code))}
    kind = reader.word("termin", SCENARIOS)
    release = reader.day("entlassung")
    if release is not None:
        dated = kind if kind and kind not in (ScenarioKind.ANY_TIME, ScenarioKind.UNKNOWN) else ""
        counts = ScenarioKind(dated or ScenarioKind.FIXED)
        return counts, release, {str(k): day for k, day in days.items() if k != counts}
    if days:
        counts, release = next(iter(days.items()))
        return counts, release, {str(k): day for k, day in days.items() if k != counts}
    told = bare(reader.cells.get("entlassung", ""))
    any_time = told in _ANY_TIME or kind == ScenarioKind.ANY_TIME
    return (ScenarioKind.ANY_TIME if any_time else ScenarioKind.UNKNOWN), None, {}
