"""The visiting record of a prison: how its answers are written, which of them count for a kind of
custody, where each is told, and the state an editor began from. Nothing stored means unknown, never
no.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol, TypeVar

YES: Final = "ja"
NO: Final = "nein"
_ANSWER: Final = re.compile(r"(ja|nein)\b[\s,;:.–-]*(.*)", re.IGNORECASE | re.DOTALL)
# The five steps of a visit, and what is told in each; the rest stands in the groups below them.
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "permission": ("besuchserlaubnis", "sicherheitsueberpruefung"),
    "appointment": ("telefonzeiten", "online_terminbuchung", "vorlauf_tage"),
    "papers": (
        *("ausweis_ab_alter", "geburtsurkunde"),
        *("einverstaendnis_sorgeberechtigte", "begleitperson_bis_alter"),
    ),
    "child": ("kontrolle_kind", "was_darf_mit", "schliessfach", "wer_geht_zuerst", "foto"),
    "day": ("ankunft_vorher_min", "oepnv", "fussweg_min", "wartebereich"),
}
TOLD_IN_STEPS: Final = frozenset(field for fields in STEPS.values() for field in fields)
# Long texts the prison writes itself; everything else is a line or two.
LONG: Final = frozenset(("kindertext_6_10", "kindertext_11_15", "leichte_sprache"))
LONGEST: Final = 4000
SHORT: Final = 600


class Told(Protocol):
    """A visiting fact, for whom it counts."""

    field: str
    custody: str
    value: str


One = TypeVar("One", bound=Told)


def split_answer(value: str) -> tuple[str, str]:
    """VALUE of a yes-or-no field as (ja, nein or '', what is said with it)."""
    found = _ANSWER.fullmatch(value.strip())
    if found is None:
        return "", value.strip()
    note = found[2].strip()
    if note.startswith("(") and note.endswith(")") and note.count("(") == 1:
        note = note[1:-1].strip()
    return found[1].lower(), note


def join_answer(word: str, note: str) -> str:
    """The two as one value; '' where nothing is known."""
    note = note.strip()
    return ", ".join(part for part in (word, note) if part)


def narrowed(facts: Iterable[One], custody: str) -> list[One]:
    """The FACTS that count for one kind of custody: what is told of it beats what is told of all.
    All of them where CUSTODY is ''.
    """
    listed = list(facts)
    if not custody:
        return listed
    special = {fact.field for fact in listed if fact.custody == custody}
    return [
        fact
        for fact in listed
        if fact.custody == custody or (not fact.custody and fact.field not in special)
    ]


def grouped(facts: Iterable[One]) -> dict[str, list[One]]:
    """{field: its facts}, in the order they come."""
    found: dict[str, list[One]] = {}
    for fact in facts:
        found.setdefault(fact.field, []).append(fact)
    return found


def is_yes(facts: Sequence[Told]) -> bool:
    """Whether every one of the facts of a field says yes: a child is promised nothing that only
    some get.
    """
    return bool(facts) and all(split_answer(fact.value)[0] == YES for fact in facts)


def fingerprint(facts: Iterable[Told]) -> str:
    """The state of FACTS as a short text: it changes with every word of them."""
    lines = sorted(f"{fact.field}\x1f{fact.custody}\x1f{fact.value}" for fact in facts)
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()[:24]
