"""Areas that an offer may serve: by every name and key that people call them, and their names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from nahtlos.directory.models import Offer
from nahtlos.directory.rules.areas import Areas
from nahtlos.foundation.folding import bare
from nahtlos.foundation.lately import lately
from nahtlos.organisations.models import District, Land, Prison


def known_areas() -> Areas:
    """Länder, districts and prisons by every name and key. Three statements."""
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


@lately
def _names() -> Mapping[str, str]:
    """{key: name} of every Land, district and prison. One statement a minute."""
    lands = Land.objects.values_list("code", "name")
    districts = District.objects.values_list("ags", "display_name")
    prisons = Prison.objects.values_list("xjustiz_id", "short_name")
    return dict(lands.union(districts, prisons))


def area_names(codes: Iterable[str]) -> list[str]:
    """The names of CODES, of Länder, districts or prisons; a key that is no longer known stays."""
    known = _names()
    return sorted(known.get(code, code) for code in codes if code)


def areas_served(offer: Offer) -> list[str]:
    """The names of what OFFER serves by its area; empty where it names none."""
    if offer.catchment == "land":
        return area_names([offer.catchment_land])
    if offer.catchment in ("districts", "prisons"):
        return area_names(offer.catchment_codes)
    return []
