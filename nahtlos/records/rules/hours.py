"""Minutes as hours, and a year of them as a table: for funders, of a whole organisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nahtlos.records.rules.vocabulary import AREAS, GENERAL, area_label


@dataclass(frozen=True, slots=True)
class Counted:
    """The minutes of one theme in one month."""

    month: date
    area: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme: its minutes in each month, January first, and together."""

    label: str
    months: tuple[int, ...]
    total: int


def year_table(counted: Iterable[Counted], year: int) -> list[ThemeLine]:
    """The themes with time in YEAR, in their usual order, what has no theme last."""
    by_area: dict[str, list[int]] = {}
    for one in counted:
        if one.month.year == year:
            by_area.setdefault(one.area, [0] * 12)[one.month.month - 1] += one.minutes
    return [_line(area, by_area) for area in (*AREAS, GENERAL) if sum(by_area.get(area, ()))]


def _line(area: str, by_area: Mapping[str, list[int]]) -> ThemeLine:
    months = tuple(by_area[area])
    return ThemeLine(area_label(area), months, sum(months))


def month_totals(lines: Iterable[ThemeLine]) -> tuple[int, ...]:
    """All themes together, month by month."""
    rows = [line.months for line in lines]
    return tuple(sum(column) for column in zip(*rows, strict=True)) if rows else (0,) * 12
