"""Organisations by what they are called: whoever knows the name needs no offer to be found by."""

from dataclasses import dataclass
from typing import Final

from nahtlos.directory.rules.words import words
from nahtlos.foundation.folding import bare
from nahtlos.foundation.lately import lately
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.queries import Place

MOST: Final = 3
TOO_MANY: Final = 8  # that hold a typed word: then it is no name


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation; `whole` is its name as it is compared, `words` its folded words."""

    slug: str
    name: str
    city: str
    land: str
    plane: str
    is_sample: bool
    whole: str
    words: frozenset[str]


@lately
def _organisations() -> tuple[Named, ...]:
    rows = Organisation.objects.order_by("name").select_related("land")
    return tuple(
        Named(
            slug=row.slug,
            name=row.name,
            city=row.city,
            land=row.land_id or "",
            plane=row.land.plane if row.land else Plane.EARTH,
            is_sample=row.is_sample,
            whole=bare(row.name),
            words=frozenset(words(row.name)) or frozenset(bare(row.name).split()),
        )
        for row in rows
    )


def organisations_named(typed: str, place: Place | None) -> list[Named]:
    """The organisations that TYPED names, at most three: all of it stands in their name, or all of
    their name in it. Those of exactly that name first, then those of the Land of PLACE. Empty where
    it is a word that many bear.
    """
    said, whole = frozenset(words(typed)), bare(typed)
    if not said and not whole:
        return []
    asked = [one for one in _organisations() if place is None or one.plane == place.plane]
    exact = [one for one in asked if one.whole == whole]
    close = [
        one
        for one in asked
        if one not in exact and said and (said <= one.words or one.words <= said)
    ]
    close = [] if len(close) > TOO_MANY else close
    near = sorted(close, key=lambda one: (place is None or one.land != place.land, one.name))
    return [*exact, *near][:MOST]
