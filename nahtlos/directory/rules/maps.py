"""Geometry of the small map: which part of the plane is shown and where the numbered pins stand.
Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SMALLEST: Final = 150.0  # drawing units that a map shows at least; Germany is about 900 units high
MARGIN: Final = 0.14
PIN_GAP: Final = 0.055  # of the shown width, between pins that would stand on each other


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered pin in drawing units of the map."""

    number: int
    x: float
    y: float
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the plane that is shown."""

    x: float
    y: float
    width: float
    height: float

    @property
    def text(self) -> str:
        """For SVG's viewBox."""
        return f"{self.x:.0f} {self.y:.0f} {self.width:.0f} {self.height:.0f}"


def box_around(points: Sequence[tuple[float, float]], whole: tuple[float, float]) -> Box:
    """The box that shows POINTS with a margin, never smaller than SMALLEST; all of the plane
    (width, height) without points.
    """
    if not points:
        return Box(0, 0, *whole)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    side = max(max(xs) - min(xs), max(ys) - min(ys), SMALLEST) * (1 + 2 * MARGIN)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return Box(middle_x - side / 2, middle_y - side / 2, side, side)


def spread(pins: Sequence[Pin], box: Box) -> list[Pin]:
    """The same pins, those on one spot moved side by side so that every number can be read and
    tapped.
    """
    gap = box.width * PIN_GAP
    placed: list[Pin] = []
    for pin in pins:
        x, y, row = pin.x, pin.y, 0
        while any(abs(x - other.x) < gap and abs(y - other.y) < gap for other in placed):
            row += 1
            x = pin.x + gap * ((row + 1) // 2) * (1 if row % 2 else -1)
            if row > 8:
                x, y, row = pin.x, y + gap, 0
        placed.append(Pin(pin.number, round(x, 1), round(y, 1), pin.label, pin.href))
    return placed
