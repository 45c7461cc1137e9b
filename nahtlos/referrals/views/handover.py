"""A case goes from one person to the next: who goes on, what has to be there, three
confirmations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases.models import Case
from nahtlos.cases.queries import case_for, member_choice, member_choices
from nahtlos.foundation.access import Actor, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.people.models import Membership
from nahtlos.referrals import policy
from nahtlos.referrals.actions.handover import (
    begin_handover,
    call_off_handover,
    complete_handover,
    confirm_handover,
    tick,
)
from nahtlos.referrals.forms.release import HandoverForm
from nahtlos.referrals.models import Handover, Referral
from nahtlos.referrals.queries.finding import sent_referral
from nahtlos.referrals.queries.handovers import (
    HandoverCheck,
    handover_check,
    handover_for,
    musthaves_by_site,
    running_handover,
)
from nahtlos.referrals.queries.lists import running_of_case
from nahtlos.referrals.views.fetching import BOTH, LIST, THING, case_of, frame, refuse_in, spent

GONE = "Diese Übergabe ist schon beendet."


@dataclass(frozen=True, slots=True)
class Hand:
    """One of the three confirmations. may: the actor can give it now."""

    code: str
    label: str
    sentence: str
    button: str
    at: datetime | None
    may: bool


def _hands(actor: Actor, handover: Handover, check: HandoverCheck) -> list[Hand]:
    colleague = handover.to_membership
    herself = colleague is not None and colleague.account_id == actor.account_id
    elsewhere = handover.referral is not None
    receives = "die Zusage zur Anfrage gilt" if elsewhere else "sagt selbst Ja"
    return [
        Hand(
            "sender",
            "Abgebende Person",
            "Alles Wichtige ist gesagt und übergeben.",
            "Ich habe übergeben",
            handover.sender_confirmed_at,
            may=True,
        ),
        Hand(
            "receiver",
            check.next_person or "Nächste Person",
            f"Übernimmt: {receives}.",
            "Ich übernehme" if herself else "Zusage eintragen",
            handover.receiver_confirmed_at,
            may=herself or (elsewhere and check.accepted),
        ),
        Hand(
            "client",
            "Die Person selbst",
            "Weiß, wer jetzt für sie da ist, und hat die Telefonnummer.",
            "Die Person weiß Bescheid",
            handover.client_confirmed_at,
            may=True,
        ),
    ]


def _choices(actor: Actor, case: Case) -> tuple[list[tuple[str, str]], bool]:
    """Who can go on: colleagues, and whoever has a running request; and whether there is one."""
    colleagues = [
        (f"member:{one.code}", f"{one.account.name} (Ihr Team)")
        for one in member_choices(actor)
        if one.account_id != actor.account_id
    ]
    asked = [
        (f"referral:{one.code}", f"{one.to_organisation.name} (Anfrage {one.code})")
        for one in running_of_case(case)
    ]
    return [*asked, *colleagues], bool(asked)


def _next(actor: Actor, value: str) -> dict[str, Any]:
    """The chosen one, by the names of the action."""
    kind, _, code = value.partition(":")
    try:
        if kind == "member":
            return {"to_membership": member_choice(actor, code)}
        return {"referral": sent_referral(actor, code)}
    except (Membership.DoesNotExist, Referral.DoesNotExist) as error:
        raise Refused("Bitte wählen Sie etwas aus der Liste.", field="to") from error


@page(policy.can_refer, methods=BOTH, cases=THING)
def handover(request: HttpRequest, code: str) -> HttpResponse:
    """The hand-over of a case; for the colleague who shall go on, only the question to her."""
    actor = actor_of(request)
    try:
        case = case_for(actor, code)
    except Case.DoesNotExist:
        return _question_to_colleague(request, code)
    choices, asked = _choices(actor, case)
    form = HandoverForm(
        posted(request) if request.POST.get("deed", "begin") == "begin" else None,
        receivers=choices,
    )
    if request.method == "POST":
        done = _deed(request, case, form)
        if done is not None:
            return done
    check = handover_check(case)
    context = frame(case, form=form, asked=asked, check=check, handover=check.handover)
    context["hands"] = _hands(actor, check.handover, check) if check.handover else []
    return render(request, "referrals/handover.html", context, status=422 if form.errors else 200)


def _question_to_colleague(request: HttpRequest, code: str) -> HttpResponse:
    """The colleague who shall go on is not on the case yet: she reads who it is about and says
    yes.
    """
    try:
        found = handover_for(actor_of(request), code)
    except Handover.DoesNotExist as error:
        raise Http404 from error
    if request.method == "POST":
        raise Http404
    return render(request, "referrals/handover_asked.html", {"handover": found})


def _deed(request: HttpRequest, case: Case, form: HandoverForm) -> HttpResponse | None:
    """Begin, tick or finish; None with the sentences in the form."""
    deed = request.POST.get("deed", "begin")
    if deed == "begin":
        return _begin(request, case, form)
    if deed == "tick":
        must, value = request.POST.get("must", "")[:20], request.POST.get("value", "")[:20]
        return _on_running(
            request,
            case,
            lambda actor, one: tick(actor=actor, handover=one, code=must, value=value),
            "Eingetragen.",
        )
    return _on_running(
        request,
        case,
        lambda actor, one: complete_handover(actor=actor, handover=one),
        "Übergeben. Ab jetzt ist die nächste Person zuständig.",
    )


def _begin(request: HttpRequest, case: Case, form: HandoverForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    actor, values = actor_of(request), form.cleaned_data
    try:
        if not spent(request):
            begin_handover(
                actor=actor, case=case, occasion=values["occasion"], **_next(actor, values["to"])
            )
    except Refused as refused:
        refuse_in(form, refused, {})
        return None
    messages.success(request, "Die Übergabe hat begonnen. Sie bleiben zuständig bis zur Zusage.")
    return redirect("referrals:handover", code=case.code)


def _on_running(
    request: HttpRequest, case: Case, deed: Callable[[Actor, Handover], Handover], said: str
) -> HttpResponse:
    running = running_handover(case)
    if running is None:
        messages.info(request, GONE)
        return redirect("referrals:handover", code=case.code)
    try:
        deed(actor_of(request), running)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, said)
    return redirect("referrals:handover", code=case.code)


@page(policy.can_refer, methods=("POST",), cases=THING)
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """One of the three confirmations; the colleague who goes on gives her own."""
    actor = actor_of(request)
    try:
        found = handover_for(actor, code)
    except Handover.DoesNotExist as error:
        raise Http404 from error
    try:
        confirm_handover(actor=actor, handover=found, who=request.POST.get("who", "receiver")[:10])
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Bestätigt.")
    return redirect("referrals:handover", code=code)


@page(policy.can_refer, methods=("POST",), cases=THING)
def call_off(request: HttpRequest, code: str) -> HttpResponse:
    """The hand-over does not take place."""
    case = case_of(request, code)
    return _on_running(
        request,
        case,
        lambda actor, one: call_off_handover(actor=actor, handover=one),
        "Die Übergabe ist abgebrochen. Sie bleiben zuständig.",
    )


@page(policy.can_refer, cases=LIST)
def by_site(request: HttpRequest) -> HttpResponse:
    """What is missing before the next releases, by prison."""
    sites = musthaves_by_site(actor_of(request), today())
    return render(request, "referrals/by_site.html", {"sites": sites})
