"""How accompaniments can end: a short list in versions, as data. Pure."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).resolve().parent.parent / "data"
# {version: its file}, the newest last. A version never changes once a case was closed with it.
FILES: Final[Mapping[str, str]] = {"2026-1": "closings_2026_1.csv"}
NEWEST: Final = list(FILES)[-1]
SOMEHOW: Final = "beendet"


@dataclass(frozen=True, slots=True)
class Result:
    """One way to end. code: one of `Closing`; means: what it says, '' where the label says it."""

    code: str
    label: str
    means: str


@cache
def results(version: str = NEWEST) -> tuple[Result, ...]:
    """The ways to end that VERSION offers, in its order; KeyError for an unknown one."""
    with (DATA / FILES[version]).open(encoding="utf-8", newline="") as file:
        return tuple(
            Result(row["code"], row["label"], row["means"]) for row in csv.DictReader(file)
        )


def label_of(code: str, version: str = "") -> str:
    """What CODE was called when it was chosen from VERSION; where that is not known, as the newest
    version that has it calls it.
    """
    asked = [version] if version in FILES else list(FILES)[::-1]
    found = (one.label for name in asked for one in results(name) if one.code == code)
    return next(found, SOMEHOW)
