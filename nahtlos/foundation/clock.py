"""The only place that asks what time it is; NAHTLOS_TODAY (YYYY-MM-DD) moves the whole installation
to another day.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The present instant, aware, in Europe/Berlin; on the day of NAHTLOS_TODAY where that is
    set.
    """
    present = datetime.now(BERLIN)
    if settings.TODAY:
        day = date.fromisoformat(settings.TODAY)
        return datetime.combine(day, present.timetz())
    return present


def today() -> date:
    """The present day in Europe/Berlin."""
    return now().date()


def in_days(days: int) -> datetime:
    """The instant DAYS days from now."""
    return now() + timedelta(days=days)
