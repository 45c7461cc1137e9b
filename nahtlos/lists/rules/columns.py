"""Which columns a release list may have, how prisons call them, and what a column without a heading
is, from what stands in it. Pure.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nahtlos.cases.rules.vocabulary import CustodyKind, ScenarioKind
from nahtlos.foundation.folding import bare
from nahtlos.lists.rules.days import read_day

LOOKED_AT: Final = 20  # lines from which a column's meaning is guessed
_GROWN: Final = 14  # years: somebody in custody is at least so old
_NUMBER: Final = re.compile(r"(?=.*\d)[\w./ -]{2,30}$")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column may mean. `names`: what lists call it."""

    code: str
    label: str
    names: tuple[str, ...]


COLUMNS: Final = (
    Column(
        "nummer",
        "Buchnummer oder Kennzeichen",
        (
            *("buchnummer", "buch nr", "buchnr", "gefangenenbuchnummer", "gb nr", "gbnr", "nr"),
            *("kennzeichen", "gefangenennummer", "nummer", "id", "code", "kurzzeichen"),
        ),
    ),
    Column("familienname", "Nachname", ("nachname", "familienname", "zuname")),
    Column("vorname", "Vorname", ("vorname", "vornamen", "rufname")),
    Column("name", "ganzer Name", ("name", "name vorname", "gefangener", "gefangene", "person")),
    Column(
        "geboren", "Geburtsdatum", ("geburtsdatum", "geb", "geb datum", "geboren", "geboren am")
    ),
    Column(
        "aufnahme",
        "Aufnahme",
        ("aufnahme", "zugang", "haftbeginn", "aufnahme am", "zugang am", "seit", "inhaftiert seit"),
    ),
    Column(
        "entlassung",
        "Entlassung",
        (
            *("entlassung", "entlassung am", "entlassdatum", "entlassungsdatum", "e termin"),
            *("entlassungstermin", "voraussichtliche entlassung", "vorauss entlassung", "entl"),
            *("austritt", "entlassung voraussichtlich", "entlasszeitpunkt"),
        ),
    ),
    Column(
        "termin",
        "worauf der Termin beruht",
        ("worauf", "terminart", "art des termins", "grundlage", "termin"),
    ),
    Column(
        "strafende",
        ScenarioKind.END.label,
        ("strafende", "tes ende", "endstrafe", "se", "haftende", "vollverbuessung", "ende"),
    ),
    Column(
        "zweidrittel",
        ScenarioKind.TWO_THIRDS.label,
        ("2 3 termin", "2 3", "zwei drittel", "zweidrittel", "zweidritteltermin"),
    ),
    Column("halbstrafe", ScenarioKind.HALF.label, ("halbstrafe", "1 2", "1 2 termin", "haelfte")),
    Column("haftart", "Art der Haft", ("haftart", "art der haft", "vollzugsart", "vollzug")),
)
BY_CODE: Final[Mapping[str, Column]] = {column.code: column for column in COLUMNS}
_BY_NAME: Final = {
    bare(name): column.code for column in COLUMNS for name in (*column.names, column.label)
}
CUSTODIES: Final[Mapping[str, CustodyKind]] = {
    **{bare(kind.label): kind for kind in CustodyKind},
    **{bare(word): CustodyKind.REMAND for word in ("U-Haft", "UH", "U")},
    **{bare(word): CustodyKind.SENTENCE for word in ("Freiheitsstrafe", "FS", "SH", "geschlossen")},
    **{bare(word): CustodyKind.YOUTH for word in ("Jugendhaft", "JS", "Jugendstrafvollzug")},
    **{bare(word): CustodyKind.SHORT_FINE for word in ("EFS", "Ersatzfreiheit", "Ersatz-FS")},
    **{bare(word): CustodyKind.OPEN for word in ("OV", "offen", "Freigang")},
    **{bare(word): CustodyKind.PREVENTIVE for word in ("SV", "Sicherungsverw.")},
}
SCENARIOS: Final[Mapping[str, ScenarioKind]] = {
    **{bare(kind.label): kind for kind in ScenarioKind},
    **{bare(word): ScenarioKind.TWO_THIRDS for word in ("2/3", "zwei Drittel", "2/3-Zeitpunkt")},
    **{bare(word): ScenarioKind.HALF for word in ("1/2", "Hälfte")},
    **{bare(word): ScenarioKind.END for word in ("SE", "TE", "Endstrafe", "Haftende", "Ende")},
    **{bare(word): ScenarioKind.FIXED for word in ("fest", "Beschluss", "Termin")},
}


def column_of(heading: str) -> str:
    """The code of what HEADING means, '' for one nobody knows."""
    return _BY_NAME.get(bare(heading), "")


def has_headings(cells: Sequence[str]) -> bool:
    """Whether a first line names columns: something in it is known, and nothing in it is a day."""
    known = [cell for cell in cells if column_of(cell)]
    return bool(known) and not any(read_day(cell) for cell in cells)


def propose(
    headings: Sequence[str],
    lines: Sequence[Sequence[str]],
    remembered: Mapping[str, object],
    today: date,
) -> list[str]:
    """For each column what it means, '' where nobody knows; none twice. What was chosen for the
    same headings (or, without any, for as many columns) comes first.
    """
    width = max((len(line) for line in lines), default=0)
    if headings:
        said = [str(remembered.get(bare(one), "") or column_of(one)) for one in headings]
        return _once(said)
    before = remembered.get(f"#{width}")
    if isinstance(before, list) and len(before) == width:
        return _once([str(one) for one in before])
    return _guess([_column(lines[:LOOKED_AT], place) for place in range(width)], today)


def _column(lines: Iterable[Sequence[str]], place: int) -> list[str]:
    cells = (line[place].strip() for line in lines if place < len(line))
    return [cell for cell in cells if cell]


def _once(codes: Iterable[str]) -> list[str]:
    found: list[str] = []
    for code in codes:
        found.append(code if code in BY_CODE and code not in found else "")
    return found


def _guess(columns: Sequence[Sequence[str]], today: date) -> list[str]:
    """What columns without headings are, from what stands in them."""
    found: list[str] = []
    for cells in columns:
        found.append(next((one for one in _candidates(cells, today) if one not in found), ""))
    if "vorname" not in found and found.count("familienname") == 1:
        # One column of names holds the whole name.
        found[found.index("familienname")] = "name"
    return found


def _candidates(cells: Sequence[str], today: date) -> tuple[str, ...]:
    if not cells:
        return ()
    days = [day for cell in cells if (day := read_day(cell))]
    if len(days) * 2 > len(cells):
        return _day_candidates(days, today)
    if all(bare(cell) in CUSTODIES for cell in cells):
        return ("haftart",)
    if all(bare(cell) in SCENARIOS for cell in cells):
        return ("termin",)
    if sum("," in cell for cell in cells) * 2 > len(cells):
        return ("name",)
    if all(_NUMBER.match(cell) for cell in cells):
        return ("nummer",)
    return ("familienname", "vorname") if not any(c.isdigit() for c in "".join(cells)) else ()


def _day_candidates(days: Sequence[date], today: date) -> tuple[str, ...]:
    middle = sorted(days)[len(days) // 2]
    if middle.year <= today.year - _GROWN:
        return ("geboren",)
    return ("aufnahme",) if middle < today else ("entlassung", "strafende")
