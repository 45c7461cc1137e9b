"""Papers: a request for fax, letter or hand; and the sheet somebody carries herself."""

from pathlib import Path
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases.actions import note_printed
from nahtlos.foundation import documents
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of
from nahtlos.organisations.queries import own_organisation
from nahtlos.referrals import policy
from nahtlos.referrals.actions.papers import note_sheet_printed
from nahtlos.referrals.forms.sending import CarryForm
from nahtlos.referrals.queries.papers import PARTS, carried_sheet, referral_sheet
from nahtlos.referrals.views.fetching import BOTH, THING, WORKERS, case_of, frame, sent_by_us

TEMPLATES: Final = Path(__file__).parent.parent / "templates" / "referrals"
CARRY: Final = Cases(opens=WORKERS, owned=True, need_to_know=True, post=200)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page(policy.can_refer, cases=THING)
def sheet(request: HttpRequest, referral: str) -> HttpResponse:
    """The request on paper, with the code and boxes to tick for the answer."""
    actor, asked = actor_of(request), sent_by_us(request, referral)
    if asked.sent_at is None:
        messages.info(request, "Das Blatt gibt es, sobald die Anfrage gesendet ist.")
        return redirect("referrals:sent", referral=asked.code)
    paper = referral_sheet(asked)
    note_sheet_printed(actor=actor, referral=asked)
    sample = asked.from_organisation.is_sample
    return _pdf(documents.render(TEMPLATES / "sheet.typ", paper.data(), sample=sample), "anfrage")


@page(policy.can_refer, methods=BOTH, cases=CARRY)
def carry(request: HttpRequest, code: str) -> HttpResponse:
    """What the person takes along herself; nothing is sent to anybody."""
    actor, case = actor_of(request), case_of(request, code)
    form = CarryForm(posted(request), allowed=PARTS)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        paper = carried_sheet(actor, case, values["categories"], values["note"])
        note_printed(actor=actor, case=case, paper="carried")
        sample = own_organisation(actor).is_sample
        content = documents.render(TEMPLATES / "handover.typ", paper.data(), sample=sample)
        return _pdf(content, "selbst-weitergeben")
    context = frame(case, form=form)
    return render(request, "referrals/carry.html", context, status=422 if form.errors else 200)
