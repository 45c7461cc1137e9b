"""The map beside the list of results: the same offers under the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from nahtlos.directory.models import Offer
from nahtlos.directory.queries.translations import Told
from nahtlos.directory.rules.maps import Box, Label, Pin, box_around, readable, spread
from nahtlos.foundation.lately import lately
from nahtlos.organisations.models import District, Land
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.queries import Place
from nahtlos.organisations.rules.points import Projection

# Drawing units, about a kilometre each: on a wider section districts are too small to be told
# apart, and their names stand on each other.
SECTION: Final = 340.0
NAMED: Final = 260.0


class Numbered(Protocol):
    """A hit of the list."""

    @property
    def number(self) -> int: ...
    @property
    def offer(self) -> Offer: ...
    @property
    def told(self) -> Told: ...


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The map beside the list: the Länder and, on a small section, its districts as SVG paths, the
    names of one kind of them, pins, the typed place.

    `unplaced` says how many offers of the page have no place and so no pin. Where it `is_real`, the
    source of the outlines must stand beside it.
    """

    view_box: str
    unit: float
    lands: list[str]
    districts: list[str]
    names: list[Label]
    pins: list[Pin]
    here: tuple[float, float] | None
    unplaced: int
    is_real: bool


def _has_pin(offer: Offer) -> bool:
    """A confidential address has none, not even in the middle of its town: whoever looks for
    somebody takes a pin for a house.
    """
    return offer.lat is not None and offer.lon is not None and not offer.is_hidden


def map_of(hits: Sequence[Numbered], place: Place | None) -> MapPicture | None:
    """The map of HITS around PLACE; None where none of them has a place. One statement."""
    plane = (
        place.plane if place else next((hit.offer.plane for hit in hits if _has_pin(hit.offer)), "")
    )
    placed = [hit for hit in hits if _has_pin(hit.offer) and hit.offer.plane == plane]
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
    districts = [
        one for one in (_districts(plane) if box.width <= SECTION else ()) if box.touches(*one.box)
    ]
    pins = spread(
        [
            Pin(hit.number, x, y, hit.told.title.text)
            for hit, (x, y) in zip(placed, points, strict=True)
        ],
        box,
    )
    return MapPicture(
        view_box=box.text,
        unit=unit_of(box),
        lands=[land.outline for land in lands],
        districts=[district.outline for district in districts],
        names=_names(lands, districts, pins, box),
        pins=pins,
        here=here,
        unplaced=len(hits) - len(placed),
        is_real=plane == Plane.EARTH,
    )


def _names(
    lands: Sequence[Land], districts: Sequence[District], pins: Sequence[Pin], box: Box
) -> list[Label]:
    """The names that can be read, of what most people live in first: of districts on the smallest
    sections, else of Länder.
    """
    named: Sequence[Land | District] = districts if districts and box.width <= NAMED else lands
    named = sorted(named, key=lambda one: -(one.population or 0))
    labels = [Label(one.name, one.label_x or 0.0, one.label_y or 0.0) for one in named]
    return readable(labels, pins, box)


@lately
def _lands(plane: str) -> list[Land]:
    return list(Land.objects.filter(plane=plane).exclude(outline=""))


@lately
def _districts(plane: str) -> list[District]:
    return list(District.objects.filter(land__plane=plane).exclude(outline=""))


def unit_of(box: Box) -> float:
    """Drawing units that one percent of the map's width takes; pins and letters are sized with
    it.
    """
    return round(box.width / 100, 2)
