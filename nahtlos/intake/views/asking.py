"""The public question: no name, no session, no cookie. What comes back is a code, shown once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.access.public_forms import admitted
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.limits import ENQUIRIES, ENQUIRY
from nahtlos.foundation.ruling import states
from nahtlos.foundation.shell.context import language
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake import actions, policy
from nahtlos.intake.forms.asking import QuestionForm
from nahtlos.intake.models import Enquiry
from nahtlos.intake.queries.offices import Office, lands, office_for
from nahtlos.intake.queries.threads import readable
from nahtlos.intake.rules.receipt import grouped

# A second click, or a line that broke before the answer came, reads the same code again.
SHOWN_AGAIN: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a question: the question where its code may be shown, and the code."""

    enquiry: Enquiry | None
    code: str


def _ask(request: HttpRequest, form: QuestionForm) -> Asked:
    """Send it; a second click finds what the first one sent. Refused with a sentence."""
    values = form.cleaned_data
    office = office_for(values["land"])
    if office is None:
        raise Refused(
            _("Zurzeit nimmt hier niemand Fragen an. Bitte rufen Sie ein Hilfetelefon an.")
        )
    with admitted(request, ENQUIRY, ENQUIRIES) as first:
        code = actions.code_for(request.POST.get("stamp", "")[:200])
        if not first:
            return Asked(_sent_just_now(code), code)
        question = actions.NewQuestion(
            topic=values["topic"],
            text=values["text"],
            asker=values["asker"] or "unsaid",
            land_code=values["land"],
            language=language(),
        )
        enquiry = actions.ask_question(
            actor=actor_of(request), office=office, question=question, code=code
        )
    return Asked(enquiry, code)


def _sent_just_now(code: str) -> Enquiry | None:
    """The question whose code this is, while it may be shown again."""
    found = actions.find_by_code(code)
    if found is None:
        return None
    organisation, enquiry_id = found
    with tenant(organisation):
        enquiry = readable(enquiry_id, today())
    fresh = enquiry is not None and now() - enquiry.received_at < SHOWN_AGAIN
    return enquiry if fresh else None


@states(
    "Erstberatung ohne Namen",
    "Den Code zum Nachlesen zeigen wir einmal. Wer doppelt klickt, stellt keine zweite Frage und"
    " verliert den Code nicht.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_asking.py::test_a_double_click_is_one_question_and_reads_the_same_code",
        "tests/intake/test_asking.py::test_later_the_same_form_says_that_the_code_is_not_shown_again",
    ),
)
@page(policy.anybody, methods=("GET", "POST"), cases=Cases(post=200))
def ask(request: HttpRequest) -> HttpResponse:
    """The form, and after it the code."""
    form = QuestionForm(posted(request), lands())
    if request.method == "POST" and form.is_valid():
        try:
            asked = _ask(request, form)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _receipt(request, asked)
    status = 422 if form.errors else 200
    return render(request, "intake/ask.html", _around(form), status=status)


def _around(form: QuestionForm) -> dict[str, Any]:
    office: Office | None = office_for("")
    return {"form": form, "office": office, "anybody": office is not None}


def _receipt(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.enquiry is None:
        return render(request, "intake/asked_before.html")
    address = f"{settings.ADDRESS}{reverse('advice:read')}"
    context = {
        "enquiry": asked.enquiry,
        "code": grouped(asked.code),
        "read_address": address.partition("://")[2],
    }
    return render(request, "intake/receipt.html", context)
