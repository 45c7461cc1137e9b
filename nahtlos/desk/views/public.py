"""Public pages that are not about one offer: help lines, children, legal pages, rules."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nahtlos.desk import policy
from nahtlos.desk.queries import operator
from nahtlos.directory.actions import receive_feedback
from nahtlos.directory.forms.offers import FeedbackForm
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.public_forms import admitted
from nahtlos.foundation.limits import FEEDBACK
from nahtlos.foundation.ruling import stated_rules
from nahtlos.organisations.models import Organisation

PUBLIC = Cases()


def _still(template: str, doc: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page that only shows a text."""

    def still(request: HttpRequest) -> HttpResponse:
        return render(request, template, {"operator": operator()})

    still.__doc__ = doc
    return page(policy.anybody, cases=PUBLIC, kept=True)(still)


help_lines = _still("desk/help_lines.html", "Telephone numbers for now.")
children = _still("desk/children.html", "For children and young people.")
professionals = _still("desk/professionals.html", "For professionals.")
about = _still("desk/about.html", "What Nahtlos is and where its facts come from.")
imprint = _still("desk/imprint.html", "Who runs this installation.")
privacy = _still("desk/privacy.html", "What is stored: nothing of a search.")


def _receive(request: HttpRequest, run_by: Organisation | None, typed: dict[str, str]) -> None:
    if run_by is None:
        raise Refused(
            _(
                "Diese Installation hat noch keine Stelle eingetragen, die Rückmeldungen bekommt."
                " Bitte nutzen Sie das Impressum."
            )
        )
    with admitted(request, FEEDBACK) as first:
        if first:
            receive_feedback(
                organisation_id=run_by.pk,
                kind="barrier",
                page=typed["seite"],
                text=typed["text"],
                reply_to=typed["reply_to"],
            )


@page(policy.anybody, methods=("GET", "POST"), cases=Cases(post=302))
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement on accessibility, with a form to report what is in the way."""
    run_by = operator()
    form = FeedbackForm(posted(request), initial={"seite": request.GET.get("seite", "")[:120]})
    if request.method == "POST" and form.is_valid():
        try:
            _receive(request, run_by.organisation, form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect(reverse("desk:feedback_done"))
    return render(
        request,
        "desk/accessibility.html",
        {"form": form, "operator": run_by},
        status=422 if form.errors else 200,
    )


feedback_done = _still("desk/feedback_done.html", "Thanks.")


@page(policy.anybody, cases=PUBLIC, kept=True)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule of the product as a sentence, with its source and the tests that prove it; made
    from the code.
    """
    return render(request, "desk/rules.html", {"groups": stated_rules()})


@page(policy.anybody, cases=PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    """For the operator's monitoring: 200 where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


# Staff, and what a letter with a link leads to, in whatever language.
CLOSED = (
    *("/intern/", "/einladung/", "/antwort/", "/stimmt/", "/termin/"),
    *("/*/einladung/", "/*/antwort/", "/*/stimmt/", "/*/termin/"),
)


@page(policy.anybody, cases=PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages, not the staff's; nothing of the demonstration."""
    closed = ("/",) if settings.DEMONSTRATION else CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if not settings.DEMONSTRATION:
        lines.append(f"Sitemap: {settings.ADDRESS}{reverse('sitemap')}")
    rules_text = "\n".join(lines) + "\n"
    return HttpResponse(rules_text, content_type="text/plain")
