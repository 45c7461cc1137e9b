"""What stands on a shelf, told offer by offer, so that two of them can be compared."""

from typing import Any

import numpy as np

from nahtlos.directory.rules.postings import Postings
from nahtlos.directory.rules.shelf import Shelf


def _by_row(postings: Postings) -> list[dict[str, float]]:
    found: list[dict[str, float]] = [{} for _ in range(postings.rows)]
    for term in postings.terms:
        slots, weights = postings.entries(term)
        for slot, weight in zip(slots.tolist(), weights.tolist(), strict=True):
            found[slot][term] = weight
    return found


def told(shelf: Shelf) -> dict[str, Any]:
    """{id: everything that is held of the offer}, and `order`: the ids in the order of titles."""
    terms, serves = _by_row(shelf.terms), _by_row(shelf.serves)
    offers: dict[str, Any] = {
        one: (
            shelf.titles[slot],
            str(shelf.facts[slot]),  # NaN is like NaN
            {
                kind: {code for code, n in codes.numbers.items() if codes.held[n, slot]}
                for kind, codes in shelf.codes.items()
            },
            {kind for kind, codes in shelf.codes.items() if codes.none[slot]},
            set(serves[slot]),
            terms[slot],
        )
        for slot, one in enumerate(shelf.ids)
    }
    return {**offers, "order": [shelf.ids[slot] for slot in np.argsort(shelf.alphabet)]}
