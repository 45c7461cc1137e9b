"""The list a day begins with, and the roster of the Fachleitung."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.cases import policy, queries
from nahtlos.cases.queries.absence import absences_that_concern
from nahtlos.cases.views.reach import OPEN
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.codes import is_code

# {word in the address: what it means}
LANES: Final = {"woche": "week", "wartet": "waiting", "ruhig": "quiet", "fertig": "closed"}
ORDERS: Final = {"schritt": "next", "entlassung": "release", "name": "name"}
SOON: Final = 90


@dataclass(frozen=True, slots=True)
class Link:
    """One way to look at the list."""

    label: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    """How somebody looks at the list: the words of the address; unknown ones are as none."""

    lane: str = ""
    order: str = ""
    soon: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> "_Look":
        lane, order = request.GET.get("spur", ""), request.GET.get("ordnung", "")
        return cls(
            lane=lane if lane in LANES else "",
            order=order if order in ORDERS else "",
            soon=request.GET.get("tage") == str(SOON),
        )

    def url(self, after: str = "") -> str:
        """The address of this look, going on AFTER a code."""
        words = {"spur": self.lane, "ordnung": self.order}
        words |= {"tage": str(SOON) if self.soon else "", "ab": after}
        return "?" + urlencode({name: word for name, word in words.items() if word})

    def lanes(self, load: queries.Caseload) -> list[Link]:
        """The lanes with how many stand in each."""
        every = Link("alle", _Look("", self.order).url(), not self.lane, load.total)
        return [every] + [
            Link(
                queries.LANES[lane],
                _Look(word, self.order).url(),
                word == self.lane,
                load.counts[lane],
            )
            for word, lane in LANES.items()
        ]

    def orders(self, load: queries.Caseload) -> list[Link]:
        """The orders; that of the list is current."""
        looks = {order: _Look(self.lane, word, self.soon) for word, order in ORDERS.items()}
        return [
            Link(queries.ORDERS[order], look.url(), order == load.order)
            for order, look in looks.items()
        ]

    def other_horizon(self) -> Link:
        """From everybody to who comes out soon, and back."""
        label = "alle zeigen" if self.soon else f"nur die nächsten {SOON} Tage"
        return Link(label, _Look(self.lane, self.order, not self.soon).url(), self.soon)


def _after(request: HttpRequest) -> str:
    """The code the page goes on after; '' for what is no code."""
    typed = request.GET.get("ab", "")
    return typed if is_code(typed) else ""


@page(policy.can_work_on_cases, cases=OPEN)
def caseload(request: HttpRequest) -> HttpResponse:
    """Whose turn is it, who waits, when does somebody come out."""
    actor, look, after = actor_of(request), _Look.of(request), _after(request)
    load = queries.caseload(
        actor,
        order=ORDERS.get(look.order, "next"),
        lane=LANES.get(look.lane, ""),
        within_days=SOON if look.soon else None,
        after=after,
    )
    heading = "Alle offenen" if not load.lane else queries.LANES[load.lane]
    context = {
        "load": load,
        "heading": heading[0].upper() + heading[1:],
        "lanes": look.lanes(load),
        "orders": look.orders(load),
        "soon": look.other_horizon(),
        "next_url": look.url(load.after) if load.after else "",
        "first_url": look.url() if after else "",
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
