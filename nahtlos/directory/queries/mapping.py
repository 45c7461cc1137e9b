"""The map beside the list of results: the same offers under the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from nahtlos.directory.models import Offer
from nahtlos.directory.rules.maps import Box, Pin, box_around, spread
from nahtlos.foundation.lately import lately
from nahtlos.organisations.models import Land
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.queries import Place
from nahtlos.organisations.rules.points import Projection


class Numbered(Protocol):
    """A hit of the list."""

    @property
    def number(self) -> int: ...
    @property
    def offer(self) -> Offer: ...


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The map beside the list: outlines as SVG paths [(path, land code, land name, label x, label
    y)], pins, the typed place.

    `unplaced` says how many offers of the page have no place and so no pin. `attribution` must
    stand beside it.
    """

    view_box: str
    unit: float
    outlines: list[tuple[str, str, str, float, float]]
    pins: list[Pin]
    here: tuple[float, float] | None
    unplaced: int
    attribution: str


def map_of(hits: Sequence[Numbered], place: Place | None) -> MapPicture | None:
    """The map of HITS around PLACE; None where none of them has a place. One statement."""
    plane = (
        place.plane
        if place
        else next((hit.offer.plane for hit in hits if hit.offer.lat is not None), "")
    )
    placed = [
        hit
        for hit in hits
        if hit.offer.lat is not None and hit.offer.lon is not None and hit.offer.plane == plane
    ]
    if not placed:
        return None
    lands = _lands(plane)
    if not lands:
        return None
    drawing = Projection(**(lands[0].projection or {}))
    points = [
        drawing.project(float(hit.offer.lat or 0), float(hit.offer.lon or 0)) for hit in placed
    ]
    here = drawing.project(place.lat, place.lon) if place else None
    box = box_around([*points, here] if here else points, (drawing.width, drawing.height))
    pins = [
        Pin(hit.number, x, y, hit.offer.title, reverse("directory:offer", args=[hit.offer.slug]))
        for hit, (x, y) in zip(placed, points, strict=True)
    ]
    return MapPicture(
        view_box=box.text,
        unit=unit_of(box),
        outlines=[
            (land.outline, land.code, land.name, land.label_x or 0.0, land.label_y or 0.0)
            for land in lands
        ],
        pins=spread(pins, box),
        here=here,
        unplaced=len(hits) - len(placed),
        attribution=(
            f"© GeoBasis-DE / BKG 2021 ({_('Daten verändert')})"
            if plane == Plane.EARTH
            else _("Musterland ist erfunden.")
        ),
    )


@lately
def _lands(plane: str) -> list[Land]:
    return list(Land.objects.filter(plane=plane).exclude(outline=""))


def unit_of(box: Box) -> float:
    """Drawing units that one percent of the map's width takes; pins and letters are sized with
    it.
    """
    return round(box.width / 100, 2)
