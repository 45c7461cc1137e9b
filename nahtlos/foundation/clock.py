"""The only place that asks what time it is; NAHTLOS_TODAY (YYYY-MM-DD) moves the whole installation
to another day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

BERLIN = ZoneInfo("Europe/Berlin")
_told: ContextVar[timedelta] = ContextVar("told", default=timedelta())


def real_now() -> datetime:
    """The present instant of the installation, aware, in Europe/Berlin, whatever is being told."""
    present = datetime.now(BERLIN)
    if settings.TODAY:
        day = date.fromisoformat(settings.TODAY)
        return datetime.combine(day, present.timetz())
    return present


def now() -> datetime:
    """The present instant, aware, in Europe/Berlin; on the day of NAHTLOS_TODAY where that is
    set.
    """
    return real_now() + _told.get()


def today() -> date:
    """The present day in Europe/Berlin."""
    return now().date()


def in_days(days: int) -> datetime:
    """The instant DAYS days from now."""
    return now() + timedelta(days=days)


@contextmanager
def told(days: int) -> Iterator[None]:
    """Tell what happened DAYS days ago (negative: what will happen): the demonstration's past comes
    about through the same actions as the present. The audit chain is not told, it happens.
    """
    mark = _told.set(timedelta(days=-days))
    try:
        yield
    finally:
        _told.reset(mark)
