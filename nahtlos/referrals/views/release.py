"""A release date that moves, the day itself, and the end of an accompaniment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases.models import Case, Scenario
from nahtlos.cases.queries import current_scenario, proposal, running_stay, stay_of, title_of
from nahtlos.cases.queries.closings import closings_of
from nahtlos.cases.rules.planning import Change, Difference
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.organisations.queries import prison_names
from nahtlos.referrals import actions, policy
from nahtlos.referrals.forms.release import CloseForm, MoveForm, ReleaseForm
from nahtlos.referrals.queries.handovers import handover_check
from nahtlos.referrals.views.fetching import BOTH, THING, case_of, frame, page_of, refuse_in, spent

TONES: Final = {
    Change.MOVES: "",
    Change.SHORTENED: "wait",
    Change.GETS_DATE: "ok",
    Change.LOSES_DATE: "open",
}
QUIET: Final = (Change.STAYS, Change.UNCHANGED)
OVERTAKEN: Final = (
    "Am Plan hat sich inzwischen etwas geändert. Unten steht der neue Unterschied. Bitte sehen Sie"
    " ihn noch einmal an und übernehmen Sie ihn dann."
)
NO_STAY: Final = "Zurzeit läuft kein Aufenthalt, also gibt es keinen Termin zu verschieben."


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One step and what the new date does to it; `asks`: somebody has to decide."""

    key: str
    title: str
    old: date | None
    new: date | None
    label: str
    tone: str
    asks: bool


def _lines(case: Case, difference: Difference) -> list[MoveLine]:
    """What changes, the earliest new date first."""
    titles = {step.code: title_of(step, case.plan_version) for step in case.steps.all()}
    found = [
        MoveLine(
            key=line.key,
            title=titles.get(line.key, line.key),
            old=line.old,
            new=line.proposal if line.change is Change.ASKS else line.new,
            label=line.change.label,
            tone=TONES.get(line.change, ""),
            asks=line.change is Change.ASKS,
        )
        for line in difference.lines
        if line.change not in QUIET
    ]
    return sorted(found, key=lambda one: (not one.asks, one.new or date.max, one.key))


def _proposed(case: Case, chosen: dict[str, Any], approved: Collection[str]) -> dict[str, Any]:
    """What the new date would do, for the page. Refused where it cannot be."""
    difference = proposal(case, chosen["scenario"], chosen["on"], today())
    return {
        "lines": _lines(case, difference),
        "staying": len(difference.of(*QUIET)),
        "chosen": chosen,
        "approved": approved,
        "version": version_of(case),
    }


def _moved(request: HttpRequest, case: Case, form: MoveForm, approved: list[str]) -> bool:
    """Write the new date; False with the sentence in the form."""
    values = form.cleaned_data
    try:
        actions.move_release(
            actor=actor_of(request),
            case=case,
            scenario=values["scenario"],
            on=values["on"],
            approved=approved,
            version=request.POST.get("version", ""),
        )
    except Stale:
        form.add_error(None, OVERTAKEN)
    except Refused as refused:
        refuse_in(form, refused, {})
    return not form.errors


@page(policy.can_refer, methods=BOTH, cases=THING)
def move_release(request: HttpRequest, code: str) -> HttpResponse:
    """Another release date: first what it changes, then it is written."""
    case = case_of(request, code)
    stay = running_stay(case)
    if stay is None:
        messages.info(request, NO_STAY)
        return redirect(page_of(case))
    current = current_scenario(stay)
    form = MoveForm(posted(request), initial={"scenario": current.kind if current else ""})
    context = frame(
        case,
        form=form,
        now_on=current.on if current else None,
        now_kind=str(Scenario(current.kind).label) if current else "",
        lines=None,
        version=version_of(case),
    )
    if request.method == "POST" and form.is_valid():
        approved = request.POST.getlist("approved")[:100]
        if request.POST.get("deed") == "write" and _moved(request, case, form, approved):
            messages.success(request, "Der Termin ist übernommen, der Plan ist mitgegangen.")
            return redirect(page_of(case))
        _show_proposal(case_of(request, code), form, approved, context)
    status = 422 if form.errors else 200
    return render(request, "referrals/move_release.html", context, status=status)


def _show_proposal(
    case: Case, form: MoveForm, approved: list[str], context: dict[str, Any]
) -> None:
    """Put the difference as it is now on the page."""
    chosen = {"scenario": form.cleaned_data.get("scenario"), "on": form.cleaned_data.get("on")}
    if not chosen["scenario"]:
        return
    try:
        context.update(_proposed(case, chosen, approved))
    except Refused as refused:
        if not form.errors:
            refuse_in(form, refused, {})


@page(policy.can_refer, methods=BOTH, cases=THING)
def release(request: HttpRequest, code: str) -> HttpResponse:
    """What has to be there on the first evening; and the day itself."""
    case = case_of(request, code)
    prisons = [(one.xjustiz_id, one.name) for one in prison_names()]
    form = ReleaseForm(posted(request), prisons=prisons, initial={"what": "released"})
    if request.method == "POST" and form.is_valid():
        done = _happened(request, case, form)
        if done is not None:
            return done
    stay = stay_of(case)
    context = frame(
        case,
        form=form,
        stay=stay,
        check=handover_check(case),
    )
    return render(request, "referrals/release.html", context, status=422 if form.errors else 200)


def _happened(request: HttpRequest, case: Case, form: ReleaseForm) -> HttpResponse | None:
    """Write down that somebody went out, or elsewhere; None with the sentence in the form."""
    actor, values = actor_of(request), form.cleaned_data
    try:
        if spent(request):
            return redirect("referrals:handover", code=case.code)
        if values["what"] == "released":
            actions.release_case(actor=actor, case=case, on=values["on"])
        else:
            actions.transfer_case(
                actor=actor, case=case, prison_code=values["prison"], on=values["on"]
            )
    except Refused as refused:
        refuse_in(form, refused, {"prison_code": "prison"})
        return None
    messages.success(
        request, "Eingetragen. Die Begleitung geht weiter: Wer übernimmt als Nächstes?"
    )
    return redirect("referrals:handover", code=case.code)


@page(policy.can_refer, methods=BOTH, cases=THING)
def close_case(request: HttpRequest, code: str) -> HttpResponse:
    """How an accompaniment ends."""
    case = case_of(request, code)
    form = CloseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_case(
                actor=actor_of(request), case=case, closing=form.cleaned_data["closing"]
            )
        except Refused as refused:
            refuse_in(form, refused, {})
        else:
            messages.success(request, "Die Begleitung ist beendet.")
            return redirect(page_of(case))
    ends = closings_of(case)
    context = frame(case, form=form, before=ends[:-1] if case.closed_on else ends)
    return render(request, "referrals/close_case.html", context, status=422 if form.errors else 200)


@page(policy.can_refer, methods=("POST",), cases=THING)
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Take an accompaniment up again."""
    case = case_of(request, code)
    try:
        actions.reopen_case(actor=actor_of(request), case=case)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Die Begleitung läuft wieder.")
    return redirect(page_of(case))
