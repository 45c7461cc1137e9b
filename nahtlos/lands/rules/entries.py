"""One answer of a profile: what holds, where that was seen and when; or that it is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from nahtlos.lands.rules.fields import Field, Kind, fields

LONGEST_SPAN: Final = 400


class EntryState(StrEnum):
    """How far an answer can be trusted."""

    SEEN = "seen"
    UNCHECKED = "unchecked"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The state in German."""
        return STATES[self]


STATES: Final[Mapping[EntryState, str]] = {
    EntryState.SEEN: "gesehen",
    EntryState.UNCHECKED: "noch nicht geprüft",
    EntryState.UNKNOWN: "nicht bekannt",
}


class Unit(StrEnum):
    """What a span is counted in. Nothing is converted: six months are not 182 days."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Anchor(StrEnum):
    """What a span is counted from."""

    AFTER_ADMISSION = "after_admission"
    BEFORE_RELEASE = "before_release"
    AFTER_RELEASE = "after_release"
    EVERY = "every"


UNITS: Final[Mapping[Unit, tuple[str, str]]] = {
    Unit.DAYS: ("Tag", "Tage"),
    Unit.WEEKS: ("Woche", "Wochen"),
    Unit.MONTHS: ("Monat", "Monate"),
    Unit.YEARS: ("Jahr", "Jahre"),
}
ANCHORS: Final[Mapping[Anchor, str]] = {
    Anchor.AFTER_ADMISSION: "nach der Aufnahme",
    Anchor.BEFORE_RELEASE: "vor der Entlassung",
    Anchor.AFTER_RELEASE: "nach der Entlassung",
    Anchor.EVERY: "immer wieder, in diesem Abstand",
}
YES_NO: Final[Mapping[str, str]] = {"yes": "ja", "no": "nein"}


class Unclear(ValueError):
    """An answer that cannot be; the text is the German sentence, `field` what it is about."""

    def __init__(self, reason: str, field: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class Entry:
    """The answer to question `key`. value: words, or "yes" and "no"; number with unit and anchor
    where a span is asked for. checked_on: when somebody read the source.
    """

    key: str
    state: EntryState = EntryState.UNKNOWN
    value: str = ""
    number: int | None = None
    unit: str = ""
    anchor: str = ""
    note: str = ""
    source: str = ""
    checked_on: date | None = None

    @property
    def field(self) -> Field:
        """The question."""
        return fields()[self.key]

    @property
    def is_known(self) -> bool:
        """Whether there is an answer, checked or not."""
        return self.state is not EntryState.UNKNOWN

    @property
    def said(self) -> str:
        """The answer in German; empty where it is not known."""
        if self.field.kind is Kind.SPAN:
            return span_words(self.number, self.unit, self.anchor)
        return YES_NO.get(self.value, self.value) if self.field.kind is Kind.YES_NO else self.value


def span_words(number: int | None, unit: str, anchor: str) -> str:
    """A span in German: "6 Monate vor der Entlassung", "alle 6 Monate"; empty for none."""
    if not number:
        return ""
    one, many = UNITS[Unit(unit)]
    if Anchor(anchor) is Anchor.EVERY:
        return f"alle {number} {many}" if number > 1 else f"jede{_ending(one)} {one}"
    return f"{number} {one if number == 1 else many} {ANCHORS[Anchor(anchor)]}"


def _ending(unit: str) -> str:
    return {"Woche": "", "Jahr": "s"}.get(unit, "n")


def check(entry: Entry, today: date) -> Entry:
    """ENTRY as it may stand in a profile; Unclear beside the field that does not fit. What is not
    known carries nothing but its note.
    """
    answered = _answered(entry)
    if entry.state is EntryState.UNKNOWN:
        if answered:
            raise Unclear(
                "Sie haben etwas eingetragen und „nicht bekannt“ gewählt. Was davon gilt?", "state"
            )
        return Entry(entry.key, note=entry.note)
    if entry.field.kind is Kind.SPAN:
        _check_span(entry)
    elif not answered:
        raise Unclear("Bitte tragen Sie ein, was gilt, oder wählen Sie „nicht bekannt“.", "value")
    elif entry.field.kind is Kind.YES_NO and entry.value not in YES_NO:
        raise Unclear("Bitte wählen Sie ja oder nein.", "value")
    if entry.state is EntryState.SEEN:
        _check_source(entry, today)
    return entry


def _answered(entry: Entry) -> bool:
    return bool(entry.number if entry.field.kind is Kind.SPAN else entry.value)


def _check_span(entry: Entry) -> None:
    if not entry.number or not 1 <= entry.number <= LONGEST_SPAN:
        raise Unclear(f"Bitte geben Sie eine Zahl von 1 bis {LONGEST_SPAN} ein.", "number")
    if entry.unit not in list(Unit):
        raise Unclear("Bitte wählen Sie, was gezählt wird.", "unit")
    if entry.anchor not in list(Anchor):
        raise Unclear("Bitte wählen Sie, ab wann gezählt wird.", "anchor")


def _check_source(entry: Entry, today: date) -> None:
    if not entry.source:
        raise Unclear("Wo haben Sie das gelesen? Bitte nennen Sie die Quelle.", "source")
    if entry.checked_on is None:
        raise Unclear("An welchem Tag haben Sie das gelesen?", "checked_on")
    if entry.checked_on > today:
        raise Unclear("Dieser Tag liegt in der Zukunft.", "checked_on")


@dataclass(frozen=True, slots=True)
class Change:
    """What one version says otherwise than another about one question."""

    field: Field
    before: Entry
    after: Entry


def difference(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> tuple[Change, ...]:
    """The questions that AFTER answers otherwise than BEFORE, in the order of the page."""
    return tuple(
        Change(field, before.get(key, Entry(key)), after.get(key, Entry(key)))
        for key, field in fields().items()
        if before.get(key, Entry(key)) != after.get(key, Entry(key))
    )


def carried_over(
    mine: Mapping[str, Entry], begun_from: Mapping[str, Entry], newest: Mapping[str, Entry]
) -> dict[str, Entry]:
    """MINE on the ground of NEWEST: what I changed since BEGUN_FROM stays, all else is new."""
    changed = {change.field.key for change in difference(begun_from, mine)}
    return {key: mine[key] if key in changed else newest.get(key, Entry(key)) for key in fields()}


def complete(given: Iterable[Entry]) -> dict[str, Entry]:
    """{key: entry} for every question there is; those without an answer are not known."""
    answers = {entry.key: entry for entry in given}
    return {key: answers.get(key, Entry(key)) for key in fields()}
