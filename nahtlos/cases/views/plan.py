"""The plan: its steps, steps of one's own, and the answers to the four questions."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nahtlos.cases import actions, policy, queries
from nahtlos.cases.forms.plan import AnswerForm, OwnStepForm, StepForm, answer_initial, step_initial
from nahtlos.cases.models import Case, Question, Step
from nahtlos.cases.queries.law import law_of
from nahtlos.cases.queries.moving import milestone_of, milestones
from nahtlos.cases.queries.renewing import renewal, way_back
from nahtlos.cases.rules.paper import telling_words
from nahtlos.cases.rules.vocabulary import ASKED
from nahtlos.cases.views.reach import BOTH, THING, answer_refusal, case_of, page_of, spent
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_for
from nahtlos.lands.queries import name_of
from nahtlos.people.models import Membership

# The questions by the German words of their addresses.
QUESTIONS: Final[Mapping[str, Question]] = {
    "bett": Question.BED,
    "geld": Question.MONEY,
    "arbeit": Question.WORK,
    "person": Question.PERSON,
}
NOT_SO: Final = "Nachgefragt: trifft nicht zu"


def _members(case: Case) -> dict[str, Membership]:
    """{code: membership} of those on the case now."""
    return {m.membership.code: m.membership for m in case.members.all() if m.until is None}


def _choices(members: Mapping[str, Membership]) -> list[tuple[str, str]]:
    return [(code, member.account.name) for code, member in members.items()]


def _ask_about_words(request: HttpRequest, words: tuple[str, ...]) -> None:
    """The card lies on tables: where its words tell where the person comes from, she may want
    others.
    """
    if words:
        told = ", ".join(f"„{word}“" for word in words)
        messages.warning(
            request,
            f"Auf der Karte steht dann {told}. Liegt sie offen da, verrät das etwas. Möchte die"
            " Person es anders sagen?",
        )


@page(policy.can_work_on_cases, cases=THING)
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Every step by area of life."""
    case = case_of(request, code)
    context = {
        "case": case,
        "plan": queries.case_plan(case, today()),
        "offer": renewal(case),
        "land_name": name_of(case.land_code) if case.land_code else "",
        "tab": "plan",
    }
    return render(request, "cases/plan.html", context)


@page(policy.can_work_on_cases, methods=("POST",), cases=THING)
def open_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Make the plan of the template; again it changes nothing."""
    case = case_of(request, code)
    try:
        actions.open_plan(actor=actor_of(request), case=case)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Der Plan steht. Sie können jeden Schritt anpassen.")
    return redirect("cases:plan", code=case.code)


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """What a newer version would change, and the way back; one button takes it over."""
    case = case_of(request, code)
    if request.method == "POST":
        to, version = request.POST.get("to", "")[:60], request.POST.get("version", "")
        try:
            actions.renew_plan(actor=actor_of(request), case=case, to=to, version=version)
        except Refused as refused:
            messages.error(request, refused.reason)
            return redirect("cases:renew", code=case.code)
        messages.success(request, "Der Plan ist umgestellt. Erledigtes ist geblieben.")
        return redirect("cases:plan", code=case.code)
    context = {
        "case": case,
        "offer": renewal(case),
        "back": way_back(case),
        "plan_opened": case.plan_opened_on,
        "tab": "plan",
    }
    return render(request, "cases/renew.html", context)


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def new_step(request: HttpRequest, code: str) -> HttpResponse:
    """Add a step the template does not know."""
    case = case_of(request, code)
    members = _members(case)
    form = OwnStepForm(posted(request), members=_choices(members))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"assigned": members.get(form.cleaned_data["assigned"])}
        try:
            if not spent(request):
                actions.add_step(actor=actor_of(request), case=case, **values)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Der Schritt steht im Plan.")
            return redirect("cases:plan", code=case.code)
    context = {"form": form, "case": case}
    return render(request, "cases/new_step.html", context, status=422 if form.errors else 200)


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One step: where it stands, how one knows, by when, who. `fits` answers whether it applies,
    `tick` is done today with everything else as it was: both are buttons on the plan.
    """
    case = case_of(request, code)
    try:
        found = queries.step_of(case, step)
    except Step.DoesNotExist as error:
        raise Http404 from error
    if request.method == "POST" and "fits" in request.POST:
        return _clear(request, case, found)
    return _step_page(request, case, found)


def _step_page(request: HttpRequest, case: Case, step: Step) -> HttpResponse:
    members = _members(case)
    stored = step_initial(step, _code_of(members, step.assigned_id))
    data = _ticked(request, stored) if "tick" in request.POST else posted(request)
    form = StepForm(data, members=_choices(members), initial=stored)
    context: dict[str, Any] = {"form": form, "case": case, "step": step, "stale": False}
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, step, form.cleaned_data, members)
        except Refused as refused:
            answer_refusal(form, refused, stored, context)
        if not form.errors:
            messages.success(request, "Gespeichert.")
            return _to_plan(case, step)
    context["line"] = queries.step_line(case, step, today())
    context["law"] = law_of(case, step.code)
    context["version"] = version_for(request, step, seen=context["stale"])
    return render(request, "cases/step.html", context, status=422 if form.errors else 200)


def _code_of(members: Mapping[str, Membership], key: UUID | None) -> str:
    return next((code for code, member in members.items() if member.pk == key), "")


def _to_plan(case: Case, step: Step) -> HttpResponse:
    """Back to the plan, to where the step stands."""
    return redirect(reverse("cases:plan", kwargs={"code": case.code}) + f"#{step.code}")


def _ticked(request: HttpRequest, stored: dict[str, Any]) -> dict[str, Any]:
    """What the tick on the plan means as a whole form."""
    return stored | {"state": "done", "evidence": request.POST["tick"], "done_on": today()}


def _change(
    request: HttpRequest, step: Step, values: dict[str, Any], members: Mapping[str, Membership]
) -> None:
    change = actions.StepChange(**values | {"assigned": members.get(values["assigned"])})
    version = request.POST.get("version", "")
    actions.change_step(actor=actor_of(request), step=step, change=change, version=version)


def _asked_about(case: Case, step: Step) -> list[str]:
    """The circumstances that decide whether STEP applies and that a person can tell."""
    milestone = milestone_of(milestones(case.plan_version), step.code)
    return [str(tag) for tag in milestone.tags if tag in ASKED] if milestone else []


def _clear(request: HttpRequest, case: Case, step: Step) -> HttpResponse:
    """Whether STEP applies. Where one circumstance decides it, that is what has been learnt, and
    every step that hangs on it is cleared as well.
    """
    actor, yes = actor_of(request), request.POST["fits"] == "yes"
    asked = _asked_about(case, step)
    try:
        if len(asked) == 1:
            values = {asked[0]: "yes" if yes else "no"}
            version = request.POST.get("case_version", "")
            actions.set_circumstances(actor=actor, case=case, values=values, version=version)
        else:
            state, reason = ("open", "") if yes else ("not_applicable", NOT_SO)
            change = actions.StepChange(state=state, reason=reason)
            version = request.POST.get("version", "")
            actions.change_step(actor=actor, step=step, change=change, version=version)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Danke. Der Plan richtet sich danach.")
    return _to_plan(case, step)


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def answer(request: HttpRequest, code: str, question: str) -> HttpResponse:
    """The answer to one of the four questions."""
    if question not in QUESTIONS:
        raise Http404
    case, asked = case_of(request, code), QUESTIONS[question]
    given = next((row for row in case.answers.all() if row.question == asked), None)
    stored = answer_initial(given)
    form = AnswerForm(posted(request), initial=stored)
    context: dict[str, Any] = {"form": form, "case": case, "question": asked, "stale": False}
    if request.method == "POST" and form.is_valid():
        values, version = form.cleaned_data, request.POST.get("version", "")
        try:
            actions.answer_question(
                actor=actor_of(request), case=case, question=asked, values=values, version=version
            )
        except Refused as refused:
            answer_refusal(form, refused, stored, context)
        if not form.errors:
            messages.success(request, f"„{asked.label}“ ist gespeichert.")
            _ask_about_words(request, telling_words(values["words"], values["place"]))
            return redirect(page_of(case))
    context["version"] = version_for(request, given, seen=context["stale"])
    return render(request, "cases/answer.html", context, status=422 if form.errors else 200)
