"""Rules stated beside the code that keeps them, as a German sentence with source and proof; /regeln
is made from them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class StatedRule:
    """One rule of the product.

    area: heading it stands under. source: where it comes from ('Entscheidung des Projekts' for our
    own). checked_on: when the source was
    looked at. by_land: differences {Land: sentence}. proven_by: tests as 'path::name'. code: the
    function that keeps it.
    """

    area: str
    sentence: str
    source: str
    checked_on: date
    proven_by: tuple[str, ...]
    code: str = ""
    by_land: Mapping[str, str] = field(default_factory=dict)


_rules: list[StatedRule] = []
Thing = TypeVar("Thing", bound=Callable[..., object])
OURS = "Entscheidung des Projekts"


def states(
    area: str,
    sentence: str,
    *,
    checked_on: date,
    proven_by: tuple[str, ...],
    source: str = OURS,
    by_land: Mapping[str, str] | None = None,
) -> Callable[[Thing], Thing]:
    """Decorate the function that keeps a rule with the sentence that says it."""

    def note(thing: Thing) -> Thing:
        code = f"{thing.__module__}.{thing.__qualname__}"
        _rules.append(
            StatedRule(area, sentence, source, checked_on, proven_by, code, by_land or {})
        )
        return thing

    return note


def stated_rules() -> list[tuple[str, list[StatedRule]]]:
    """Every stated rule by area, in alphabetical order."""
    groups: dict[str, list[StatedRule]] = defaultdict(list)
    for rule in _rules:
        groups[rule.area].append(rule)
    return sorted(groups.items())
