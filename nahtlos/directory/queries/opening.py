"""When somebody is there, in words: for an offer its own hours, else those of its organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nahtlos.directory.models import Offer, OpeningHours
from nahtlos.directory.rules.opening import (
    Hours,
    Now,
    OnHolidays,
    Spans,
    Standing,
    standing,
    written_day,
)
from nahtlos.foundation.access import Actor
from nahtlos.organisations.models import Organisation

TOLD: Final = ("week", "exceptions", "on_holidays", "zone", "note", "valid_until")
WEEKDAYS: Final = (
    gettext_lazy("Montag"),
    gettext_lazy("Dienstag"),
    gettext_lazy("Mittwoch"),
    gettext_lazy("Donnerstag"),
    gettext_lazy("Freitag"),
    gettext_lazy("Samstag"),
    gettext_lazy("Sonntag"),
)
HOLIDAYS: Final = {
    OnHolidays.CLOSED: gettext_lazy("An Feiertagen geschlossen."),
    OnHolidays.USUAL: gettext_lazy("Auch an Feiertagen."),
    OnHolidays.UNKNOWN: gettext_lazy("Ob an Feiertagen jemand da ist, wissen wir nicht."),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """Opening hours as a page shows them.

    words: how it stands now, '' where nobody knows; is_open: whether somebody is there. week: day
    and hours. exceptions: those to come. over: the day until which the hours held, where that has
    passed.
    """

    words: str
    is_open: bool
    week: list[tuple[str, str]]
    exceptions: list[tuple[date, str]]
    holidays: str
    note: str
    over: date | None


def is_known(opening: Opening | None) -> bool:
    """Whether a page can tell when somebody is there."""
    return opening is not None and opening.over is None


def in_one_line(opening: Opening | None) -> str:
    """The week as one line of print, days with the same hours together; '' where it is unknown."""
    if opening is None or opening.over:
        return ""
    runs = groupby(opening.week, key=lambda one: one[1])
    return "; ".join(_run([day for day, _ in days], hours) for hours, days in runs)


def _run(days: list[str], hours: str) -> str:
    if len(days) == 1:
        return f"{days[0]} {hours}"
    said = {"first": days[0], "last": days[-1]}
    return f"{_('%(first)s bis %(last)s') % said} {hours}"


def with_hours(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """ROWS, each with `told_hours`: what is stored of its hours, None where nothing is."""
    found = OpeningHours.objects.filter(
        Q(offer=OuterRef("pk")) | Q(offer=None, organisation=OuterRef("organisation"))
    )
    told = found.order_by(F("offer").asc(nulls_last=True)).values(
        told=JSONObject(**{name: name for name in TOLD})
    )
    return rows.annotate(told_hours=Subquery(told[:1]))


def hours_of(told: Mapping[str, Any] | None, land: str) -> Hours | None:
    """What is stored, as the rules take it; None where nothing is."""
    if not told:
        return None
    until = told["valid_until"]
    return Hours(
        week={int(day): _spans(spans) for day, spans in told["week"].items()},
        exceptions={
            date.fromisoformat(day): _spans(spans) for day, spans in told["exceptions"].items()
        },
        on_holidays=OnHolidays(told["on_holidays"]),
        land=land,
        zone=told["zone"],
        valid_until=date.fromisoformat(until) if isinstance(until, str) else until,
    )


def _spans(spans: list[list[int]]) -> Spans:
    return tuple((opens, closes) for opens, closes in spans)


def land_of(offer: Offer) -> str:
    """The Land whose public holidays count for OFFER: where it takes place, else where its
    organisation is; '' where a town is named that could be in several.
    """
    if offer.land_code or (offer.city and not offer.site):
        return offer.land_code
    place = offer.site if offer.site and offer.site.land_id else offer.organisation
    return str(place.land_id or "")


def opening_of(told: Mapping[str, Any] | None, land: str, moment: datetime) -> Opening | None:
    """What a page shows of stored hours at MOMENT; None where nothing is stored."""
    hours = hours_of(told, land)
    if hours is None or told is None:
        return None
    now, today = standing(hours, moment), moment.date()
    over = hours.valid_until if hours.valid_until and hours.valid_until < today else None
    return Opening(
        words=words_of(now, moment),
        is_open=now.standing is Standing.OPEN,
        week=[
            (str(WEEKDAYS[day]), _day_words(hours.week.get(day, ())))
            for day in range(7)
            if hours.week
        ],
        exceptions=[
            (day, _day_words(spans))
            for day, spans in sorted(hours.exceptions.items())
            if day >= today
        ],
        holidays=str(HOLIDAYS[hours.on_holidays]),
        note=told["note"],
        over=over,
    )


def _day_words(spans: Spans) -> str:
    if not spans:
        return _("geschlossen")
    if spans == ((0, 1440),):
        return _("rund um die Uhr")
    return _("%(hours)s Uhr") % {"hours": written_day(spans)}


def words_of(now: Now, moment: datetime) -> str:
    """How it stands, in words; '' where nobody knows."""
    if now.standing is Standing.UNKNOWN:
        return ""
    if now.change is None:
        is_open = now.standing is Standing.OPEN
        return _("rund um die Uhr geöffnet") if is_open else _("zurzeit geschlossen")
    days = (now.change.date() - moment.astimezone(now.change.tzinfo).date()).days
    said = {"hour": _clock(now.change), "day": _day_name(now.change)}
    if now.standing is Standing.OPEN:
        return _open_words(now.change, days)
    if days == 0:
        return _("geschlossen, öffnet heute %(hour)s Uhr") % said
    if days == 1:
        return _("geschlossen, öffnet morgen %(hour)s Uhr") % said
    return _("geschlossen bis %(day)s, %(hour)s Uhr") % said


def _open_words(change: datetime, days: int) -> str:
    """Until when it is open; midnight is the end of the day before."""
    if days == 1 and (change.hour, change.minute) == (0, 0):
        return _("geöffnet bis %(hour)s Uhr") % {"hour": "24" if _is_german() else "24:00"}
    if days == 0:
        return _("geöffnet bis %(hour)s Uhr") % {"hour": _clock(change)}
    said = {"hour": _clock(change), "day": _day_name(change)}
    return _("geöffnet bis %(day)s, %(hour)s Uhr") % said


def _day_name(change: datetime) -> str:
    """The day of the week; with its date, so that nobody comes a week too early."""
    return date_format(change.date(), "l, j. F" if _is_german() else "l, j E")


def _is_german() -> bool:
    return (get_language() or "de") in ("de", "leicht")


def _clock(change: datetime) -> str:
    """`9` or `13:30`; in other languages with its minutes."""
    if change.minute or not _is_german():
        return f"{change.hour}:{change.minute:02}"
    return str(change.hour)


def own_hours(actor: Actor, offer: Offer | None) -> OpeningHours | None:
    """What the actor's organisation stored for OFFER, or (None) for itself."""
    return OpeningHours.objects.visible_to(actor).filter(offer=offer).first()


def own_told(offer: Offer) -> Mapping[str, Any] | None:
    """What is stored for OFFER or, where it has no hours of its own, for its organisation."""
    found: Any = with_hours(Offer.objects.filter(pk=offer.pk)).get()
    told: Mapping[str, Any] | None = found.told_hours
    return told


def hours_of_organisation(organisation: Organisation) -> Mapping[str, Any] | None:
    """What is stored for an organisation, as `with_hours` gives it."""
    rows = OpeningHours.objects.filter(organisation=organisation, offer=None)
    told: Mapping[str, Any] | None = rows.values(*TOLD).first()
    return told
