"""Contacts: noted in seconds, corrected, and how often one wants to be in touch."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases.models import Case
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_for
from nahtlos.records import actions, policy, queries
from nahtlos.records.forms.notes import (
    ContactForm,
    RhythmForm,
    contact_blank,
    contact_initial,
    rhythm_initial,
)
from nahtlos.records.models import Contact
from nahtlos.records.rules.hours import month_totals
from nahtlos.records.views.reach import (
    BOTH,
    OWN,
    THING,
    answer_refusal,
    asks_first,
    case_of,
    spent,
)

NOTED = "Notiert."


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    wrong = context["form"].errors or context.get("noticed")
    return render(request, "records/contact.html", context, status=422 if wrong else 200)


@page(policy.can_read_records, methods=BOTH, cases=THING)
def new_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Note a contact."""
    actor, case = actor_of(request), case_of(request, code)
    form = ContactForm(posted(request), initial=contact_blank())
    context: dict[str, Any] = {"form": form, "case": case, "is_new": True}
    if request.method == "POST" and form.is_valid():
        if asks_first(request, context, form.cleaned_data["note"]):
            return _page(request, context)
        try:
            if not spent(request):
                actions.log_contact(actor=actor, case=case, values=form.contact())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, NOTED)
            return redirect("records:journal", code=case.code)
    return _page(request, context)


def _contact_of(request: HttpRequest, case: Case, code: str) -> Contact:
    try:
        return queries.own_contact(actor_of(request), case, code)
    except Contact.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_read_records, methods=BOTH, cases=OWN)
def contact(request: HttpRequest, code: str, contact: str) -> HttpResponse:
    """Correct a contact one has noted oneself."""
    case = case_of(request, code)
    found = _contact_of(request, case, contact)
    form = ContactForm(posted(request), initial=contact_initial(found))
    context: dict[str, Any] = {"form": form, "case": case, "found": found, "stale": False}
    valid = request.method == "POST" and form.is_valid()
    if valid and not asks_first(request, context, form.cleaned_data["note"]):
        _change(request, case, found, form, context)
        if not form.errors:
            messages.success(request, "Gespeichert.")
            return redirect("records:journal", code=case.code)
    context["version"] = version_for(request, found, seen=context["stale"])
    return _page(request, context)


def _change(
    request: HttpRequest, case: Case, found: Contact, form: ContactForm, context: dict[str, Any]
) -> None:
    try:
        actions.change_contact(
            actor=actor_of(request),
            case=case,
            code=found.code,
            values=form.contact(),
            version=request.POST.get("version", ""),
        )
    except Refused as refused:
        answer_refusal(form, refused, contact_initial(found), context)


@page(policy.can_read_records, methods=("POST",), cases=OWN)
def remove_contact(request: HttpRequest, code: str, contact: str) -> HttpResponse:
    """Remove a contact one has noted oneself."""
    case = case_of(request, code)
    try:
        actions.remove_contact(actor=actor_of(request), case=case, code=contact)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Der Kontakt ist gelöscht.")
    return redirect("records:journal", code=case.code)


@page(policy.can_read_records, methods=BOTH, cases=THING)
def rhythm(request: HttpRequest, code: str) -> HttpResponse:
    """How often, when next, or no contact at the moment."""
    case = case_of(request, code)
    row = queries.rhythm_of(case)
    form = RhythmForm(posted(request), initial=rhythm_initial(row))
    context: dict[str, Any] = {"form": form, "case": case, "stale": False}
    if request.method == "POST" and form.is_valid():
        try:
            actions.agree_rhythm(
                actor=actor_of(request),
                case=case,
                agreed=form.agreed(),
                quiet=form.cleaned_data["quiet"],
                version=request.POST.get("version", ""),
            )
        except Refused as refused:
            answer_refusal(form, refused, rhythm_initial(row), context)
        if not form.errors:
            messages.success(request, "Gespeichert.")
            return redirect("records:journal", code=case.code)
    context["version"] = version_for(request, row, seen=context["stale"])
    return render(request, "records/rhythm.html", context, status=422 if form.errors else 200)


@page(policy.can_see_hours, cases=Cases(opens=frozenset({str(Role.LEAD)})))
def hours(request: HttpRequest) -> HttpResponse:
    """Hours of the organisation by theme and month of a year."""
    actor, this = actor_of(request), today().year
    first = min(queries.first_year(actor) or this, this)
    typed = request.GET.get("jahr", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else this
    lines = queries.hours_of(actor, year)
    context = {
        "lines": lines,
        "year": year,
        "years": range(this, first - 1, -1),
        "totals": month_totals(lines),
    }
    return render(request, "records/hours.html", context)
