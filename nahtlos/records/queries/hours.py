"""The time of an organisation by theme and month; of a person or an employee there is none."""

from nahtlos.foundation.access import Actor
from nahtlos.records.models import MonthlyMinutes
from nahtlos.records.rules.hours import Counted, ThemeLine, year_table


def hours_of(actor: Actor, year: int) -> list[ThemeLine]:
    """The minutes of the actor's organisation in YEAR, by theme; one statement."""
    rows = MonthlyMinutes.objects.visible_to(actor).filter(month__year=year, minutes__gt=0)
    return year_table((Counted(row.month, row.area, row.minutes) for row in rows), year)


def first_year(actor: Actor) -> int | None:
    """The first year with time in it; None where nothing was counted yet."""
    rows = MonthlyMinutes.objects.visible_to(actor).filter(minutes__gt=0)
    months = rows.order_by("month").values_list("month", flat=True)
    return next((month.year for month in months[:1]), None)
