"""The page behind the link in the letter: no session, no cookie. It shows what the directory says
of one organisation; only the buttons change something.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nahtlos.directory.forms.visiting import VisitingForm
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.visiting import GROUPS, stored_facts
from nahtlos.directory.rules.visiting import fingerprint
from nahtlos.foundation import links
from nahtlos.foundation.access import Actor, Cases, page
from nahtlos.foundation.access.actor import Kind, Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.public_forms import admitted
from nahtlos.foundation.clock import today
from nahtlos.foundation.limits import LINK as LINK_LIMIT
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.organisations.models import Organisation
from nahtlos.people.policy import anybody
from nahtlos.upkeep import actions, policy
from nahtlos.upkeep.forms import (
    Correction,
    OfferCorrection,
    OrganisationCorrection,
    stored_values,
)
from nahtlos.upkeep.models import ConfirmationRequest
from nahtlos.upkeep.queries import things as queries
from nahtlos.upkeep.queries.things import Thing

BOTH: Final = ("GET", "POST")
PAGE: Final = Cases(owned=True, public=True)


@dataclass(frozen=True, slots=True)
class Door:
    """The link that was opened: who acts, the request behind it, and what it is about. opens:
    something can be done. answered: everything was looked through.
    """

    token: str
    actor: Actor
    request: ConfirmationRequest
    things: list[Thing]
    opens: bool
    answered: bool

    def has(self, kind: str, code: str) -> bool:
        """Whether the request is about this."""
        return any(one.kind == kind and one.code == code for one in self.things)


def _door(token: str) -> Door:
    found = links.find(token)
    hold = found.actor.link if found else None
    if found is None or hold is None or hold.verb != policy.UPKEEP:
        raise Http404
    with tenant(found.actor.organisation):
        try:
            request = queries.request_of(hold)
        except ConfirmationRequest.DoesNotExist as error:
            raise Http404 from error
        things = queries.things_of(request, today())
    actor = Actor(
        kind=Kind.LINK,
        organisation_id=found.actor.organisation,
        organisation_name=request.to_organisation.name,
        link=hold,
    )
    is_closed, is_live = request.closed_on is not None, found.used_at is None
    return Door(
        token,
        actor,
        request,
        things,
        opens=found.opens and not is_closed,
        answered=is_closed and is_live,
    )


def _refused(request: HttpRequest, door: Door, reason: str) -> HttpResponse:
    context = {"door": door, "reason": reason}
    return render(request, "upkeep/check.html", context, status=422)


@page(anybody, methods=BOTH, cases=PAGE)
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Everything it is about, each with a button that says it is right."""
    door = _door(token)
    if request.method != "POST" or not door.opens:
        return render(request, "upkeep/check.html", {"door": door})
    try:
        with admitted(request, LINK_LIMIT) as first, tenant(door.actor.organisation):
            if first:
                _deed(request, door)
    except Refused as refused:
        return _refused(request, door, refused.reason)
    return redirect("keep:check", token)


def _deed(request: HttpRequest, door: Door) -> None:
    """What the button that was pressed says: right, ended, or nobody's any more."""
    deed = request.POST.get("deed", "")
    kind, _colon, code = request.POST.get("thing", "")[:200].partition(":")
    if deed == "all":
        names = [thing.name for thing in door.things]
        actions.confirm_things(actor=door.actor, request=door.request, names=names)
    elif not door.has(kind, code):
        raise Refused(_("Diesen Eintrag gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    elif deed == "end" and kind == "offer":
        actions.end_offer(actor=door.actor, request=door.request, slug=code)
    elif deed == "remove" and kind == "contact":
        actions.remove_contact(actor=door.actor, request=door.request, code=code)
    else:
        actions.confirm_things(actor=door.actor, request=door.request, names=[f"{kind}:{code}"])


def _open_door(token: str, kind: str, code: str) -> Door:
    """The door, where it still opens and the request is about this thing; 404 else."""
    door = _door(token)
    if not door.opens or not door.has(kind, code):
        raise Http404
    return door


@page(anybody, methods=BOTH, cases=PAGE)
def correct_organisation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the organisation is and how one reaches it."""
    door = _open_door(token, "organisation", _door(token).request.to_organisation.slug)
    return _correct(request, door, door.request.to_organisation, OrganisationCorrection)


@page(anybody, methods=BOTH, cases=PAGE)
def correct_offer(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """What changes most about an offer."""
    door = _open_door(token, "offer", slug)
    offer = queries.kept_offer(door.request, slug)
    return _correct(request, door, offer, OfferCorrection)


def _attempt(
    request: HttpRequest,
    door: Door,
    form: Correction | VisitingForm,
    stored: Any,  # noqa: ANN401 (what the form compares itself with)
    write: Callable[[], None],
) -> list[tuple[str, str, str]]:
    """WRITE what was typed; where somebody was faster, where the two differ."""
    try:
        with admitted(request, LINK_LIMIT) as first, tenant(door.actor.organisation):
            if first:
                write()
    except Stale as stale:
        different = form.differences(stored)
        if different:
            show_refusal(form, stale)
        return different
    except Refused as refused:
        show_refusal(form, refused)
    return []


def _correct(
    request: HttpRequest, door: Door, thing: Organisation | Offer, shape: type[Correction]
) -> HttpResponse:
    form = shape(posted(request), initial=stored_values(thing, shape))
    different = []
    if request.method == "POST" and form.is_valid():
        write = partial(_write, request, door, thing, form.cleaned_data)
        different = _attempt(request, door, form, thing, write)
        if not form.errors:
            return redirect("keep:check", door.token)
    context = {
        "form": form,
        "door": door,
        "thing": thing,
        "stale": bool(different),
        "differences": different,
        "version": _version(request, thing, seen=bool(different)),
    }
    return render(request, "upkeep/correct.html", context, status=422 if form.errors else 200)


def _version(request: HttpRequest, thing: Organisation | Offer, *, seen: bool) -> str:
    if isinstance(thing, Organisation):
        return version_for(request, thing, seen=seen)
    fresh = request.method != "POST" or seen
    return str(thing.version) if fresh else request.POST.get("version", "")


def _write(
    request: HttpRequest, door: Door, thing: Organisation | Offer, values: dict[str, Any]
) -> None:
    version = request.POST.get("version", "")[:40]
    if isinstance(thing, Organisation):
        actions.correct_organisation(
            actor=door.actor,
            request=door.request,
            organisation=thing,
            values=values,
            version=version,
        )
        return
    actions.correct_offer(
        actor=door.actor,
        request=door.request,
        offer=thing,
        values=values,
        version=int(version) if version.isdecimal() else -1,
    )


@page(anybody, cases=PAGE)
def visits(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """The groups of a visiting record, to choose one to put right."""
    door = _open_door(token, "visits", slug)
    site = queries.kept_site(door.request, slug)
    context = {"door": door, "site": site, "groups": GROUPS}
    return render(request, "upkeep/visits.html", context)


@page(anybody, methods=BOTH, cases=PAGE)
def correct_visits(request: HttpRequest, token: str, slug: str, group: str) -> HttpResponse:
    """One group of a visiting record, for all kinds of custody."""
    door = _open_door(token, "visits", slug)
    if group not in GROUPS:
        raise Http404
    site = queries.kept_site(door.request, slug)
    stored = stored_facts(site, group, "")
    form = VisitingForm(posted(request), group=group, stored=stored)
    different = []
    sent = request.POST.get("version", "")[:40]
    if request.method == "POST" and form.is_valid():
        write = partial(
            actions.correct_visits,
            actor=door.actor,
            request=door.request,
            site=site,
            group=group,
            values=form.values,
            version=sent,
        )
        different = _attempt(request, door, form, stored, write)
        if not form.errors:
            return redirect("keep:visits", token, slug)
    context = {
        "form": form,
        "door": door,
        "site": site,
        "title": GROUPS[group],
        "stale": bool(different),
        "differences": different,
        "version": fingerprint(stored) if request.method != "POST" or different else sent,
    }
    status = 422 if form.errors else 200
    return render(request, "upkeep/correct_visits.html", context, status=status)
