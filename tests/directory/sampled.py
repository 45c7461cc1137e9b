"""Samples of the addresses around the finder's words and opening hours: (things, body, query)."""

from typing import Any

from nahtlos.directory.models import LexiconEntry, Offer
from nahtlos.foundation import stamps
from nahtlos.foundation.versions import version_of
from tests.cast import organisation
from tests.world import DRAFT

HOURS = {"day0": "9-12", "on_holidays": "closed", "version": ""}


def word(key: str) -> LexiconEntry:
    """What the tests taught the finder."""
    return LexiconEntry.objects.get(organisation=organisation(key), kind="same")


def _word_code(key: str) -> dict[str, Any]:
    return {"code": word(key).code}


def _nothing(key: str) -> dict[str, Any]:
    return {}


WORDS_AND_HOURS: dict[str, tuple[Any, ...]] = {
    "offers:hours": (
        lambda key: {"slug": Offer.objects.get(title=f"{DRAFT} {key}").slug},
        lambda key: HOURS,
    ),
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
