"""Spans of time as laws say them: six months are not 182 days. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAYS: Final = {"days": 1, "weeks": 7}
MONTHS: Final = {"months": 1, "years": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """So many days and so many months; both have the same sign. ValueError for a unit that nobody
    knows.
    """

    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, number: int, unit: str) -> "Span":
        """NUMBER days, weeks, months or years."""
        if unit in DAYS:
            return cls(days=number * DAYS[unit])
        if unit in MONTHS:
            return cls(months=number * MONTHS[unit])
        raise ValueError(f"Unbekannte Einheit: {unit!r}")

    def before(self) -> "Span":
        """The same, the other way."""
        return Span(-self.months, -self.days)

    def from_day(self, day: date) -> date:
        """The day so much later than DAY. A month later than the 31st is the last of the month."""
        years, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        last = monthrange(years, month + 1)[1]
        return date(years, month + 1, min(day.day, last)) + timedelta(days=self.days)

    @property
    def words(self) -> str:
        """How often, in German, where it is said of something that comes again."""
        if self.months:
            return "jeden Monat" if self.months == 1 else f"alle {self.months} Monate"
        return "jeden Tag" if self.days == 1 else f"alle {self.days} Tage"
