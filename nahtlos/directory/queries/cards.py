"""The offers of a page of results.

Ten cards are read with a statement that is written once for each number of them: Django takes five
times as long to write it as the database to answer it, and every search would pay for that.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.db.models import F

from nahtlos.directory.models import Offer
from nahtlos.directory.queries.opening import with_hours
from nahtlos.directory.queries.translations import with_translation
from nahtlos.organisations.models import Organisation, Site

# What a card shows of the organisation and the site beside an offer; anything else of them would be
# read with a statement of its own.
_BESIDE: Final[Mapping[str, tuple[type[models.Model], tuple[str, ...]]]] = {
    "organisation": (Organisation, ("id", "name", "slug", "is_sample", "land_id")),
    "site": (Site, ("id", "city", "confidential", "land_id")),
}


@lru_cache(maxsize=32)
def _statement(count: int) -> tuple[str, tuple[Any, ...]]:
    """(SQL, parameters) that read COUNT offers; instead of each id stands a UUID of its number."""
    beside = {
        f"{one}_of_{name}": F(f"{one}__{name}")
        for one, (_, names) in _BESIDE.items()
        for name in names
    }
    marks = [UUID(int=number) for number in range(count)]
    rows = with_hours(Offer.objects.filter(pk__in=marks)).annotate(**beside)
    return rows.query.sql_with_params()


def offers_of(ids: Sequence[UUID]) -> dict[UUID, Offer]:
    """{id: the offer with what a card shows beside it, its hours and its texts in the language
    of the page}. One statement, one more in another language than German.
    """
    sql, parameters = _statement(len(ids))
    filled = [ids[one.int] if isinstance(one, UUID) else one for one in parameters]
    found = with_translation(Offer.objects.raw(sql, filled))
    return {offer.pk: _beside(offer) for offer in found}


def _beside(offer: Offer) -> Offer:
    """OFFER, with what was read beside it put where Django would have put it."""
    for one, (model, names) in _BESIDE.items():
        read = {name: offer.__dict__.pop(f"{one}_of_{name}") for name in names}
        # `from_db` takes values in the order of the fields.
        values = [
            read[field.attname] for field in model._meta.concrete_fields if field.attname in read
        ]
        setattr(offer, one, None if read["id"] is None else model.from_db(None, names, values))
    told = offer.told_hours  # type: ignore[attr-defined]
    offer.told_hours = json.loads(told) if isinstance(told, str) else told  # type: ignore[attr-defined]
    return offer
