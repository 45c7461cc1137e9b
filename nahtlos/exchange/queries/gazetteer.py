"""The places of the reference data by all the names and keys that a table may call them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from nahtlos.directory.queries.areas import known_areas
from nahtlos.directory.rules.areas import Areas
from nahtlos.organisations.models import Postcode


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """towns: {postcode: its town}."""

    areas: Areas = field(default_factory=Areas)
    towns: Mapping[str, str] = field(default_factory=dict)


def gazetteer_for(columns: Collection[str]) -> Gazetteer:
    """What a table with these COLUMNS needs. At most four statements."""
    areas = known_areas() if "gebiet" in columns else Areas()
    if "plz" not in columns:
        return Gazetteer(areas)
    return Gazetteer(areas, dict(Postcode.objects.values_list("plz", "place")))
