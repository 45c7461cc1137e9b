"""Web addresses that no longer answer or have moved, for the coordination office."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.upkeep import actions, policy
from nahtlos.upkeep.models import WebAddress
from nahtlos.upkeep.queries import addresses as queries

OFFICE = Cases.staff(Role.COORDINATION)


@page(policy.can_ask, cases=OFFICE)
def addresses(request: HttpRequest) -> HttpResponse:
    """Those that no longer answer, then those that moved for good."""
    everywhere = request.GET.get("land") == "alle"
    shown = queries.address_page(actor_of(request), today(), everywhere=everywhere)
    context = {"shown": shown, "everywhere": everywhere, "may_teach": True}
    return render(request, "upkeep/addresses.html", context)


@page(policy.can_ask, methods=("POST",), cases=OFFICE)
def take_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put the new address into the chosen entries."""
    try:
        row = queries.one_address(key)
    except WebAddress.DoesNotExist as error:
        raise Http404 from error
    names = request.POST.getlist("eintrag")[:200]
    try:
        done = actions.take_over(
            actor=actor_of(request), row=row, new=request.POST.get("new", "")[:600], names=names
        )
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        _tell(request, done, len(names))
    everywhere = "?land=alle" if request.POST.get("land") == "alle" else ""
    return redirect(f"{request.path.rpartition(str(key))[0]}{everywhere}")


def _tell(request: HttpRequest, done: int, chosen: int) -> None:
    if done:
        entries = "einem Eintrag" if done == 1 else f"{done} Einträgen"
        messages.success(request, f"Die neue Adresse steht jetzt in {entries}.")
    elif chosen:
        messages.success(request, "Dort steht die alte Adresse schon nicht mehr.")
    else:
        messages.error(request, "Bitte wählen Sie mindestens einen Eintrag aus.")
