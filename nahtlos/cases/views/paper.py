"""The card for the pocket."""

from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse

from nahtlos.cases import actions, policy, queries
from nahtlos.cases.views.reach import THING, case_of
from nahtlos.foundation import documents
from nahtlos.foundation.access import page
from nahtlos.foundation.access.page import actor_of
from nahtlos.organisations.queries import own_organisation

CARD: Final = Path(__file__).parent.parent / "templates" / "cases" / "card.typ"


@page(policy.can_work_on_cases, cases=THING)
def card(request: HttpRequest, code: str) -> HttpResponse:
    """The four questions on a sheet that is folded twice; `vorname` only where the person wants it
    there.
    """
    actor, case = actor_of(request), case_of(request, code)
    shown = queries.release_card(case, first_name="vorname" in request.GET)
    content = documents.render(CARD, shown.data(), sample=own_organisation(actor).is_sample)
    actions.note_printed(actor=actor, case=case, paper="card")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="karte.pdf"'},
    )
