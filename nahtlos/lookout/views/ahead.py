"""The next ninety days."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nahtlos.cases.queries.lanes import DAY_LANES, Ahead, ahead_choices
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.codes import is_code
from nahtlos.lookout import actions, policy, queries
from nahtlos.lookout.models import SavedLook
from nahtlos.lookout.rules.looks import GAPS, LANE_WORDS, AheadLook
from nahtlos.lookout.views.tables import LONGEST_WORD, OPEN, THING


@dataclass(frozen=True, slots=True)
class Link:
    """One lane with how many stand in it."""

    label: str
    url: str
    current: bool
    count: int


def _url(words: Mapping[str, str], after: str = "") -> str:
    asked = urlencode({**words, **({"ab": after} if after else {})})
    return reverse("lookout:ahead") + (f"?{asked}" if asked else "")


def _lanes(look: AheadLook, found: Ahead) -> list[Link]:
    every = Link("alle", _url(replace(look, lane="").words()), not look.lane, found.total)
    return [every] + [
        Link(
            DAY_LANES[lane],
            _url(replace(look, lane=word).words()),
            word == look.lane,
            found.counts[lane],
        )
        for word, lane in LANE_WORDS.items()
    ]


@page(policy.can_take_along, cases=OPEN)
def ahead(request: HttpRequest) -> HttpResponse:
    """Who comes out when, and what is missing."""
    actor, look = actor_of(request), AheadLook.of(request.GET)
    typed = request.GET.get("ab", "")
    after = typed if is_code(typed) else ""
    found = queries.ahead_for(actor, look, after)
    context = {
        "found": found,
        "look": look,
        "words": look.words(),
        "lanes": _lanes(look, found),
        "heading": DAY_LANES[LANE_WORDS[look.lane]] if look.lane else "alle",
        "choices": ahead_choices(actor),
        "gaps": GAPS.items(),
        "kept": [(one, _url(one.look)) for one in queries.saved_looks(actor)],
        "next_url": _url(look.words(), found.after) if found.after else "",
        "first_url": _url(look.words()) if after else "",
    }
    return render(request, "lookout/ahead.html", context)


@page(policy.can_take_along, methods=("POST",), cases=OPEN)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a way of looking for tomorrow."""
    words = {name: str(word)[:LONGEST_WORD] for name, word in request.POST.items()}
    try:
        kept = actions.keep_look(
            actor=actor_of(request), name=request.POST.get("name", ""), words=words
        )
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(_url(AheadLook.of(words).words()))
    messages.success(request, "Gemerkt.")
    return redirect(_url(kept.look))


@page(policy.can_take_along, methods=("POST",), cases=THING)
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Put one away."""
    try:
        actions.forget_look(actor=actor_of(request), code=code)
    except SavedLook.DoesNotExist as error:
        raise Http404 from error
    return redirect("lookout:ahead")
