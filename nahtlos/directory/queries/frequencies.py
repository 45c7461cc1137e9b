"""How common the words of a question are in published offers, and which of them are worth looking
up.
"""

from math import log
from time import monotonic
from typing import Final

from django.db import connection

from nahtlos.directory.rules.scoring import QueryTerm

MOST_POSTINGS: Final = 10_000  # read for one search; see `telling`
COUNTED_SECONDS: Final = 600  # for which the counts behind the weights are good
_COUNT: Final = """
SELECT '', count(*) FROM directory_offer WHERE state = 'published'
UNION ALL SELECT term, count(*) FROM directory_searchterm
  WHERE term = ANY(%(terms)s::text[]) GROUP BY term
"""


class _Frequencies:
    """In how many published offers a term stands, as this process counted lately. A little out of
    date only shifts weights; a term that was in none is counted again every time.
    """

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.until = 0.0

    def of(self, terms: set[str]) -> dict[str, int]:
        """{term: how many}, '' for all offers; at most one statement."""
        if monotonic() > self.until:
            self.counts, self.until = {}, monotonic() + COUNTED_SECONDS
        counts = self.counts
        missing = ({""} | terms) - counts.keys()
        if missing:
            with connection.cursor() as cursor:
                cursor.execute(_COUNT, {"terms": list(missing)})
                counts.update(cursor.fetchall())
        return {term: counts[term] for term in {""} | terms if term in counts}

    def has(self, term: str) -> bool:
        """Whether a published offer holds TERM."""
        return term in self.of({term})


_frequencies = _Frequencies()
how_often = _frequencies.of
is_anywhere = _frequencies.has


def telling(terms: list[QueryTerm], counts: dict[str, int]) -> list[tuple[str, float, int]]:
    """The terms worth looking up as (term, boost x idf, word), the most telling and the nearest to
    what was typed first: what they hold together stays below MOST_POSTINGS, so that one search
    costs the same among ever more offers. What is left out stands in so many of them that it tells
    little apart.
    """
    offers = max(counts[""], 1)
    common: dict[str, int] = {}
    for term in terms:
        common[term.concept] = max(common.get(term.concept, 0), counts.get(term.term, 0))
    weighed = []
    for term in terms:
        n, of_concept = counts.get(term.term, 0), common[term.concept]
        if n:
            # What was typed itself keeps its own rarity: who types a rare word means it.
            rare = n if term.term == term.concept else of_concept
            idf = log(1 + (max(offers - rare, 0) + 0.5) / (rare + 0.5))
            weighed.append((term.boost * idf, n, term))
    weighed.sort(key=lambda one: (-one[0] * one[2].boost, one[2].term, one[2].group))
    chosen: list[tuple[str, float, int]] = []
    postings = 0
    for factor, n, term in weighed:
        if not chosen or postings + n <= MOST_POSTINGS:
            chosen.append((term.term, factor, term.group))
            postings += n
    return chosen
