"""Two files of the same person: choose the other one, compare, let them be one person's, take it
back.
"""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases import actions, policy, queries
from nahtlos.cases.forms.merging import MergeForm, OtherFileForm, shown
from nahtlos.cases.models import Case, ClientMerge
from nahtlos.cases.queries import merging
from nahtlos.cases.rules.merging import Pair
from nahtlos.cases.views.reach import BOTH, THING, case_of, page_of
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of

NOT_MINE: Final = "Unter diesem Kürzel gibt es keine Akte, die Sie öffnen dürfen."
ITSELF: Final = "Das ist das Kürzel dieser Akte. Bitte das der anderen eingeben."
ALREADY: Final = "Diese Akten gehören schon zu einer Person."


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Which other file is about the same person: what may be it, or its code."""
    actor, case = actor_of(request), case_of(request, code)
    form = OtherFileForm(posted(request))
    if request.method == "POST" and form.is_valid():
        other, refusal = _other(request, case, form.cleaned_data["andere"])
        if other is not None:
            return redirect("cases:merge", code=case.code, other=other.code)
        form.add_error("andere", refusal)
    context = {
        "case": case,
        "form": form,
        "sought": merging.may_be_doubles(actor, case),
        "merges": merging.merges_of(case),
    }
    return render(request, "cases/merge_choose.html", context, status=422 if form.errors else 200)


def _other(request: HttpRequest, case: Case, code: str) -> tuple[Case | None, str]:
    """The file CODE, or why it cannot be taken."""
    if code == case.code:
        return None, ITSELF
    try:
        other = queries.case_with_person(actor_of(request), code)
    except Case.DoesNotExist:
        return None, NOT_MINE
    return (None, ALREADY) if other.client_id == case.client_id else (other, "")


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def merge(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """Both persons side by side, and which value stands where they differ."""
    actor, case, second = actor_of(request), case_of(request, code), case_of(request, other)
    if second.client_id == case.client_id:
        messages.info(request, ALREADY)
        return redirect(page_of(case))
    found = merging.merge_preview(actor, case, second)
    form = MergeForm(posted(request), pairs=found.pairs)
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge_clients(
                actor=actor,
                case=case,
                other=second,
                choices=form.choices,
                ground=form.cleaned_data["ground"],
                version=request.POST.get("version", ""),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(
                request, "Zusammengeführt. Beide Akten sind noch da und gehören jetzt einer Person."
            )
            return redirect(page_of(case))
    context = {"case": case, "other": second, "found": found, "form": form, "rows": _rows(found)}
    return render(request, "cases/merge.html", context, status=422 if form.errors else 200)


def _rows(found: merging.MergePreview) -> list[dict[str, Any]]:
    """What both say, as people read it."""
    return [_row(pair) for pair in found.pairs]


def _row(pair: Pair) -> dict[str, Any]:
    here, there = shown(pair.field, pair.kept), shown(pair.field, pair.folded)
    return {"label": pair.label, "here": here, "there": there, "open": pair.open}


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def separate(request: HttpRequest, code: str, merge: str) -> HttpResponse:
    """What taking a merge back does, and the button that does it."""
    actor, case = actor_of(request), case_of(request, code)
    try:
        made = merging.merge_of(case, merge)
    except ClientMerge.DoesNotExist as error:
        raise Http404 from error
    if request.method == "POST":
        try:
            stays = actions.undo_merge(actor=actor, case=case, merge=made)
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, _undone(stays))
            return redirect(page_of(case))
    found = merging.separation(actor, case, made)
    context = {"case": case, "found": found, "rows": [_row(pair) for pair in found.back]}
    return render(request, "cases/separate.html", context)


def _undone(stays: tuple[str, ...]) -> str:
    said = "Die Akten gehören wieder zwei Personen, mit allem, was vorher da stand."
    if not stays:
        return said
    return f"{said} Seitdem geändert und so geblieben: {', '.join(stays)}. Bitte prüfen Sie das."
