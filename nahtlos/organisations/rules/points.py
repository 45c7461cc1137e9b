"""Points on a map: degrees to drawing units, the outline of a Land, the distance of two places."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Projection:
    """Plate carrée with one true parallel: degrees in, drawing units out, y pointing down."""

    parallel: float
    west: float
    north: float
    units_per_degree: float
    width: float
    height: float

    def project(self, lat: float, lon: float) -> tuple[float, float]:
        shrink = math.cos(math.radians(self.parallel))
        x = (lon - self.west) * shrink * self.units_per_degree
        y = (self.north - lat) * self.units_per_degree
        return round(x, 1), round(y, 1)

    def unproject(self, x: float, y: float) -> tuple[float, float]:
        shrink = math.cos(math.radians(self.parallel))
        lat = self.north - y / self.units_per_degree
        lon = self.west + x / (shrink * self.units_per_degree)
        return round(lat, 5), round(lon, 5)

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width:g} {self.height:g}"


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of a Land or district in drawing units: an SVG path, the point for its label and,
    of a district, the box around it (left, top, right, bottom).
    """

    code: str
    path: str
    label: tuple[float, float]
    box: tuple[float, float, float, float] | None = None


def read_outlines(shapes: Mapping[str, Any]) -> tuple[Outline, ...]:
    """Outlines as the files of reference data hold them: {code: {path, label, box}}."""
    return tuple(
        Outline(code, shape["path"], tuple(shape["label"]), tuple(shape.get("box", ())) or None)
        for code, shape in sorted(shapes.items())
    )


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance on a sphere of 6371 km; good to half a percent."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))
