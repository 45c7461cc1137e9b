"""The areas of life: where they stand, and going through them one after the other."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases.models import Case
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_for
from nahtlos.records import actions, policy, queries
from nahtlos.records.forms.areas import AreaForm, BeginForm, area_initial
from nahtlos.records.models import Assessment
from nahtlos.records.rules.areas import age_group_on
from nahtlos.records.rules.vocabulary import AREAS
from nahtlos.records.views.reach import BOTH, THING, answer_refusal, case_of


@page(policy.can_read_records, cases=THING)
def areas(request: HttpRequest, code: str) -> HttpResponse:
    """Every area with its newest standing; who read it stands in the chain."""
    actor, case = actor_of(request), case_of(request, code)
    actions.note_read(actor=actor, case=case, part="areas")
    # A way to look at them, and nothing about the person: whoever likes the headings uses them.
    by_programme = request.GET.get("gliederung") == "coaching"
    context = {
        "case": case,
        "tab": "areas",
        "page": queries.areas_page(case, by_programme=by_programme),
        "by_programme": by_programme,
    }
    return render(request, "records/areas.html", context)


@page(policy.can_read_records, methods=BOTH, cases=THING)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to go through the areas, or go on where somebody began."""
    case = case_of(request, code)
    born = case.client.born_on
    group = age_group_on(date.fromisoformat(born) if born else None, today())
    form = BeginForm(posted(request), initial={"age_group": str(group)})
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.begin_assessment(
                actor=actor_of(request), case=case, age_group=form.cleaned_data["age_group"]
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            first = next(iter(AREAS))
            return redirect("records:area", code=case.code, assessment=begun.code, area=first)
    context = {"form": form, "case": case}
    return render(request, "records/begin.html", context, status=422 if form.errors else 200)


def _assessment_of(case: Case, code: str) -> Assessment:
    try:
        return queries.assessment_of(case, code)
    except Assessment.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_read_records, methods=BOTH, cases=THING)
def area(request: HttpRequest, code: str, assessment: str, area: str) -> HttpResponse:
    """One area of an assessment; saved, the next one follows."""
    case = case_of(request, code)
    found = _assessment_of(case, assessment)
    if area not in AREAS:
        raise Http404
    standing = queries.standing_in(found, area)
    stored = area_initial(standing)
    form = AreaForm(posted(request), assessment=found, area=area, initial=stored)
    context: dict[str, Any] = {"form": form, "case": case, "assessment": found, "stale": False}
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_area(
                actor=actor_of(request),
                case=case,
                code=found.code,
                area=area,
                views=form.views(),
                version=request.POST.get("version", ""),
            )
        except Refused as refused:
            answer_refusal(form, refused, stored, context)
        if not form.errors:
            return _onwards(request, case, found, area)
    order = list(AREAS)
    context |= {
        "version": version_for(request, standing, seen=context["stale"]),
        "area": area,
        "label": AREAS[area],
        "number": order.index(area) + 1,
        "many": len(order),
        "parts": [(one, AREAS[one], queries.standing_in(found, one)) for one in order],
    }
    return render(request, "records/area.html", context, status=422 if form.errors else 200)


def _onwards(request: HttpRequest, case: Case, assessment: Assessment, area: str) -> HttpResponse:
    """To the next area, or back to all of them where this was the last or she wants to stop."""
    order = list(AREAS)
    following = order[order.index(area) + 1 :]
    if "pause" in request.POST or not following:
        messages.success(request, "Gespeichert. Sie können jederzeit weitermachen.")
        return redirect("records:areas", code=case.code)
    return redirect("records:area", code=case.code, assessment=assessment.code, area=following[0])


@page(policy.can_read_records, methods=("POST",), cases=THING)
def finish(request: HttpRequest, code: str, assessment: str) -> HttpResponse:
    """Finish an assessment."""
    case = case_of(request, code)
    try:
        actions.finish_assessment(actor=actor_of(request), case=case, code=assessment)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Abgeschlossen. So stand es heute.")
    return redirect("records:areas", code=case.code)
