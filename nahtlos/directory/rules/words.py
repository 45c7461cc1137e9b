"""How text becomes search terms: folding, stems, stop words, parts of compounds. Queries and offers
go through the same door.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from snowballstemmer import stemmer

from nahtlos.directory.rules import catalogue
from nahtlos.foundation.folding import fold

_WORD: Final = re.compile(r"[a-z0-9]+")
LONGEST_QUERY: Final = 300
SHORTEST_PART: Final = 3

_STOP_WORDS: Final = """
    aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da
    damit dann das dass dein deine dem den der des dich die dies diese diesem diesen dieser
    dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur
    gegen gibt gab hab habe haben hat hatte hier hin ich ihm ihn ihnen ihr ihre ihrem ihren
    ihrer im in ins ist ja jede jedem jeden jeder jedes jetzt kann kannst kein keine keinem
    keinen keiner konnen man mein meine meinem meinen meiner mich mir mit muss mussen nach
    nicht noch nun nur ob oder ohne sag sehr seid sein seine seinem seinen seiner seit sich
    sie sind so soll sollen um und uns unser unsere unter vom von vor war waren was weil
    welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wo
    wollen wurde zu zum zur zwischen darf durfen mal bitte hallo gerne suche brauche
"""
STOP_WORDS: Final = frozenset(_STOP_WORDS.split())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The German Snowball stem of a folded word, folded again."""
    return fold(stemmer("german").stemWord(word))


def words(text: str) -> list[str]:
    """The folded words of TEXT, stop words left out."""
    return [word for word in _WORD.findall(fold(text)) if word not in STOP_WORDS]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the analysis knows about the field's words, all in folded form."""

    fronts: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # front of a compound with its link -> stems
    sets: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # stem -> stems that mean the same
    phrases: Mapping[tuple[str, ...], frozenset[str]] = field(
        default_factory=dict
    )  # several words -> stems

    def split(self, word: str) -> list[str]:
        """The stems of the parts of a compound; empty where WORD is none. `mietkostenubernahme` ->
        miet, kost, ubernahm.
        """
        parts: list[str] = []
        rest = word
        while len(rest) > SHORTEST_PART:
            front = next(
                (
                    rest[:n]
                    for n in range(len(rest) - SHORTEST_PART, SHORTEST_PART - 1, -1)
                    if rest[:n] in self.fronts
                ),
                "",
            )
            if not front:
                break
            parts.extend(sorted(self.fronts[front]))
            rest = rest[len(front) :]
        return [*parts, stem(rest)] if parts else []


def build_lexicon(
    sets: Iterable[Iterable[str]], stems: Iterable[tuple[str, Iterable[str]]]
) -> Lexicon:
    """A lexicon from sets of words that mean the same and from stems with their linking
    elements.
    """
    fronts: dict[str, set[str]] = {}
    for front, links in stems:
        for link in {"", *links}:
            fronts.setdefault(fold(front + link), set()).add(stem(fold(front)))
    same: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    for group in sets:
        keys = [tuple(stem(w) for w in words(entry)) for entry in group]
        single = {key[0] for key in keys if len(key) == 1}
        for key in keys:
            if len(key) == 1:
                same.setdefault(key[0], set()).update(single)
            elif key:
                phrases.setdefault(key, set()).update(single)
    freeze = frozenset
    return Lexicon(
        {k: freeze(v) for k, v in fronts.items()},
        {k: freeze(v) for k, v in same.items()},
        {k: freeze(v) for k, v in phrases.items()},
    )


@cache
def lexicon() -> Lexicon:
    """The lexicon of this room's data files."""
    return build_lexicon(
        (entry.words for entry in catalogue.word_sets()),
        ((entry.stem, entry.links) for entry in catalogue.stems()),
    )


# Weights of a field in the index: a word in the title says more than one in the description.
TITLE, TOPIC, SUMMARY, AUDIENCE, SYNONYM, BODY, PLACE = 4.0, 3.0, 2.0, 1.5, 1.2, 1.0, 0.8
PART = 0.45  # of a compound, against the whole word
K1, B, AVERAGE = 1.2, 0.6, 90.0  # BM25; AVERAGE is the usual weighted length of an offer


def index_terms(
    fields: Iterable[tuple[float, str]], lex: Lexicon | None = None
) -> dict[str, float]:
    """{stem: BM25 term weight without idf} of a text given as (field weight, text) pairs."""
    known = lexicon() if lex is None else lex
    counts: dict[str, float] = {}
    for weight, text in fields:
        for word in words(text):
            counts[stem(word)] = counts.get(stem(word), 0.0) + weight
            for part in known.split(word):
                counts[part] = counts.get(part, 0.0) + weight * PART
    length = sum(counts.values())
    saturation = K1 * (1 - B + B * length / AVERAGE)
    return {
        term[:60]: round(count * (K1 + 1) / (count + saturation), 4)
        for term, count in counts.items()
    }


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A stem to look for; terms of one `group` stand for the same typed word, and only the best of
    them counts.
    """

    term: str
    boost: float
    group: int


class _Terms:
    """Collects terms; a term found in several ways keeps its best boost."""

    def __init__(self, known: Lexicon) -> None:
        self.known = known
        self.found: dict[tuple[str, int], float] = {}

    def add(self, terms: Iterable[str], boost: float, group: int) -> None:
        """TERMS for the typed word GROUP."""
        for term in terms:
            self.found[term, group] = max(boost, self.found.get((term, group), 0.0))

    def add_word(self, word: str, whole: str, group: int) -> None:
        """A word, what means the same, its parts, and what means the same as a part."""
        self.add([whole], 1.0, group)
        self.add(self.known.sets.get(whole, ()), 0.7, group)
        for part in self.known.split(word):
            self.add([part], 0.5, group)
            self.add(self.known.sets.get(part, ()), 0.35, group)

    def add_phrases(self, stems: list[str]) -> None:
        """What means the same as several words in a row."""
        for phrase, others in self.known.phrases.items():
            for start in range(len(stems) - len(phrase) + 1):
                if tuple(stems[start : start + len(phrase)]) == phrase:
                    self.add(others, 0.7, start)


def query_terms(text: str, lex: Lexicon | None = None) -> list[QueryTerm]:
    """What to look for when somebody types TEXT (cut at 300 characters)."""
    typed = words(text[:LONGEST_QUERY])
    stems = [stem(word) for word in typed]
    terms = _Terms(lexicon() if lex is None else lex)
    for group, (word, whole) in enumerate(zip(typed, stems, strict=True)):
        terms.add_word(word, whole, group)
    terms.add_phrases(stems)
    return [QueryTerm(term, boost, group) for (term, group), boost in terms.found.items()]
