"""The papers of a case: the card for the pocket, and whom the person calls."""

from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from nahtlos.cases import actions, policy, queries
from nahtlos.cases.queries.contacts import contact_card
from nahtlos.cases.views.reach import THING, case_of
from nahtlos.foundation import documents
from nahtlos.foundation.access import Actor, page
from nahtlos.foundation.access.page import actor_of
from nahtlos.organisations.queries import own_organisation

PAPERS: Final = Path(__file__).parent.parent / "templates" / "cases"
CARD: Final = PAPERS / "card.typ"
CONTACTS: Final = PAPERS / "contacts.typ"


@page(policy.can_work_on_cases, cases=THING)
def card(request: HttpRequest, code: str) -> HttpResponse:
    """The four questions on a sheet that is folded twice; `vorname` only where the person wants it
    there.
    """
    actor, case = actor_of(request), case_of(request, code)
    shown = queries.release_card(case, first_name="vorname" in request.GET)
    actions.note_printed(actor=actor, case=case, paper="card")
    return _pdf(actor, CARD, shown.data(), "karte.pdf")


@page(policy.can_work_on_cases, cases=THING)
def contacts(request: HttpRequest, code: str) -> HttpResponse:
    """Whom the person calls, on one sheet; `vorname` only where she wants it there."""
    actor, case = actor_of(request), case_of(request, code)
    shown = contact_card(case, first_name="vorname" in request.GET)
    actions.note_printed(actor=actor, case=case, paper="contacts")
    return _pdf(actor, CONTACTS, shown.data(), "kontakte.pdf")


def _pdf(actor: Actor, template: Path, data: dict[str, Any], name: str) -> HttpResponse:
    content = documents.render(template, data, sample=own_organisation(actor).is_sample)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
