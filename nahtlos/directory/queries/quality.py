"""How good an entry is, with the words for its parts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy

from nahtlos.directory.models import Cost, Offer, VisitingFact
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.quality import (
    CONTACT_WEIGHTS,
    VISIT_WEIGHTS,
    ContactPart,
    Part,
    Quality,
    VisitPart,
    is_answered,
    quality_of,
    weighed,
)
from nahtlos.foundation.provenance import STALE_AFTER, Provenance, State
from nahtlos.foundation.ruling import states
from nahtlos.organisations.models import ContactPerson

LABELS: Final = {
    Part.CHECKED: gettext_lazy("im letzten halben Jahr geprüft"),
    Part.SOURCE: gettext_lazy("mit Quelle"),
    Part.REACHED: gettext_lazy("Telefon oder E-Mail"),
    Part.ABOUT: gettext_lazy("worum es geht"),
    Part.TOPIC: gettext_lazy("Thema"),
    Part.WHOM: gettext_lazy("für wen"),
    Part.WHERE: gettext_lazy("Ort oder Einzugsgebiet"),
    Part.COST: gettext_lazy("Kosten"),
    Part.LANGUAGES: gettext_lazy("Sprachen"),
    Part.HOURS: gettext_lazy("Öffnungszeiten"),
    Part.ACCESS: gettext_lazy("Barrierefreiheit"),
}


VISIT_LABELS: Final[Mapping[StrEnum, Any]] = {
    VisitPart.CHECKED: LABELS[Part.CHECKED],
    VisitPart.SOURCE: LABELS[Part.SOURCE],
    VisitPart.REACHED: LABELS[Part.REACHED],
}
CONTACT_LABELS: Final[Mapping[StrEnum, Any]] = {
    ContactPart.CHECKED: LABELS[Part.CHECKED],
    ContactPart.NAMED: gettext_lazy("benannt"),
    ContactPart.REACHED: LABELS[Part.REACHED],
    ContactPart.TOPIC: LABELS[Part.TOPIC],
    ContactPart.DEPUTY: gettext_lazy("Vertretung"),
}


@dataclass(frozen=True, slots=True)
class EntryQuality:
    """score: 0 to 100. met, missing: the parts in words."""

    score: int
    met: list[str]
    missing: list[str]


def _in_words(found: Quality[Any], labels: Mapping[Any, Any]) -> EntryQuality:
    return EntryQuality(
        found.score,
        [str(labels[part]) for part in found.met],
        [str(labels[part]) for part in found.missing],
    )


def _is_checked(facts: Provenance, today: date) -> bool:
    """Whether somebody looked at it within half a year."""
    fresh = facts.checked_on is not None and today - facts.checked_on <= STALE_AFTER
    return fresh and facts.state in (State.CONFIRMED, State.FOUND)


@states(
    "Verzeichnis",
    "Jedes Angebot zeigt öffentlich, wie vollständig und wie frisch sein Eintrag ist und woraus"
    " sich das ergibt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_quality.py::test_the_public_page_shows_the_score_and_its_parts",
        "tests/directory/test_quality.py::test_what_is_old_counts_as_not_checked",
    ),
)
def offer_quality(offer: Offer, today: date, *, reached: bool, hours: bool) -> EntryQuality:
    """The quality of OFFER on TODAY. REACHED: whether the page names a telephone or an address for
    mail; HOURS: whether its opening hours are known.
    """
    found = quality_of(
        {
            Part.CHECKED: _is_checked(offer.facts, today),
            Part.SOURCE: bool(offer.facts.source),
            Part.REACHED: reached,
            Part.ABOUT: bool(offer.summary or offer.description),
            Part.TOPIC: bool(offer.topics),
            Part.WHOM: bool(offer.audiences or offer.audience_text),
            Part.WHERE: offer.lat is not None or offer.catchment != "unknown",
            Part.COST: offer.cost != Cost.UNKNOWN,
            Part.LANGUAGES: bool(offer.languages),
            Part.HOURS: hours,
            Part.ACCESS: bool(offer.access_note),
        }
    )
    return _in_words(found, LABELS)


@states(
    "Verzeichnis",
    "Auch die Besuchsangaben einer Anstalt und jede feste Ansprechperson zeigen öffentlich, wie"
    " vollständig und wie frisch sie sind. Ein Bereich zählt, wenn mindestens die Hälfte seiner"
    " Fragen beantwortet ist.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_quality.py::test_the_prisons_page_shows_the_score_and_its_parts",
        "tests/directory/test_quality.py::test_a_contact_person_shows_the_score_and_its_parts",
        "tests/directory/test_quality.py::test_half_of_the_questions_of_a_group_make_it_count",
    ),
)
def visits_quality(
    facts: Sequence[VisitingFact], groups: Mapping[str, Any], today: date, *, reached: bool
) -> EntryQuality:
    """The quality of a visiting record on TODAY, from all its FACTS. GROUPS: the words for each
    group of questions. It counts as checked where everything in it is.
    """
    fields = {field.code: field.group for field in catalogue.visiting_fields()}
    told = Counter(fields[field] for field in {fact.field for fact in facts} if field in fields)
    asked = Counter(fields.values())
    known: dict[VisitPart, bool] = {
        VisitPart.CHECKED: bool(facts) and all(_is_checked(one.facts, today) for one in facts),
        VisitPart.SOURCE: bool(facts) and all(one.facts.source for one in facts),
        VisitPart.REACHED: reached,
    }
    known |= {VisitPart(group): is_answered(told[group], asked[group]) for group in groups}
    words: dict[StrEnum, Any] = {VisitPart(group): word for group, word in groups.items()}
    return _in_words(weighed(known, VISIT_WEIGHTS), {**VISIT_LABELS, **words})


def contact_quality(contact: ContactPerson, today: date) -> EntryQuality:
    """The quality of the public entry of a contact person on TODAY."""
    day = contact.confirmed_on
    known = {
        ContactPart.CHECKED: day is not None and today - day <= STALE_AFTER,
        ContactPart.NAMED: contact.named,
        ContactPart.REACHED: bool(contact.public_phone or contact.public_email),
        ContactPart.TOPIC: bool(contact.topics),
        ContactPart.DEPUTY: bool(contact.deputy_function),
    }
    return _in_words(weighed(known, CONTACT_WEIGHTS), CONTACT_LABELS)


def with_quality(contacts: Iterable[ContactPerson], today: date) -> list[ContactPerson]:
    """The same contact persons, each with its `quality` (EntryQuality)."""
    listed = list(contacts)
    for contact in listed:
        contact.quality = contact_quality(contact, today)  # type: ignore[attr-defined]
    return listed
