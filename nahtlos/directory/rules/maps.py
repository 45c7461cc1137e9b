"""Geometry of the small map: which part of the plane is shown and where the numbered pins stand.
Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SMALLEST: Final = 150.0  # drawing units that a map shows at least; Germany is about 900 units high
MARGIN: Final = 0.14
PIN_GAP: Final = 0.055  # of the shown width, between pins that would stand on each other
# Of the width: a letter of a name, its line, and how far below a pin its foot stands.
LETTER: Final = 0.0185
LINE: Final = 0.042
BELOW: Final = 0.062


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered pin in drawing units of the map."""

    number: int
    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map and where its middle stands."""

    name: str
    x: float
    y: float


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

    def touches(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether something of that other box is shown."""
        return (
            left <= self.x + self.width
            and right >= self.x
            and top <= self.y + self.height
            and bottom >= self.y
        )


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
        placed.append(Pin(pin.number, round(x, 1), round(y, 1), pin.label))
    return placed


def readable(labels: Sequence[Label], pins: Sequence[Pin], box: Box) -> list[Label]:
    """Those of LABELS, the most important first, that can be read: moved below the pins that would
    stand on them, and left out where the edge would cut them or another name stands already.
    """
    shown: list[Label] = []
    for wanted in labels:
        label = _below(wanted, pins, box.width)
        half = len(label.name) * box.width * LETTER / 2
        inside = (
            box.x <= label.x - half
            and label.x + half <= box.x + box.width
            and box.y + box.height * LINE <= label.y <= box.y + box.height
        )
        if inside and not any(_overlap(label, other, box.width) for other in shown):
            shown.append(label)
    return shown


def _overlap(label: Label, other: Label, width: float) -> bool:
    reach = (len(label.name) + len(other.name)) * width * LETTER / 2
    return abs(label.x - other.x) < reach and abs(label.y - other.y) < width * LINE


def _below(label: Label, pins: Sequence[Pin], width: float) -> Label:
    across, y = len(label.name) * width * LETTER / 2, label.y
    for pin in sorted(pins, key=lambda one: one.y):
        if abs(pin.x - label.x) < across and abs(pin.y - y) < width * LINE:
            y = pin.y + width * BELOW
    return Label(label.name, label.x, round(y, 1))
