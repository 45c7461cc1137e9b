"""Somebody wants nothing passed on any more: whoever picks up the telephone takes it down."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.consents.models import Consent
from nahtlos.consents.policy import TAKES_CALLS, can_take_withdrawal
from nahtlos.consents.queries import (
    WithdrawalHit,
    WithdrawalSearch,
    consent_to_withdraw,
    withdrawable,
)
from nahtlos.foundation.access import Actor, Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of
from nahtlos.referrals import actions
from nahtlos.referrals.forms.withdrawal import WithdrawalForm
from nahtlos.referrals.views.fetching import BOTH, refuse_in

ALL: Final = "alle"
OPENS: Final = frozenset(str(role) for role in TAKES_CALLS)


def _withdraw(
    actor: Actor, hits: Sequence[WithdrawalHit], number: str, channel: str
) -> list[WithdrawalHit]:
    """Take down the withdrawal of NUMBER, or of every hit. Only what the search finds can be
    withdrawn.
    """
    chosen = [hit for hit in hits if number in (ALL, hit.number)]
    for hit in chosen:
        try:
            consent = consent_to_withdraw(actor, hit.number)
        except Consent.DoesNotExist:
            continue
        actions.withdraw_consent(actor=actor, consent=consent, channel=channel)
    return chosen


def _searched(request: HttpRequest, form: WithdrawalForm, context: dict[str, Any]) -> None:
    """Search, and withdraw where a button says so."""
    actor, values = actor_of(request), form.cleaned_data
    search = WithdrawalSearch(values["code"], values["name"], values["born_on"])
    number = request.POST.get("number", "")[:20]
    hits = withdrawable(actor, search)
    if number:
        withdrawn = _withdraw(actor, hits, number, values["channel"])
        hits = [hit for hit in hits if hit not in withdrawn]
        context["withdrawn"] = withdrawn
        # The second click of a double click finds nothing left to withdraw.
        context["was_withdrawn"] = not withdrawn
    context.update(hits=hits, searched=True, typed=_typed(request))


def _typed(request: HttpRequest) -> dict[str, str]:
    names = ("code", "name", "born_on", "channel")
    return {name: request.POST.get(name, "")[:120] for name in names}


@page(can_take_withdrawal, methods=BOTH, cases=Cases(opens=OPENS, post=200))
def revoke(request: HttpRequest) -> HttpResponse:
    """Find the consent and withdraw it. What was typed travels in the body only."""
    form = WithdrawalForm(posted(request), initial={"channel": "phone"})
    context: dict[str, Any] = {"form": form, "hits": [], "withdrawn": []}
    if request.method == "POST" and form.is_valid():
        try:
            _searched(request, form, context)
        except Refused as refused:
            refuse_in(form, refused, {})
    return render(request, "referrals/revoke.html", context, status=422 if form.errors else 200)
