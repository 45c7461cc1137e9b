"""How well the finder finds, measured: the pages of a corpus through the finder's own analysis and
score, and the offers of this installation through the finder itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter

import numpy as np
from django.db import connection

from nahtlos.directory.models import LexiconEntry, Offer
from nahtlos.directory.queries.finder import WEAKEST, Search, find
from nahtlos.directory.queries.knowledge import edited_lexicon
from nahtlos.directory.rules import scoring
from nahtlos.directory.rules.lexicon import Lexicon, delivered_lexicon
from nahtlos.directory.rules.postings import Postings, postings_of, telling
from nahtlos.directory.rules.scoring import Knowledge, query_of
from nahtlos.directory.rules.vocabulary import vocabulary_of
from nahtlos.foundation.clock import today


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a corpus; searched within its city."""

    path: str
    city: str
    title: str
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, where, and the page that answers it."""

    query: str
    gold_path: str
    city: str


@dataclass(frozen=True, slots=True)
class Quality:
    """rank of the right answer for each question, 0 where it was not found; how many questions
    found nothing at all; what each took, in milliseconds.
    """

    ranks: tuple[int, ...]
    empty: int
    took: tuple[float, ...]

    def within(self, rank: int) -> float:
        """The share of questions whose answer stands on RANK or above."""
        return sum(0 < one <= rank for one in self.ranks) / max(len(self.ranks), 1)

    @property
    def mrr(self) -> float:
        """The mean of 1/rank."""
        return sum(1 / one for one in self.ranks if one) / max(len(self.ranks), 1)

    def quantile(self, part: float) -> float:
        """The time below which PART of the questions stayed."""
        ordered = sorted(self.took) or [0.0]
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


@dataclass(frozen=True, slots=True)
class _Index:
    pages: Sequence[Page]
    knowledge: Knowledge
    postings: Postings


def _lexicon() -> Lexicon:
    """As it was edited here; as it is delivered where the database is still empty."""
    there = LexiconEntry._meta.db_table in connection.introspection.table_names()
    return edited_lexicon() if there else delivered_lexicon()


def _indexed(pages: Sequence[Page]) -> _Index:
    """A throw-away index over PAGES."""
    texts = [(page.title, page.content) for page in pages]
    words = vocabulary_of(text for both in texts for text in both)
    knowledge = Knowledge(_lexicon(), words)
    weights = (scoring.TITLE, scoring.BODY)
    counted = [
        scoring.weighted_counts(zip(weights, both, strict=True), knowledge) for both in texts
    ]
    average = sum(sum(counts.values()) for counts in counted) / max(len(counted), 1)
    weighed = [scoring.saturated(counts, average or 1.0) for counts in counted]
    postings = postings_of((list(one), np.array(list(one.values()), "f8")) for one in weighed)
    return _Index(pages, knowledge, postings)


def _ranked(index: _Index, typed: str) -> list[str]:
    """The paths of what is found, the best first."""
    chosen = telling(query_of(typed, index.knowledge).terms, index.postings)
    scores = index.postings.scores(chosen)
    found = np.flatnonzero((scores > 0) & (scores >= WEAKEST * scores.max(initial=0.0)))
    order = found[np.argsort(-scores[found], kind="stable")]
    return [index.pages[number].path for number in order.tolist()]


def evaluate_corpus(pages: Iterable[Page], questions: Iterable[Question]) -> Quality:
    """Every question within its city; QUESTIONS come city after city. Where a city has no pages
    nothing is found.
    """
    cities: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        cities[page.city].append(page)
    answers: list[tuple[int, bool, float]] = []
    for city, of_city in groupby(questions, key=lambda question: question.city):
        index = _indexed(cities[city])
        answers += [_answer(index, question) for question in of_city]
    return _quality(answers)


def _answer(index: _Index, question: Question) -> tuple[int, bool, float]:
    began = perf_counter()
    paths = _ranked(index, question.query)
    took = (perf_counter() - began) * 1000
    rank = paths.index(question.gold_path) + 1 if question.gold_path in paths else 0
    return rank, not paths, took


def _quality(answers: Sequence[tuple[int, bool, float]]) -> Quality:
    return Quality(
        tuple(rank for rank, _, _ in answers),
        sum(empty for _, empty, _ in answers),
        tuple(took for _, _, took in answers),
    )


def evaluate_offers(questions: Iterable[tuple[str, str]]) -> Quality:
    """(typed words, topic) pairs against the offers of this installation; the rank is that of the
    first offer with the topic, on the first page of results.
    """
    answers = []
    for typed, topic in questions:
        began = perf_counter()
        rows = find(Search(words=typed), today()).rows
        took = (perf_counter() - began) * 1000
        topics = dict(
            Offer.objects.filter(pk__in=[row.offer_id for row in rows]).values_list("pk", "topics")
        )
        having = [place for place, row in enumerate(rows, 1) if topic in topics[row.offer_id]]
        answers.append((having[0] if having else 0, not rows, took))
    return _quality(answers)
