"""The words of the finder (topics, audiences, formats, languages, word sets) and the offers and
visiting facts found on public pages, read from this room's compact files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from nahtlos.organisations.rules import reference
from nahtlos.organisations.rules.reference import Provenance, State, codes_of, day_of, rows_of

DATA: Final = Path(__file__).resolve().parent.parent / "data"

ICONS: Final = frozenset(
    (
        *("home", "money", "work", "papers", "family", "child", "talk"),
        *("health", "law", "door", "people", "book", "pin", "phone"),
    )
)
CUSTODY_KINDS: Final[Mapping[str, str]] = {
    "sentence": "Strafhaft",
    "remand": "Untersuchungshaft",
    "youth": "Jugendhaft",
    "adults": "Erwachsene",
    "preventive_detention": "Sicherungsverwahrung",
}
GENDERS: Final[Mapping[str, str]] = {"women": "Frauen", "men": "Männer"}
Confidence = Literal["high", "medium", "low"]
# A fact of low confidence is kept for whoever checks it, but families never see it.
CONFIDENCE_STATES: Final[Mapping[Confidence, State]] = {
    "high": "found",
    "medium": "found",
    "low": "unchecked",
}


@dataclass(frozen=True, slots=True)
class TopicGroup:
    code: str
    label: str
    plain_label: str
    icon: str
    sort: int


@dataclass(frozen=True, slots=True)
class Topic:
    code: str
    label: str
    plain_label: str
    explanation: str
    group: str
    icon: str
    synonyms: tuple[str, ...]
    sort: int


@dataclass(frozen=True, slots=True)
class Audience:
    """``includes``: the audiences that are part of it: partners are relatives."""

    code: str
    label: str
    plain_label: str
    terms: tuple[str, ...]
    includes: tuple[str, ...]
    sort: int


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Where somebody stands between liberty and custody."""

    code: str
    label: str
    plain_label: str
    sort: int


@dataclass(frozen=True, slots=True)
class Format:
    code: str
    label: str
    plain_label: str
    terms: tuple[str, ...]
    sort: int


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    label: str
    own_name: str
    is_rtl: bool


@dataclass(frozen=True, slots=True)
class WordSet:
    """Words that mean the same to a person who seeks: all of them find what one of them finds."""

    code: str
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is called where somebody switches it off."""
        return f"set:{self.code}"


@dataclass(frozen=True, slots=True)
class Stem:
    """The front of a compound of this field and what may link it to the next part: "wohnung" takes
    "s" or "en"; no link is always possible."""

    stem: str
    links: tuple[str, ...]

    @property
    def key(self) -> str:
        """As for a set."""
        return f"stem:{self.stem}"


@dataclass(frozen=True, slots=True)
class RealOffer:
    """An offer seen on a public page, in our own words. An empty ``languages`` and the cost
    "unbekannt" mean that the page did not say."""

    organisation_key: str
    slug: str
    title: str
    audience_text: str
    audiences: tuple[str, ...]
    topics: tuple[str, ...]
    formats: tuple[str, ...]
    city: str
    cost: str
    languages: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class VisitingField:
    """A field of the visiting record; ``kind`` says what its value answers: text, number, hours,
    telephone, mail, or yes_no with an optional remark behind a comma."""

    code: str
    label: str
    group: str
    kind: str
    sort: int


@dataclass(frozen=True, slots=True)
class VisitingFact:
    """One line of visiting information. ``custody`` None: the page makes no difference."""

    prison_id: str
    field: str
    value: str
    custody: str | None
    source: str
    checked_on: date | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class VisitingHours:
    """The least hours a month that the law of a Land grants, and those for children on top."""

    land: str
    min_hours_month: int
    extra_child_hours_month: int
    child_age_below: int | None
    norm: str
    provenance: Provenance


@cache
def topic_groups() -> tuple[TopicGroup, ...]:
    return tuple(
        TopicGroup(r["code"], r["label"], r["plain_label"], r["icon"], int(r["sort"]))
        for r in rows_of(DATA / "topic_groups.csv")
    )


@cache
def topics() -> tuple[Topic, ...]:
    icons = {group.code: group.icon for group in topic_groups()}
    return tuple(
        Topic(
            r["code"],
            r["label"],
            r["plain_label"],
            r["explanation"],
            r["group"],
            icons[r["group"]],
            codes_of(r["synonyms"]),
            int(r["sort"]),
        )
        for r in rows_of(DATA / "topics.csv")
    )


@cache
def audiences() -> tuple[Audience, ...]:
    return tuple(
        Audience(
            r["code"],
            r["label"],
            r["plain_label"],
            codes_of(r["terms"]),
            codes_of(r["includes"]),
            int(r["sort"]),
        )
        for r in rows_of(DATA / "audiences.csv")
    )


@cache
def circumstances() -> tuple[Circumstance, ...]:
    return tuple(
        Circumstance(r["code"], r["label"], r["plain_label"], int(r["sort"]))
        for r in rows_of(DATA / "circumstances.csv")
    )


@cache
def formats() -> tuple[Format, ...]:
    return tuple(
        Format(r["code"], r["label"], r["plain_label"], codes_of(r["terms"]), int(r["sort"]))
        for r in rows_of(DATA / "formats.csv")
    )


@cache
def languages() -> tuple[Language, ...]:
    return tuple(
        Language(r["code"], r["label"], r["own_name"], r["rtl"] == "1")
        for r in rows_of(DATA / "languages.csv")
    )


@cache
def word_sets() -> tuple[WordSet, ...]:
    return tuple(
        WordSet(r["code"], codes_of(r["words"]))
        for r in rows_of(DATA / "lexicon.csv")
        if r["kind"] == "set"
    )


@cache
def stems() -> tuple[Stem, ...]:
    return tuple(
        Stem(r["code"], codes_of(r["words"]))
        for r in rows_of(DATA / "lexicon.csv")
        if r["kind"] == "stem"
    )


@cache
def visiting_fields() -> tuple[VisitingField, ...]:
    return tuple(
        VisitingField(r["code"], r["label"], r["group"], r["kind"], int(r["sort"]))
        for r in rows_of(DATA / "visiting_fields.csv")
    )


@cache
def real_offers() -> tuple[RealOffer, ...]:
    return tuple(
        RealOffer(
            r["organisation_key"],
            r["slug"],
            r["title"],
            r["audience_text"],
            codes_of(r["audiences"]),
            codes_of(r["topics"]),
            codes_of(r["formats"]),
            r["city"],
            r["cost"],
            codes_of(r["languages"]),
            reference.provenance_of(r),
        )
        for r in rows_of(DATA / "offers.csv")
    )


@cache
def visiting_facts() -> tuple[VisitingFact, ...]:
    return tuple(
        VisitingFact(
            r["prison_id"],
            r["field"],
            r["value"],
            r["custody"] or None,
            r["source"],
            day_of(r["checked_on"]),
            cast("Confidence", r["confidence"]),
        )
        for r in rows_of(DATA / "visiting_info.csv")
    )


@cache
def visiting_hours() -> tuple[VisitingHours, ...]:
    return tuple(
        VisitingHours(
            r["land"],
            int(r["min_hours_month"]),
            int(r["extra_child_hours_month"]),
            int(r["child_age_below"]) if r["child_age_below"] else None,
            r["norm"],
            Provenance(r["source"], None, reference.state_of(r["state"])),
        )
        for r in rows_of(DATA / "visiting_hours_by_land.csv")
    )


def offer_point(offer: RealOffer) -> tuple[float, float] | None:
    """Where an offer is: its town, first within the Land of its organisation."""
    if not offer.city:
        return None
    land = _lands()[offer.organisation_key]
    return reference.point_of(offer.city, land) or reference.point_of(offer.city)


@cache
def _lands() -> dict[str, str | None]:
    return {o.key: o.land for o in reference.organisations()}
