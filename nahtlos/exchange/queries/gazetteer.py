"""The places of the reference data by all the names and keys that a table may call them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from nahtlos.exchange.rules.areas import Areas
from nahtlos.exchange.rules.columns import bare
from nahtlos.organisations.models import District, Land, Postcode, Prison


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """towns: {postcode: its town}."""

    areas: Areas = field(default_factory=Areas)
    towns: Mapping[str, str] = field(default_factory=dict)


def gazetteer_for(columns: Collection[str]) -> Gazetteer:
    """What a table with these COLUMNS needs. At most four statements."""
    areas = _areas() if "gebiet" in columns else Areas()
    if "plz" not in columns:
        return Gazetteer(areas)
    return Gazetteer(areas, dict(Postcode.objects.values_list("plz", "place")))


def _areas() -> Areas:
    lands = Land.objects.values_list("code", "iso", "name")
    prisons = Prison.objects.values_list("xjustiz_id", "short_name", "site__name", "site__slug")
    return Areas(
        _by_name((code, names) for code, *names in lands),
        _districts(),
        _by_name((code, names) for code, *names in prisons),
    )


def _districts() -> Mapping[str, frozenset[str]]:
    """A spreadsheet takes the key 01001 for a number and drops the zero."""
    named = []
    for ags, name, shown, kind in District.objects.values_list(
        "ags", "name", "display_name", "kind"
    ):
        county = kind == "county"
        also = [f"{word} {name}" for word in (("landkreis", "kreis") if county else ("stadt",))]
        named.append((ags, [name, shown, ags.lstrip("0"), *also]))
    return _by_name(named)


def _by_name(entries: Iterable[tuple[str, list[str]]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, names in entries:
        for name in (code, *names):
            found[bare(name)].add(code)
    return {name: frozenset(codes) for name, codes in found.items()}
