"""The list a day begins with, and the roster of the Fachleitung."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.cases import policy, queries
from nahtlos.cases.queries.absence import absences_that_concern
from nahtlos.cases.rules.look import LANE_WORDS, ORDER_WORDS, SOON, Look
from nahtlos.cases.views.reach import OPEN
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.codes import is_code


@dataclass(frozen=True, slots=True)
class Link:
    """One way to look at the list."""

    label: str
    url: str
    current: bool
    count: int = 0


def _url(look: Look, after: str = "") -> str:
    """The address of LOOK, going on AFTER a code."""
    return "?" + urlencode({**look.words(), **({"ab": after} if after else {})})


def _lanes(look: Look, load: queries.Caseload) -> list[Link]:
    """The lanes with how many stand in each."""
    every = Link("alle", _url(Look("", look.order)), not look.lane, load.total)
    return [every] + [
        Link(
            queries.LANES[lane],
            _url(Look(word, look.order)),
            word == look.lane,
            load.counts[lane],
        )
        for word, lane in LANE_WORDS.items()
    ]


def _orders(look: Look, load: queries.Caseload) -> list[Link]:
    """The orders; that of the list is current."""
    return [
        Link(queries.ORDERS[order], _url(replace(look, order=word)), order == load.order)
        for word, order in ORDER_WORDS.items()
    ]


def _other_horizon(look: Look) -> Link:
    """From everybody to who comes out soon, and back."""
    label = "alle zeigen" if look.soon else f"nur die nächsten {SOON} Tage"
    return Link(label, _url(replace(look, soon=not look.soon)), look.soon)


def _after(request: HttpRequest) -> str:
    """The code the page goes on after; '' for what is no code."""
    typed = request.GET.get("ab", "")
    return typed if is_code(typed) else ""


@page(policy.can_work_on_cases, cases=OPEN)
def caseload(request: HttpRequest) -> HttpResponse:
    """Whose turn is it, who waits, when does somebody come out."""
    actor, look, after = actor_of(request), Look.of(request.GET), _after(request)
    lane, order, within_days = look.meaning
    load = queries.caseload(actor, order=order, lane=lane, within_days=within_days, after=after)
    heading = "Alle offenen" if not load.lane else queries.LANES[load.lane]
    context = {
        "load": load,
        "heading": heading[0].upper() + heading[1:],
        "lanes": _lanes(look, load),
        "orders": _orders(look, load),
        "soon": _other_horizon(look),
        "next_url": _url(look, load.after) if load.after else "",
        "first_url": _url(look) if after else "",
        "look": look.words(),
        "may_see_roster": bool(policy.can_see_roster(actor)),
        "away": absences_that_concern(actor),
    }
    return render(request, "cases/list.html", context)


@page(policy.can_see_roster, cases=Cases.staff(Role.LEAD))
def roster(request: HttpRequest) -> HttpResponse:
    """Every open case of the organisation: who leads, who deputises, what waits."""
    after = _after(request)
    context = {
        "roster": queries.roster(actor_of(request), after=after),
        "first_url": "?" if after else "",
    }
    return render(request, "cases/roster.html", context)
