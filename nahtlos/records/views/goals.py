"""Goals and small steps: listed, set, changed, and on a sheet for the person."""

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
from nahtlos.records.forms.goals import (
    GoalForm,
    GoalStepForm,
    NewGoalForm,
    NewStepForm,
    goal_initial,
    goal_step_initial,
)
from nahtlos.records.models import Goal, GoalStep
from nahtlos.records.views.reach import (
    BOTH,
    THING,
    answer_refusal,
    asks_first,
    case_of,
    spent,
)

SAVED = "Gespeichert."


@page(policy.can_read_records, cases=THING)
def goals(request: HttpRequest, code: str) -> HttpResponse:
    """Every goal with its steps; who read it stands in the chain."""
    actor, case = actor_of(request), case_of(request, code)
    actions.note_read(actor=actor, case=case, part="goals")
    context = {"case": case, "tab": "goals", "goals": queries.goals_of(case)}
    return render(request, "records/goals.html", context)


@page(policy.can_read_records, cases=THING)
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The goals that are open, on a page to print: no name, no code, in the person's own words."""
    actor, case = actor_of(request), case_of(request, code)
    actions.note_goals_printed(actor=actor, case=case)
    still = [goal for goal in queries.goals_of(case) if goal.state == "open"]
    context = {"case": case, "goals": still, "today": today()}
    return render(request, "records/goals_sheet.html", context)


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    wrong = context["form"].errors or context.get("noticed")
    return render(request, f"records/{name}.html", context, status=422 if wrong else 200)


@page(policy.can_read_records, methods=BOTH, cases=THING)
def new_goal(request: HttpRequest, code: str) -> HttpResponse:
    """Set a goal."""
    actor, case = actor_of(request), case_of(request, code)
    form = NewGoalForm(posted(request))
    context: dict[str, Any] = {"form": form, "case": case}
    valid = request.method == "POST" and form.is_valid()
    if valid and not asks_first(request, context, form.cleaned_data["words"]):
        try:
            if spent(request):
                return redirect("records:goals", code=case.code)
            goal = actions.set_goal(actor=actor, case=case, words=form.cleaned_data["words"])
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Das Ziel steht. Was wäre ein erster kleiner Schritt?")
            return redirect("records:new_goal_step", code=case.code, goal=goal.code)
    return _page(request, "new_goal", context)


def _goal_of(case: Case, code: str) -> Goal:
    try:
        return queries.goal_of(case, code)
    except Goal.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_read_records, methods=BOTH, cases=THING)
def goal(request: HttpRequest, code: str, goal: str) -> HttpResponse:
    """Change a goal, or say how it stands."""
    case = case_of(request, code)
    found = _goal_of(case, goal)
    stored = goal_initial(found)
    form = GoalForm(posted(request), initial=stored)
    context: dict[str, Any] = {"form": form, "case": case, "goal": found, "stale": False}
    valid = request.method == "POST" and form.is_valid()
    if valid and not asks_first(request, context, form.cleaned_data["words"]):
        version = request.POST.get("version", "")
        try:
            actions.change_goal(
                actor=actor_of(request),
                case=case,
                code=found.code,
                version=version,
                **form.cleaned_data,
            )
        except Refused as refused:
            answer_refusal(form, refused, stored, context)
        if not form.errors:
            messages.success(request, SAVED)
            return redirect("records:goals", code=case.code)
    context["version"] = version_for(request, found, seen=context["stale"])
    return _page(request, "goal", context)


@page(policy.can_read_records, methods=BOTH, cases=THING)
def new_goal_step(request: HttpRequest, code: str, goal: str) -> HttpResponse:
    """Add a small step."""
    actor, case = actor_of(request), case_of(request, code)
    found = _goal_of(case, goal)
    form = NewStepForm(posted(request))
    context: dict[str, Any] = {"form": form, "case": case, "goal": found}
    valid = request.method == "POST" and form.is_valid()
    if valid and not asks_first(request, context, form.cleaned_data["words"]):
        try:
            if not spent(request):
                actions.add_goal_step(actor=actor, case=case, code=found.code, values=form.step())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Der Schritt steht beim Ziel.")
            return redirect("records:goals", code=case.code)
    return _page(request, "goal_step", context)


@page(policy.can_read_records, methods=BOTH, cases=THING)
def goal_step(request: HttpRequest, code: str, goal: str, step: str) -> HttpResponse:
    """Change a small step, or say how it stands."""
    case = case_of(request, code)
    try:
        found = queries.goal_step_of(case, goal, step)
    except GoalStep.DoesNotExist as error:
        raise Http404 from error
    stored = goal_step_initial(found)
    form = GoalStepForm(posted(request), initial=stored)
    context: dict[str, Any] = {"form": form, "case": case, "goal": found.goal, "step": found}
    context["stale"] = False
    valid = request.method == "POST" and form.is_valid()
    if valid and not asks_first(request, context, form.cleaned_data["words"]):
        _change_step(request, case, found, form, context)
        if not form.errors:
            messages.success(request, SAVED)
            return redirect("records:goals", code=case.code)
    context["version"] = version_for(request, found, seen=context["stale"])
    return _page(request, "goal_step", context)


def _change_step(
    request: HttpRequest, case: Case, step: GoalStep, form: GoalStepForm, context: dict[str, Any]
) -> None:
    try:
        actions.change_goal_step(
            actor=actor_of(request),
            case=case,
            code=step.goal.code,
            step=step.code,
            values=form.step(),
            version=request.POST.get("version", ""),
        )
    except Refused as refused:
        answer_refusal(form, refused, goal_step_initial(step), context)
