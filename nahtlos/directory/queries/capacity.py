"""Free places in words: how many, of what, for whom, and on which day somebody counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nahtlos.directory.models import Offer
from nahtlos.directory.queries.chips import Chip
from nahtlos.foundation.ruling import states

FRESH: Final = timedelta(days=30)


@states(
    "Suche",
    "Freie Plätze tragen ein Datum. Nach 30 Tagen heißen sie „nicht mehr aktuell“.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_ranking.py::test_free_places_carry_a_date_and_fade_after_thirty_days",
        "tests/directory/test_scenarios_places.py::test_free_places_are_told_with_their_number_and_their_day",
    ),
)
def availability(offer: Offer, today: date) -> list[Chip]:
    """What is known about free places, then of what kind and for whom they are; older than thirty
    days it is said to be no longer up to date. Empty where nothing is known.
    """
    if offer.capacity_on is None:
        return []
    if today - offer.capacity_on > FRESH:
        return [Chip(_("Plätze: Angabe nicht mehr aktuell"), "open")]
    return list(_now(offer, offer.capacity_on))


def _now(offer: Offer, on: date) -> Iterator[Chip]:
    if offer.places_free:
        yield Chip(f"{_free(offer.places_free, offer.places_total)} {_counted(on)}", "ok")
    elif offer.waiting_weeks:
        text = ngettext(
            "Warteliste: etwa %(n)s Woche", "Warteliste: etwa %(n)s Wochen", offer.waiting_weeks
        )
        yield Chip(text % {"n": offer.waiting_weeks}, "wait")
    elif offer.places_free == 0:
        yield Chip(f"{_('zurzeit voll')} {_counted(on)}", "wait")
    else:
        return
    about = ", ".join(filter(None, (offer.places_unit, offer.places_note)))
    if about:
        yield Chip(about, "", "de")


def _free(n: int, total: int | None) -> str:
    if total is None or total < n:
        return ngettext("%(n)s Platz frei", "%(n)s Plätze frei", n) % {"n": n}
    return _("%(n)s von %(total)s Plätzen frei") % {"n": n, "total": total}


def _counted(on: date) -> str:
    german = (get_language() or "de") in ("de", "leicht")
    return _("(Stand: %(day)s)") % {"day": date_format(on, "j. F" if german else "j E")}
