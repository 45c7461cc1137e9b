"""Asking somebody for a consent, and writing down what is told by law."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases.models import Case
from nahtlos.consents import actions, policy, queries
from nahtlos.consents.forms import (
    ConsentForm,
    NoticeForm,
    ReceiverForm,
    consent_initial,
    with_label,
)
from nahtlos.consents.models import Direction
from nahtlos.consents.rules import scope
from nahtlos.consents.rules.texts import JUSTIZ, current, regime_of
from nahtlos.consents.views.reach import (
    BOTH,
    THING,
    case_of,
    consent_of,
    own_function,
    spent,
    where_now,
)
from nahtlos.foundation.access import Actor, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today


def _blank(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What a new form holds: what stands in the consent of which this is a new version, else what
    is usual.
    """
    actor = actor_of(request)
    initial: dict[str, Any] = {
        "from_function": own_function(actor),
        "direction": Direction.ONE_WAY,
        "extent": ["status", "talk"],
    }
    former = request.GET.get("fassung", "")
    if former:
        initial |= consent_initial(consent_of(request, former))
    until = scope.default_until(today(), where_now(case)["release_on"])
    return initial | {"valid_from": today(), "valid_until": until}


def _values(form: ReceiverForm) -> dict[str, Any]:
    values = form.values()
    values["to_organisation"] = queries.receiver_organisation(values.pop("receiver"))
    return values


@page(policy.can_prepare_consent, methods=BOTH, cases=THING)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Prepare a consent; it is printed next and allows nothing before the signature."""
    actor, case = actor_of(request), case_of(request, code)
    known = queries.receivers(actor)
    initial = with_label(_blank(request, case), known)
    form = ConsentForm(posted(request), known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if spent(request):
                return redirect("consents:list", code=case.code)
            values = _values(form) | {"given_in": where_now(case)["given_in"]}
            consent = actions.prepare_consent(actor=actor, case=case, values=values)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Vorbereitet. Jetzt drucken, erklären und unterschreiben.")
            return redirect("consents:consent", number=consent.number)
    wording = current(regime_of(queries.own_kind(actor)))
    context = {"form": form, "case": case, "known": known, "wording": wording}
    return render(request, "consents/new.html", context, status=422 if form.errors else 200)


def _laws(actor: Actor) -> list[scope.LegalBasis]:
    prison = regime_of(queries.own_kind(actor)) == JUSTIZ
    return [one for one in scope.LEGAL_BASES.values() if prison or one.code != "prison_notice"]


@page(policy.can_prepare_consent, methods=BOTH, cases=THING)
def new_notice(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what is told without consent, on one's own view of the law."""
    actor, case = actor_of(request), case_of(request, code)
    known, laws = queries.receivers(actor), _laws(actor)
    initial = {
        "from_function": own_function(actor),
        "valid_from": today(),
        "valid_until": today() + timedelta(days=30),
    }
    choices = [(one.code, one.label) for one in laws]
    form = NoticeForm(posted(request), known=known, laws=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if spent(request):
                return redirect("consents:list", code=case.code)
            values = _values(form)
            notice = actions.record_notice(actor=actor, case=case, values=values)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Mitteilung ist festgehalten.")
            return redirect("consents:consent", number=notice.number)
    context = {"form": form, "case": case, "known": known, "laws": laws}
    return render(request, "consents/new_notice.html", context, status=422 if form.errors else 200)
