"""The templates a plan is made from, read once from this room's files and checked as a whole: a
template with a word nobody knows, or a step that waits for itself, is no template.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

from nahtlos.cases.rules.spans import Span
from nahtlos.cases.rules.vocabulary import Anchor, CustodyKind, LifeArea, Tag
from nahtlos.organisations.rules.reference import codes_of, rows_of

DATA: Final = Path(__file__).resolve().parent.parent / "data"
CURRENT: Final = "2026-3"
BEFORE: Final = "2026-1-before"
# One version for all kinds of custody; plans that were opened with it keep it.
FIRST: Final = "2026-1"
# The kinds with a template of their own; all others have that of a sentence.
_OWN_KINDS: Final = (
    CustodyKind.REMAND,
    CustodyKind.YOUTH,
    CustodyKind.SHORT_FINE,
    CustodyKind.OPEN,
    CustodyKind.PREVENTIVE,
    CustodyKind.MOTHER_CHILD,
)
KINDS: Final[Mapping[CustodyKind, str]] = {kind: f"{CURRENT}-{kind}" for kind in _OWN_KINDS}
# What a kind of custody has otherwise: {generation: (differences, steps that recur)}.
GENERATIONS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "2026-2": (("plan_2026_2_kinds.csv",), ""),
    CURRENT: (
        ("plan_2026_2_kinds.csv", "plan_2026_3_kinds.csv"),
        "plan_2026_3_recurring.csv",
    ),
}
# {version: (generation, kind)} of every template that is put together when it is read.
_MADE: Final[Mapping[str, tuple[str, CustodyKind]]] = {
    f"{generation}-{kind}": (generation, kind) for generation in GENERATIONS for kind in _OWN_KINDS
}
# {version: (steps, norms)}; a version never changes, because running plans name it.
FILES: Final[Mapping[str, tuple[str, str]]] = {
    FIRST: ("plan_2026_1.csv", "norms_2026_1.csv"),
    BEFORE: ("plan_2026_1_before.csv", ""),
    **dict.fromkeys((*GENERATIONS, *_MADE), ("plan_2026_1.csv", "norms_2026_1.csv")),
}
# The steps that are a kind's own.
OWN: Final = "plan_2026_2_own.csv"


@dataclass(frozen=True, slots=True)
class Norm:
    """What a public page says about a step. `norm` is empty where only the fact was seen, not the
    paragraph; `checked_on` is the day somebody looked.
    """

    norm: str
    says: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the profile of a Land says about the day of a step: so long from ANCHOR, again and again
    where it is EVERY so long; in words, and where that was seen.
    """

    anchor: Anchor
    span: Span
    every: bool
    land: str
    says: str
    note: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of a template, due `offset` days from its anchor. It applies where one of `tags` is
    true, in the kinds of `custody` (empty: in all).
    """

    code: str
    area: LifeArea
    title: str
    responsible: str
    anchor: Anchor
    offset: int
    tags: tuple[Tag, ...]
    # The kinds of custody in which it is the first thing to do.
    first_for: frozenset[CustodyKind] = frozenset()
    custody: frozenset[CustodyKind] = frozenset()
    # The kinds in which it applies only where somebody said so: an open question would be odd.
    quiet_for: frozenset[CustodyKind] = frozenset()
    # Gets a date even while nobody knows when the release will be.
    readiness: bool = False
    evidence: str = ""
    # Fewer days left than this: the fallback instead.
    min_lead_days: int = 0
    fallback: str = ""
    # Whose consent it needs, in words; empty where none.
    consent: str = ""
    depends_on: tuple[str, ...] = ()
    # Where the step, or its place in the template of a kind of custody, comes from.
    source: str = ""
    norms: tuple[Norm, ...] = ()
    # Beside the days of `offset`: months, where something is counted in months.
    months: int = 0
    # Comes again so long after it was done, or after its day has passed; None: once.
    every: Span | None = None
    # What the Land of the case says about its day.
    deadline: Deadline | None = None

    def under(self, deadline: Deadline) -> "Milestone":
        """The same step, on the day that DEADLINE says."""
        span = deadline.span
        return replace(
            self,
            anchor=deadline.anchor,
            offset=span.days,
            months=span.months,
            every=span if deadline.every else self.every,
            deadline=deadline,
        )


@dataclass(frozen=True)
class PlanTemplate:
    """A version of the plan, in the order people work in. Raises ValueError where it does not hold
    together.
    """

    version: str
    milestones: tuple[Milestone, ...]

    def __post_init__(self) -> None:
        """Refuse doubled codes, unknown dependencies and circles."""
        codes = [milestone.code for milestone in self.milestones]
        if len(set(codes)) != len(codes):
            raise ValueError(f"Plan {self.version}: Ein Schritt steht doppelt.")
        needed = {code for milestone in self.milestones for code in milestone.depends_on}
        if unknown := needed - set(self.order):
            raise ValueError(f"Plan {self.version}: unbekannte Schritte {sorted(unknown)}")

    @cached_property
    def by_code(self) -> Mapping[str, Milestone]:
        """{code: milestone}."""
        return {milestone.code: milestone for milestone in self.milestones}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The codes, each after those it depends on."""
        return dependency_order({m.code: m.depends_on for m in self.milestones})


def dependency_order(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The keys of NEEDS {code: codes it depends on}, each after those; what is no key is left out.
    Raises ValueError where a step waits for itself.
    """
    known = {code: [n for n in needed if n in needs] for code, needed in needs.items()}
    try:
        return tuple(TopologicalSorter(known).static_order())
    except CycleError as circle:
        raise ValueError(f"Schritte warten aufeinander: {circle.args[1]}") from circle


def template(version: str = CURRENT) -> PlanTemplate:
    """The template of VERSION, read once. Raises ValueError for an unknown one."""
    if version not in FILES:
        raise ValueError(f"Unbekannte Fassung des Plans: {version!r}")
    return _read(version)


@cache
def _read(version: str) -> PlanTemplate:
    steps, norms = FILES[version]
    rows: Iterable[Mapping[str, str]] = rows_of(DATA / steps)
    told: Iterable[Mapping[str, str]] = rows_of(DATA / norms) if norms else ()
    if version in _MADE:
        generation, kind = _MADE[version]
        otherwise, recurring = GENERATIONS[generation]
        own = _of_kind(OWN, kind)
        differences = [row for name in otherwise for row in _of_kind(name, kind)]
        rows = fitted([*rows, *own], differences, kind)
        rows = recurring_in(rows, _of_kind(recurring, kind) if recurring else (), kind)
        there = {row["code"] for row in rows}
        told = [norm for norm in told if norm["code"] in there]
    return build_template(version, rows, told)


def _of_kind(name: str, kind: CustodyKind) -> list[Mapping[str, str]]:
    return [row for row in rows_of(DATA / name) if row["custody"] == kind]


def recurring_in(
    rows: Iterable[Mapping[str, str]], recurring: Iterable[Mapping[str, str]], kind: CustodyKind
) -> list[dict[str, str]]:
    """ROWS in which those that RECURRING names come again and again: the first time so long after
    what they count from. Raises ValueError for a step that is not there.
    """
    found = {row["code"]: dict(row) for row in rows}
    for again in recurring:
        if again["code"] not in found:
            raise ValueError(f"{kind}: Den Schritt {again['code']} gibt es nicht.")
        named = {name: again[name] for name in ("title", "number", "unit", "source")}
        found[again["code"]] |= named | {"offset": "0"}
    return list(found.values())


def fitted(
    rows: Iterable[Mapping[str, str]],
    differences: Iterable[Mapping[str, str]],
    kind: CustodyKind,
) -> list[dict[str, str]]:
    """ROWS as the template of KIND has them. Raises ValueError for a difference of a step that is
    not there, or a deed nobody knows.
    """
    found = {row["code"]: dict(row) for row in rows}
    for difference in differences:
        code, deed = difference["code"], difference["deed"]
        if code not in found:
            raise ValueError(f"{kind}: Den Schritt {code} gibt es nicht.")
        if deed == "leave_out":
            del found[code]
        elif deed == "timing":
            timing = {name: difference[name] for name in ("offset", "min_lead_days")}
            found[code] |= timing | {"source": difference["source"]}
        elif deed == "quiet":
            quiet = "|".join({*codes_of(found[code]["quiet_for"]), str(kind)})
            found[code] |= {"quiet_for": quiet, "source": difference["source"]}
        else:
            raise ValueError(f"{kind}, {code}: Was soll „{deed}“ heißen?")
    for row in found.values():
        row["depends_on"] = "|".join(c for c in codes_of(row["depends_on"]) if c in found)
    return list(found.values())


@cache
def recurring_codes() -> frozenset[str]:
    """The codes of the steps that come again in some template."""
    return frozenset(
        step.code for version in FILES for step in template(version).milestones if step.every
    )


def version_for(custody: CustodyKind) -> str:
    """The version new plans begin with in CUSTODY."""
    return BEFORE if custody is CustodyKind.BEFORE else KINDS.get(custody, CURRENT)


def version_after(version: str, custody: CustodyKind) -> str:
    """The version a plan of VERSION goes on with where the custody becomes CUSTODY: of the same
    generation. The first version holds for every kind, so a plan that was opened with it keeps it.
    """
    if custody is CustodyKind.BEFORE or version == BEFORE:
        return version_for(custody)
    if version == FIRST:
        return version
    generation = _MADE[version][0] if version in _MADE else version
    return f"{generation}-{custody}" if custody in KINDS else generation


def build_template(
    version: str, rows: Iterable[Mapping[str, str]], norms: Iterable[Mapping[str, str]] = ()
) -> PlanTemplate:
    """The template made of the ROWS of a file of steps and a file of NORMS. Raises ValueError for
    every word that the vocabulary does not know.
    """
    found: dict[str, list[Norm]] = defaultdict(list)
    for row in norms:
        day = date.fromisoformat(row["checked_on"])
        found[row["code"]].append(Norm(row["norm"], row["says"], row["source"], day))
    milestones = tuple(_milestone(row, tuple(found.pop(row["code"], ()))) for row in rows)
    if found:
        raise ValueError(f"Plan {version}: Quellen ohne Schritt {sorted(found)}")
    return PlanTemplate(version, milestones)


def _milestone(row: Mapping[str, str], norms: tuple[Norm, ...]) -> Milestone:
    every = Span.of(int(row["number"]), row["unit"]) if row.get("number") else None
    return Milestone(
        code=row["code"],
        area=LifeArea(row["life_area"]),
        title=row["title"],
        responsible=row["responsible"],
        anchor=Anchor(row["anchor"]),
        offset=int(row["offset"]) + (every.days if every else 0),
        months=every.months if every else 0,
        every=every,
        tags=_tags(row),
        first_for=_kinds(row["first_for"]),
        custody=_kinds(row["custody"]),
        quiet_for=_kinds(row["quiet_for"]),
        readiness=row["readiness"] == "yes",
        evidence=row["evidence"],
        min_lead_days=int(row["min_lead_days"]),
        fallback=row["fallback"],
        consent=row["consent"],
        depends_on=codes_of(row["depends_on"]),
        source=row.get("source", ""),
        norms=norms,
    )


def _tags(row: Mapping[str, str]) -> tuple[Tag, ...]:
    """The tags of a ROW; a step without one would apply to nobody."""
    if not row["tags"]:
        raise ValueError(f"Schritt {row['code']}: Für wen ist er?")
    return tuple(Tag(code) for code in codes_of(row["tags"]))


def _kinds(text: str) -> frozenset[CustodyKind]:
    return frozenset(CustodyKind(code) for code in codes_of(text))
