"""What we asked others: the list, one request with everything that happened to it, and the deeds
that need no page of their own.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of, page_number
from nahtlos.foundation.clock import today
from nahtlos.referrals import actions, policy, queries
from nahtlos.referrals.forms.sending import AmendForm
from nahtlos.referrals.models import Referral, ReferralState, Way
from nahtlos.referrals.queries.doing import already_at_it
from nahtlos.referrals.rules.states import FINAL
from nahtlos.referrals.views import shown
from nahtlos.referrals.views.fetching import (
    BOTH,
    LIST,
    THING,
    page_of,
    refuse_in,
    sent_by_us,
    spent,
)

WAYS = {
    Way.INBOX: "Die Anfrage liegt sofort im Eingang der Stelle.",
    Way.LINK: "Die Anfrage liegt sofort im Eingang der Stelle. An ihr Funktionspostfach geht ein"
    " Link, ohne Namen und ohne Thema.",
    Way.PAPER: "Für diese Stelle ist kein Postfach bekannt. Die Anfrage liegt im Portal; drucken"
    " Sie nach dem Senden das Blatt für Fax, Brief oder Hand.",
}


@page(policy.can_refer, cases=LIST)
def sent_list(request: HttpRequest) -> HttpResponse:
    """Every request out of the actor's cases, what waits first."""
    number = page_number(request)
    found = queries.sent(actor_of(request), page=number)
    context = {
        "groups": shown.groups(found.lines, today(), "Wartet auf Antwort", with_person=True),
        "page": number,
        "has_next": found.has_next,
        "today": today(),
    }
    return render(request, "referrals/sent_list.html", context)


def _frame(referral: Referral) -> dict[str, Any]:
    case = referral.origin.case
    return {
        "referral": referral,
        "case": case,
        "case_url": page_of(case),
        "consent": referral.origin.consent,
        "heading": f"Anfrage an {referral.to_organisation.name}",
        "today": today(),
    }


@page(policy.can_refer, cases=THING)
def sent(request: HttpRequest, referral: str) -> HttpResponse:
    """One request: a draft as the receiver will see it, else where it stands and who answered."""
    asked = sent_by_us(request, referral)
    if asked.state == ReferralState.DRAFT:
        return _draft(request, asked)
    told = shown.told(actor_of(request), asked, today())
    context = _frame(asked) | {
        "page": told,
        "package": told.package,
        "stages": shown.stages(asked),
        "sentence": shown.sentence(asked, today()),
        "may": shown.may(asked, told),
        "running": asked.state not in FINAL,
    }
    return render(request, "referrals/sent.html", context)


def _draft(request: HttpRequest, asked: Referral) -> HttpResponse:
    """The preview is made by the same function as the package."""
    origin = asked.origin
    words, ticked = queries.drafted(origin)
    content = queries.content_of(origin.case, asked, origin.consent, words=words, ticked=ticked)
    way = Way.LINK if queries.mailbox_of(asked) else Way.PAPER
    context = _frame(asked) | {
        "package": content,
        "way_sentence": WAYS[way],
        "doing": already_at_it(actor_of(request), origin.case, asked.topic),
    }
    return render(request, "referrals/draft.html", context)


@page(policy.can_refer, methods=("POST",), cases=THING)
def send(request: HttpRequest, referral: str) -> HttpResponse:
    """Send a draft. Both clicks of a double click end on the same page."""
    asked = sent_by_us(request, referral)
    try:
        actions.send_referral(actor=actor_of(request), referral=asked)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Gesendet. Sie sehen hier, wenn die Stelle liest und antwortet.")
    return redirect("referrals:sent", referral=asked.code)


@page(policy.can_refer, methods=BOTH, cases=THING)
def amend(request: HttpRequest, referral: str) -> HttpResponse:
    """Add something; what may be read goes along as it stands today."""
    asked, actor = sent_by_us(request, referral), actor_of(request)
    form = AmendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            if not spent(request):
                words = form.cleaned_data["words"]
                actions.amend_referral(actor=actor, referral=asked, words=words)
        except Refused as refused:
            refuse_in(form, refused, {})
        else:
            messages.success(request, "Ergänzt. Die Stelle bekommt eine Nachricht ohne Namen.")
            return redirect("referrals:sent", referral=asked.code)
    context = _frame(asked) | {"form": form, "package": queries.package_of("from", asked, today())}
    return render(request, "referrals/amend.html", context, status=422 if form.errors else 200)


@page(policy.can_refer, methods=("POST",), cases=THING)
def withdraw(request: HttpRequest, referral: str) -> HttpResponse:
    """Take a request back; a draft is thrown away."""
    asked, actor = sent_by_us(request, referral), actor_of(request)
    try:
        if asked.state == ReferralState.DRAFT:
            actions.discard_draft(actor=actor, referral=asked)
            messages.success(request, "Der Entwurf ist verworfen.")
            return redirect("referrals:sent_list")
        actions.withdraw_referral(actor=actor, referral=asked)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Zurückgezogen. Die Stelle kann ab jetzt nichts mehr lesen.")
    return redirect("referrals:sent", referral=asked.code)
