"""Who is away and who stands in; whom one reaches outside the usual hours."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases import actions, policy, queries
from nahtlos.cases.forms.absence import (
    AbsenceForm,
    OnCallForm,
    on_call_differences,
    on_call_initial,
)
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries.absence import absence_of
from nahtlos.cases.queries.absence import absences as absence_lines
from nahtlos.cases.queries.on_call import on_call_page
from nahtlos.cases.views.reach import BOTH, OPEN
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.people.models import Absence, Membership
from nahtlos.people.queries import on_call as stored_on_call
from nahtlos.people.queries import own_membership

# One's own, and the Fachleitung everybody's; in the matrix the coach is away.
ENDS: Final = Cases.staff(Role.COACH, Role.LEAD, owned=True)
EDITS: Final = Cases.staff(Role.LEAD, Role.ORG_ADMIN)


@page(policy.can_work_on_cases, methods=BOTH, cases=OPEN)
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away today and later; enter an absence, one's own or, as the Fachleitung, any."""
    actor = actor_of(request)
    own, colleagues = own_membership(actor), list(queries.member_choices(actor))
    by_code = {member.code: member for member in colleagues}
    form = AbsenceForm(
        posted(request),
        colleagues=[(member.code, member.account.name) for member in colleagues],
        own=own.code,
        may_choose=actor.has(Role.LEAD),
    )
    if request.method == "POST" and form.is_valid():
        member = by_code.get(form.cleaned_data.get("member", ""), own)
        deputy = by_code[form.cleaned_data["deputy"]]
        try:
            _begin(request, form, member, deputy)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("cases:absences")
    context = {"form": form, "lines": absence_lines(actor)}
    return render(request, "cases/absences.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, form: AbsenceForm, member: Membership, deputy: Membership) -> None:
    first, last = form.cleaned_data["first_day"], form.cleaned_data["last_day"]
    actions.begin_absence(
        actor=actor_of(request), member=member, deputy=deputy, first=first, last=last
    )
    said = f"{deputy.account.name} vertritt {member.account.name} in diesen Tagen."
    messages.success(request, said)


@page(policy.can_work_on_cases, methods=("POST",), cases=ENDS)
def end_absence(request: HttpRequest, code: str) -> HttpResponse:
    """She is there again."""
    actor = actor_of(request)
    try:
        absence = absence_of(actor, code)
    except Absence.DoesNotExist as error:
        raise Http404 from error
    actions.end_absence(actor=actor, absence=absence)
    messages.success(request, "Die Vertretung ist beendet.")
    return redirect("cases:absences")


@page(policy.can_see_on_call, cases=Cases.staff(*CASEWORK, Role.ORG_ADMIN))
def on_call(request: HttpRequest) -> HttpResponse:
    """Whom one reaches outside the usual hours."""
    actor = actor_of(request)
    context = {
        "found": on_call_page(actor.organisation),
        "may_edit": bool(policy.can_set_on_call(actor)),
    }
    return render(request, "cases/on_call.html", context)


@page(policy.can_set_on_call, methods=BOTH, cases=EDITS)
def edit_on_call(request: HttpRequest) -> HttpResponse:
    """Write it anew, or take it away."""
    actor = actor_of(request)
    row = stored_on_call(actor.organisation)
    taking_away = "entfernen" in request.POST
    form = OnCallForm(None if taking_away else posted(request), initial=on_call_initial(row))
    context: dict[str, Any] = {"form": form, "there": row is not None, "stale": False}
    if request.method == "POST" and (taking_away or form.is_valid()):
        values = None if taking_away else form.cleaned_data
        try:
            version = request.POST.get("version", "")
            actions.save_on_call(actor=actor, values=values, version=version)
        except Stale as stale:
            messages.error(request, stale.reason)
            if not taking_away:
                context |= {"stale": True, "differences": on_call_differences(form, row)}
        else:
            messages.success(request, "Gespeichert.")
            return redirect("cases:on_call")
    context["version"] = version_for(request, row, seen=context["stale"])
    status = 422 if form.errors or context["stale"] else 200
    return render(request, "cases/edit_on_call.html", context, status=status)
