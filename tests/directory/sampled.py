"""Samples of the addresses around the finder's words, opening hours and visits: (things, body,
query).
"""

from typing import Any

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import LexiconEntry, Offer
from nahtlos.directory.queries.visiting import stored_facts
from nahtlos.directory.rules.translations import fingerprint as fingerprint_of_texts
from nahtlos.directory.rules.translations import texts_of
from nahtlos.directory.rules.visiting import fingerprint
from nahtlos.foundation import stamps
from nahtlos.foundation.versions import version_of
from nahtlos.organisations.models import Site
from tests.cast import organisation
from tests.world import DRAFT, SITE

HOURS = {"day0": "9-12", "on_holidays": "closed", "version": ""}


def word(key: str) -> LexiconEntry:
    """What the tests taught the finder."""
    return LexiconEntry.objects.get(organisation=organisation(key), kind="same")


def _word_code(key: str) -> dict[str, Any]:
    return {"code": word(key).code}


def _nothing(key: str) -> dict[str, Any]:
    return {}


def house(key: str) -> Site:
    """The prison the tests gave each organisation."""
    return Site.objects.get(name=f"{SITE} {key}")


def _turkish(key: str) -> dict[str, Any]:
    return {"slug": _draft(key).slug, "language": "tr"}


def _draft(key: str) -> Offer:
    return Offer.objects.get(title=f"{DRAFT} {key}")


def _translated(key: str) -> dict[str, Any]:
    seen = fingerprint_of_texts(texts_of(_draft(key)))
    return {"title": "Taslak", "status": "machine", "version": "", "seen": seen}


def _visits(key: str) -> dict[str, Any]:
    return {"slug": house(key).slug}


def _room(key: str) -> dict[str, Any]:
    rows = stored_facts(house(key), "room", "")
    return {"kinderecke": "ja", "kinderecke_note": "groß", "version": fingerprint(rows)}


PLACES = {
    **dict.fromkeys(("places_total", "places_unit", "places_note", "waiting_weeks"), ""),
    "places_free": "3",
}
WORDS_AND_HOURS: dict[str, tuple[Any, ...]] = {
    "offers:hours": (
        lambda key: {"slug": Offer.objects.get(title=f"{DRAFT} {key}").slug},
        lambda key: HOURS,
    ),
    "directory:prison_for_children": (
        lambda key: {"slug": "jva-musterstadt" if key == HOME else "jva-musterwald"},
    ),
    "offers:translation": (_turkish, _translated),
    "offers:remove_translation": (_turkish,),
    "offers:visits": (_visits,),
    "offers:confirm_visits": (_visits,),
    "offers:edit_visits": (lambda key: {**_visits(key), "group": "room"}, _room),
    "offers:own_hours": (_nothing, lambda key: HOURS),
    "offers:lexicon": (_nothing, _nothing, "wort=knast"),
    "offers:new_word": (
        _nothing,
        lambda key: {"kind": "same", "words": "Kahn, Boot", "stamp": stamps.issue()},
    ),
    "offers:switch_word": (_nothing, lambda key: {"key": "set:gefaengnis", "on": "0"}),
    "offers:word": (
        _word_code,
        lambda key: {"kind": "same", "words": "Kahn, Boot", "version": version_of(word(key))},
    ),
    "offers:remove_word": (_word_code,),
}
