"""The history of an offer in German: who changed which field from what to what, and an offer's
fields in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from nahtlos.directory.models import GENDERS, Catchment, Cost, Offer, OfferRevision
from nahtlos.directory.queries.areas import area_names
from nahtlos.directory.queries.hits import (
    audience_labels,
    format_labels,
    labels_of,
    language_labels,
    topic_labels,
)
from nahtlos.directory.rules.translations import written_notes
from nahtlos.foundation.shell.tags import datum

LABELS: Final = {
    "title": "Titel",
    "summary": "Worum es geht",
    "description": "Was geschieht",
    "first_steps": "So fängt man an",
    "topics": "Themen",
    "audiences": "Für wen",
    "age_from": "Alter von",
    "age_to": "Alter bis",
    "circumstances": "In welcher Lage",
    "gender": "Nur für",
    "excluded": "Für wen nicht",
    "exclusion_note": "Wann es nicht geht",
    "formats": "Wie",
    "languages": "Sprachen",
    "language_notes": "Hinweis zu den Sprachen",
    "cost": "Kosten",
    "cost_note": "Was genau es kostet",
    "site": "Standort",
    "city": "Ort",
    "access_note": "Barrierefreiheit",
    "catchment": "Einzugsgebiet",
    "catchment_land": "Für welches Land",
    "catchment_codes": "Für welche Kreise oder Anstalten",
    "phone": "Telefon",
    "email": "E-Mail",
    "website": "Internetseite",
    "places_free": "Freie Plätze",
    "places_total": "Plätze insgesamt",
    "places_unit": "Was für Plätze",
    "places_note": "Für wen die Plätze sind",
    "waiting_weeks": "Wartezeit in Wochen",
    "next_date": "Nächster Termin",
    "valid_until": "Gilt bis",
}
VERBS: Final = {
    "created": "hat das Angebot angelegt",
    "changed": "hat das Angebot geändert",
    "confirmed": "hat bestätigt, dass alles noch stimmt",
    "published": "hat das Angebot veröffentlicht",
    "ended": "hat das Angebot beendet",
    "amended": "hat die neue Internetadresse übernommen",
}
AREAS: Final = ("catchment_land", "catchment_codes")
DATES: Final = ("next_date", "valid_until")
BY_LINK: Final = "Über den Link zum Bestätigen"
BY_OFFICE: Final = "Die Koordinierungsstelle"
UNKNOWN_SITE: Final = "ein früherer Standort"
Change = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One revision in words. `changes` holds (field, before, after), '' where nothing was said."""

    when: datetime
    who: str
    verb: str
    changes: list[Change]


class Wording:
    """Puts the values of an offer's fields into words. SITES maps a site's id to its name."""

    def __init__(self, sites: Mapping[str, str]) -> None:
        self.sites = sites
        self.lists = {
            "topics": topic_labels(),
            "audiences": audience_labels(),
            "circumstances": labels_of("circumstance"),
            "excluded": {**labels_of("circumstance"), **audience_labels()},
            "formats": format_labels(),
            "languages": language_labels(),
        }
        self.choices = {
            "cost": {str(value): str(label) for value, label in Cost.choices},
            "gender": {str(value): str(label) for value, label in GENDERS},
            "catchment": {str(value): str(label) for value, label in Catchment.choices},
        }

    def say(self, name: str, value: Any) -> str:  # noqa: ANN401
        """VALUE of the field NAME as a person reads it; '' for nothing."""
        if value is None or value in ("", [], {}):
            return ""
        if name in self.lists:
            return ", ".join(self.lists[name].get(code, code) for code in value)
        if name in self.choices:
            return self.choices[name].get(value, str(value))
        if name in AREAS:
            return ", ".join(area_names([value] if isinstance(value, str) else value))
        if name == "site":
            return self.sites.get(str(getattr(value, "pk", value)), UNKNOWN_SITE)
        if name == "language_notes":
            return written_notes(value)
        if name in DATES:
            return datum(value if isinstance(value, date) else date.fromisoformat(value))
        return "\n".join(value) if name == "first_steps" else str(value)

    def changes(self, pairs: Mapping[str, Sequence[Any]]) -> list[Change]:
        """PAIRS {field: (before, after)} in words, as the form orders them; boxes have no order."""
        return [
            (label, self.say(name, pairs[name][0]), self.say(name, pairs[name][1]))
            for name, label in LABELS.items()
            if name in pairs and not self._same(name, *pairs[name])
        ]

    def _same(self, name: str, before: Any, after: Any) -> bool:  # noqa: ANN401
        if name in self.lists:
            return set(before or ()) == set(after or ())
        return bool(before == after)


def _author(row: OfferRevision, names: Mapping[UUID, str]) -> str:
    if row.account_id:
        return names.get(row.account_id, "Ehemals im Team")
    return BY_OFFICE if row.verb == "amended" else BY_LINK


def history(
    revisions: Iterable[OfferRevision], names: Mapping[UUID, str], sites: Mapping[str, str]
) -> list[HistoryLine]:
    """REVISIONS in words, in their order. NAMES maps an account's id to the name of a colleague."""
    wording = Wording(sites)
    return [
        HistoryLine(
            row.at,
            _author(row, names),
            VERBS.get(row.verb, row.verb),
            # Publishing and ending keep the new state alone; the verb already says it.
            wording.changes({n: pair for n, pair in row.changes.items() if isinstance(pair, list)}),
        )
        for row in revisions
    ]


def facts_of(offer: Offer, sites: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every field of OFFER as (label, words), '' where nothing is known; the title left out."""
    wording = Wording(sites)
    return [
        (label, wording.say(name, getattr(offer, name)))
        for name, label in LABELS.items()
        if name != "title"
    ]


def differences(offer: Offer, typed: Mapping[str, Any], sites: Mapping[str, str]) -> list[Change]:
    """Where TYPED differs from what stands in OFFER: (label, stands there, typed)."""
    pairs = {name: (getattr(offer, name), value) for name, value in typed.items() if name in LABELS}
    return Wording(sites).changes(pairs)
