"""What the codes of our lists are called in the language of the page: German from the lists
themselves, the words of other languages and plain words from files of this room."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, Protocol

from nahtlos.directory.rules import catalogue
from nahtlos.organisations.rules import reference
from nahtlos.organisations.rules.reference import rows_of

Kind = Literal[
    "topic",
    "topic_group",
    "audience",
    "format",
    "language",
    "visiting_field",
    "custody",
    "circumstance",
    "gender",
    "detention",
    "organisation",
]
ENGLISH: Final = "en"
PLAIN: Final = "leicht"
FILES: Final[Mapping[str, str]] = {
    ENGLISH: "english.csv",
    PLAIN: "plain.csv",
    "tr": "turkish.csv",
    "ar": "arabic.csv",
    "ru": "russian.csv",
    "uk": "ukrainian.csv",
}


class Entry(Protocol):
    """One line of a list."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...


_LISTS: Final[Mapping[str, Callable[[], tuple[Entry, ...]]]] = {
    "topic": catalogue.topics,
    "topic_group": catalogue.topic_groups,
    "audience": catalogue.audiences,
    "format": catalogue.formats,
    "language": catalogue.languages,
    "visiting_field": catalogue.visiting_fields,
    "circumstance": catalogue.circumstances,
}
_TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "custody": catalogue.CUSTODY_KINDS,
    "gender": catalogue.GENDERS,
    "detention": reference.DETENTION_KINDS,
    "organisation": reference.ORGANISATION_KINDS,
}


@cache
def labels(kind: Kind, language: str) -> Mapping[str, str]:
    """{code: label} of a list, in its order. LANGUAGE is "de" or one of FILES; in Leichte Sprache
    a word that is short enough in German stays as it is.
    """
    entries = _LISTS[kind]() if kind in _LISTS else ()
    named = {entry.code: entry.label for entry in entries} or dict(_TABLES[kind])
    if language == PLAIN:
        named |= {entry.code: getattr(entry, "plain_label", entry.label) for entry in entries}
    return MappingProxyType(named | _filed(language).get(kind, {}))


@cache
def _filed(language: str) -> Mapping[str, dict[str, str]]:
    """{kind: {code: label}} of the file for LANGUAGE; nothing where there is none."""
    read: dict[str, dict[str, str]] = defaultdict(dict)
    if language in FILES:
        for row in rows_of(catalogue.DATA / FILES[language]):
            read[row["kind"]][row["code"]] = row["label"]
    return read


def in_german(words: str, language: str) -> str:
    """WORDS as the index knows them: the offered name of a topic becomes its German name, because
    the index holds German words only.
    """
    if language not in FILES:
        return words
    typed = words.strip().casefold()
    german = labels("topic", "de")
    chosen = (
        german[code]
        for code, label in labels("topic", language).items()
        if label.casefold() == typed
    )
    return next(chosen, words)
