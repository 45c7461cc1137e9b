"""What a word weighs in an offer (BM25), and what a typed word looks for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from nahtlos.directory.rules.lexicon import Lexicon, delivered_lexicon
from nahtlos.directory.rules.vocabulary import Vocabulary
from nahtlos.directory.rules.words import FRAME_STEMS, joined, stem, words

LONGEST_QUERY: Final = 300
LONGEST_TERM: Final = 60
# Weights of a field in the index: a word in the title says more than one in the description.
TITLE, TOPIC, SUMMARY, AUDIENCE, SYNONYM, BODY, PLACE = 4.0, 3.0, 2.0, 1.0, 2.0, 1.0, 0.8
PART: Final = 0.45  # of a compound, against the whole word
K1, B, AVERAGE = 1.6, 0.6, 90.0  # BM25; AVERAGE is the usual weighted length of an offer
# What is looked for beside the typed word, against the word itself.
SAME, PHRASE, PART_TYPED, MEANT, FRAME = 0.7, 0.5, 0.35, 0.9, 0.3


@dataclass(frozen=True)
class Knowledge:
    """What the analysis knows about words: the field's lexicon, and the words that are there."""

    lexicon: Lexicon = field(default_factory=delivered_lexicon)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def split(self, word: str) -> Iterable[str]:
        """The stems of the parts of a compound, as the lexicon says, else as the words do."""
        return self.lexicon.split(word) or self.vocabulary.split(word)

    def knows(self, word: str) -> bool:
        """Whether WORD stands somewhere, in some form, or means something in the lexicon."""
        return stem(word) in self.vocabulary.stems or stem(word) in self.lexicon.sets


def weighted_counts(fields: Iterable[tuple[float, str]], knowledge: Knowledge) -> dict[str, float]:
    """{stem: how often, times the weight of where} of (weight, text) pairs."""
    counts: dict[str, float] = {}
    for weight, text in fields:
        for word in words(text):
            counts[stem(word)] = counts.get(stem(word), 0.0) + weight
            for part in knowledge.split(word):
                counts[part] = counts.get(part, 0.0) + weight * PART
    return counts


def saturated(counts: dict[str, float], average: float = AVERAGE) -> dict[str, float]:
    """{stem: BM25 term weight without idf}; AVERAGE is the usual sum of COUNTS."""
    saturation = K1 * (1 - B + B * sum(counts.values()) / average)
    return {
        term[:LONGEST_TERM]: round(count * (K1 + 1) / (count + saturation), 4)
        for term, count in counts.items()
    }


def index_terms(fields: Iterable[tuple[float, str]], knowledge: Knowledge) -> dict[str, float]:
    """{stem: BM25 term weight without idf} of an offer given as (field weight, text) pairs."""
    return saturated(weighted_counts(fields, knowledge))


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A stem to look for; terms of one `group` stand for the same typed word, and only the best of
    them counts. Terms of one `concept` mean the same and are together as common as the commonest of
    them: a rare word for something common tells little.
    """

    term: str
    boost: float
    group: int
    concept: str


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `meant` is {typed word: words that were looked for in its place}, because
    it stands nowhere.
    """

    terms: tuple[QueryTerm, ...]
    meant: dict[str, list[str]]


class _Terms:
    """Collects terms; a term found in several ways keeps its best boost."""

    def __init__(self, knowledge: Knowledge, is_there: Callable[[str], bool]) -> None:
        self.known = knowledge
        self.is_there = is_there
        self.found: dict[tuple[str, int], tuple[float, str]] = {}
        self.meant: dict[str, list[str]] = {}

    def add(self, terms: Iterable[str], boost: float, group: int, concept: str) -> None:
        """TERMS for the typed word GROUP."""
        for term in terms:
            best, _ = self.found.get((term, group), (0.0, ""))
            if boost > best:
                self.found[term, group] = boost, concept

    def add_word(self, word: str, group: int, boost: float) -> None:
        """A word, what means the same, its parts, and what means the same as a part."""
        whole, same = stem(word), self.known.lexicon.sets
        self.add([whole], boost, group, whole)
        self.add(same.get(whole, ()), boost * SAME, group, whole)
        for part in self.known.split(word):
            self.add([part], boost * PART_TYPED, group, part)
            self.add(same.get(part, ()), boost * PART_TYPED * SAME, group, part)

    def add_typed(self, word: str, group: int) -> None:
        """A word as it was typed, and where it stands nowhere what may have been meant."""
        self.add_word(word, group, FRAME if stem(word) in FRAME_STEMS else 1.0)
        if self.known.knows(word) or self.known.split(word) or self.is_there(stem(word)):
            return
        meant = self.known.vocabulary.meant(word)
        for other in meant:
            self.add_word(other, group, MEANT)
        if meant:
            self.meant[word] = meant

    def add_phrases(self, stems: list[str]) -> None:
        """What means the same as several words in a row. It says something of its own, beside each
        of the words, so it is a group of its own.
        """
        group = len(stems)
        for phrase, others in self.known.lexicon.phrases.items():
            for start in range(len(stems) - len(phrase) + 1):
                if tuple(stems[start : start + len(phrase)]) == phrase:
                    self.add(others, PHRASE, group, " ".join(phrase))
                    group += 1


def _nowhere(_term: str) -> bool:
    return False


def query_of(text: str, knowledge: Knowledge, is_there: Callable[[str], bool] = _nowhere) -> Query:
    """What to look for when somebody types TEXT (cut at 300 characters). IS_THERE says of a stem
    whether it stands in the index, where that is newer than the vocabulary.
    """

    def is_known(word: str) -> bool:
        return knowledge.knows(word) or is_there(stem(word))

    typed = words(joined(text[:LONGEST_QUERY], is_known))
    terms = _Terms(knowledge, is_there)
    for group, word in enumerate(typed):
        terms.add_typed(word, group)
    terms.add_phrases([stem(word) for word in typed])
    found = (
        QueryTerm(term, boost, group, concept)
        for (term, group), (boost, concept) in terms.found.items()
    )
    return Query(tuple(found), terms.meant)
