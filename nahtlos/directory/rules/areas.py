"""Whom an offer serves by place, as people write it in one cell: `bundesweit`, a Land, districts or
prisons by name or official key. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from nahtlos.directory.rules.opening import Unclear
from nahtlos.foundation.folding import bare

EVERYWHERE: Final = (
    *("bundesweit", "deutschland", "ganz deutschland", "deutschlandweit", "uberall"),
    *("nationwide", "germany", "national"),
)
NOWHERE: Final = ("", "unbekannt", "unknown")
MOST: Final = 60
KINDS: Final = {"land": "ein Land", "districts": "Kreise", "prisons": "Anstalten"}


@dataclass(frozen=True, slots=True)
class Areas:
    """What there is: {bare name or key: the codes it may mean}, a kind of place each."""

    lands: Mapping[str, frozenset[str]] = field(default_factory=dict)
    districts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    prisons: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _told(catchment: str, land: str = "", codes: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"catchment": catchment, "catchment_land": land, "catchment_codes": list(codes)}


def area_of(text: str, areas: Areas) -> dict[str, Any]:
    """The fields of an offer that TEXT says. Unclear where a place is unknown, where a name is
    borne by several, and where kinds of places are mixed.
    """
    typed = {bare(part): part.strip()[:40] for part in text.split("|") if part.strip()}
    parts = list(typed)
    if bare(text) in NOWHERE:
        return _told("unknown")
    if len(parts) == 1 and parts[0] in EVERYWHERE:
        return _told("nationwide")
    if len(parts) > MOST:
        raise Unclear(f"Höchstens {MOST} Kreise oder Anstalten.")
    if len(parts) == 1 and parts[0] in areas.lands:
        return _told("land", _one(typed[parts[0]], areas.lands[parts[0]]))
    for catchment, known in (("districts", areas.districts), ("prisons", areas.prisons)):
        if all(part in known for part in parts):
            return _told(catchment, codes=tuple(_one(typed[part], known[part]) for part in parts))
    raise Unclear(_why(typed, areas))


def area_as_chosen(catchment: str, text: str, areas: Areas) -> dict[str, Any]:
    """The fields of an offer where somebody chose the kind CATCHMENT and named places in TEXT, each
    in a line. Nothing named: a whole Land is then the offer's own. Unclear where names are missing
    or say something else than the choice.
    """
    named = "|".join(line.strip() for line in text.splitlines() if line.strip())
    if not named:
        if catchment in ("districts", "prisons"):
            raise Unclear("Bitte nennen Sie sie, jeden Namen in einer Zeile.")
        return _told(catchment)
    told = area_of(named, areas)
    if catchment == "unknown" or told["catchment"] == catchment:
        return told
    said = KINDS.get(told["catchment"], "ein anderes Gebiet")
    raise Unclear(f"Das nennt {said}. Oben haben Sie etwas anderes gewählt.")


def _one(name: str, codes: frozenset[str]) -> str:
    if len(codes) > 1:
        keys = ", ".join(sorted(codes))
        raise Unclear(f"„{name}“ gibt es mehrmals. Bitte den Schlüssel: {keys}")
    return next(iter(codes))


def _why(typed: Mapping[str, str], areas: Areas) -> str:
    for part, name in typed.items():
        if not any(part in known for known in (areas.lands, areas.districts, areas.prisons)):
            return f"„{name}“ kennen wir nicht als Land, Kreis oder Anstalt."
    if all(part in areas.lands for part in typed):
        return "Bitte nur ein Land. Mehrere Länder nennen Sie mit ihren Kreisen."
    return "Bitte nur eines von dreien: ein Land, Kreise oder Anstalten."
