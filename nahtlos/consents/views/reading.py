"""Seeing consents: who may know what, one of them, its sheet; and its signature."""

from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.consents import actions, policy, queries
from nahtlos.consents.forms import SignForm
from nahtlos.consents.models import Consent, ConsentKind, Form
from nahtlos.consents.rules import scope
from nahtlos.consents.rules.standing import age_on, has_age_of_insight, is_minor
from nahtlos.consents.rules.texts import text
from nahtlos.consents.views.reach import BOTH, THING, case_of, consent_of
from nahtlos.foundation import documents
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_for

SHEET: Final = Path(__file__).resolve().parent.parent / "templates" / "consents" / "consent.typ"


@page(policy.can_see_consents, cases=THING)
def consent_list(request: HttpRequest, code: str) -> HttpResponse:
    """Who may know what about the person, until when."""
    case = case_of(request, code)
    context = {"case": case, "who_may_know": queries.who_may_know(case)}
    return render(request, "consents/list.html", context)


def _shown(consent: Consent) -> dict[str, Any]:
    kinds = [scope.category(one) for one in consent.categories]
    return {
        "consent": consent,
        "case": consent.case,
        "standing": queries.standing_of(consent, today()),
        "plain": [kind.label for kind in kinds if not kind.special],
        "special": [kind.label for kind in kinds if kind.special],
        "extent": [scope.EXTENTS[one] for one in consent.extent],
        "purpose": scope.purpose_sentence(consent.purpose, consent.purpose_words),
        "law": scope.LEGAL_BASES.get(consent.legal_basis),
        "by_law": consent.kind == ConsentKind.NOTICE,
        "wording": text(consent.text_version),
    }


@page(policy.can_see_consents, cases=THING)
def consent(request: HttpRequest, number: str) -> HttpResponse:
    """One consent with everything that stands on its sheet."""
    return render(request, "consents/consent.html", _shown(consent_of(request, number)))


@page(policy.can_see_consents, cases=THING)
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet to read, sign and keep."""
    shown = consent_of(request, number)
    paper = queries.consent_paper(shown)
    pdf = documents.render(
        SHEET, paper.data(), sample=shown.organisation.is_sample, within=paper.pages
    )
    actions.note_sheet_printed(actor=actor_of(request), consent=shown)
    headers = {"Content-Disposition": f'inline; filename="{shown.number}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@page(policy.can_prepare_consent, methods=BOTH, cases=THING)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """The person has signed."""
    actor, shown = actor_of(request), consent_of(request, number)
    if shown.signed_on is not None:
        return redirect("consents:consent", number=shown.number)
    born_on = queries.birth_date(shown.case.client)
    minor = is_minor(born_on, today())
    initial = {"signed_on": today(), "informed_on": today(), "given_in": shown.given_in}
    form = SignForm(
        posted(request), minor=minor, initial=initial | {"form": Form.PAPER, "insight": ""}
    )
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        values = form.cleaned_data
        try:
            actions.sign_consent(actor=actor, consent=shown, values=values, version=version)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Unterschrift ist eingetragen. Sie gilt ab jetzt.")
            return redirect("consents:consent", number=shown.number)
    context = _shown(shown) | {"form": form, "minor": minor}
    if born_on is not None and minor:
        context |= {"age": age_on(born_on, today()), "asked": has_age_of_insight(born_on, today())}
    context["version"] = version_for(request, shown, seen=False)
    return render(request, "consents/sign.html", context, status=422 if form.errors else 200)


@page(policy.can_prepare_consent, methods=("POST",), cases=THING)
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Nobody signed it, and nobody will."""
    shown = consent_of(request, number)
    try:
        actions.discard_consent(actor=actor_of(request), consent=shown)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("consents:consent", number=shown.number)
    messages.success(request, "Verworfen. Es war noch nicht unterschrieben.")
    return redirect("consents:list", code=shown.case.code)
