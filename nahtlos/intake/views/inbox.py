"""The office's inbox: the list, one thread, the answer; who answers and how soon."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.directory.rules.labels import labels
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of, page_number
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.intake import actions, policy
from nahtlos.intake.forms.answering import AnswerForm, DeskForm, HandOnForm
from nahtlos.intake.models import Enquiry
from nahtlos.intake.queries import inbox as queries
from nahtlos.intake.queries.threads import own_enquiry, thread_of, wish_of
from nahtlos.intake.rules.keeping import is_over

LIST: Final = Cases.staff(*policy.ADVISERS)
THING: Final = Cases.staff(*policy.ADVISERS, owned=True)
LANGUAGES: Final = {"leicht": "Leichte Sprache", **labels("language", "de")}


def _of(request: HttpRequest, code: str) -> Enquiry:
    """The question CODE to the actor's office; 404 for a foreign, deleted or expired one."""
    try:
        enquiry = own_enquiry(actor_of(request), code)
    except Enquiry.DoesNotExist as error:
        raise Http404 from error
    if is_over(enquiry.expires_on, today()):
        raise Http404
    return enquiry


@page(policy.can_advise, cases=LIST)
def inbox(request: HttpRequest) -> HttpResponse:
    """Every question, what waits first."""
    actor, number = actor_of(request), page_number(request)
    found = queries.inbox(actor, today(), number)
    context = {
        "inbox": found,
        "page": number,
        "has_next": found.has_next,
        "desk": queries.own_desk(actor),
        "tab": "inbox",
    }
    return render(request, "intake/inbox.html", context)


@page(policy.can_advise, cases=THING)
def enquiry(request: HttpRequest, code: str) -> HttpResponse:
    """One thread. Who opened it stands in the chain."""
    asked = _of(request, code)
    actions.note_read(actor=actor_of(request), enquiry=asked)
    return _page(request, asked, AnswerForm())


def _page(
    request: HttpRequest,
    asked: Enquiry,
    form: AnswerForm,
    hand_on: HandOnForm | None = None,
    *,
    seen: bool = False,
) -> HttpResponse:
    members = queries.advisers(actor_of(request))
    held_by = asked.held_by.code if asked.held_by else ""
    other = hand_on or HandOnForm(None, members, held_by)
    context: dict[str, Any] = {
        "enquiry": asked,
        "thread": thread_of(asked),
        "wish": wish_of(asked),
        "form": form,
        "hand_on_form": other,
        "wrong": form if form.errors else other,
        "version": version_for(request, asked, seen=seen),
        "language_name": "" if asked.language == "de" else LANGUAGES.get(asked.language, ""),
        "days_left": (asked.expires_on - today()).days,
        "several": len(members) > 1,
        "today": today(),
    }
    failed = bool(form.errors or other.errors)
    return render(request, "intake/enquiry.html", context, status=422 if failed else 200)


@page(policy.can_advise, methods=("POST",), cases=THING)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The office answers. Who comes second reads what the first wrote, and keeps her text."""
    asked, form, seen = _of(request, code), AnswerForm(posted(request)), False
    if form.is_valid():
        try:
            if stamps.spend(request.POST.get("stamp", "")[:200]):
                actions.answer_enquiry(
                    actor=actor_of(request),
                    enquiry=asked,
                    text=form.cleaned_data["text"],
                    version=request.POST.get("version", "")[:60],
                )
        except stamps.StampError as error:
            form.add_error(None, str(error))
        except Refused as refused:
            seen = isinstance(refused, Stale)
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Person kann Ihre Antwort jetzt mit ihrem Code lesen.")
            return redirect("intake:enquiry", code=asked.code)
    return _page(request, _of(request, code), form, seen=seen)


@page(policy.can_advise, methods=("POST",), cases=THING)
def done(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing is left to do."""
    actions.mark_done(actor=actor_of(request), enquiry=_of(request, code))
    messages.success(request, "Erledigt.")
    return redirect("intake:inbox")


@page(policy.can_advise, methods=("POST",), cases=THING)
def hand_on(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody else answers."""
    actor, asked = actor_of(request), _of(request, code)
    form = HandOnForm(posted(request), queries.advisers(actor))
    if form.is_valid():
        try:
            actions.hand_on(actor=actor, enquiry=asked, to=form.chosen())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Übergeben.")
            return redirect("intake:enquiry", code=asked.code)
    return _page(request, asked, AnswerForm(), form)


@page(policy.can_advise, methods=("POST",), cases=THING)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a case with the name the person gave."""
    asked = _of(request, code)
    try:
        case = actions.begin_case(actor=actor_of(request), enquiry=asked)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("intake:enquiry", code=asked.code)
    messages.success(request, "Die Begleitung hat begonnen. Bitte ergänzen Sie, was Sie wissen.")
    return redirect("cases:person", code=case)


@page(policy.can_keep_desk, methods=("GET", "POST"), cases=Cases.staff(*policy.DESK_KEEPERS))
def desk(request: HttpRequest) -> HttpResponse:
    """Who answers, who stands in, within how many working days."""
    actor, seen = actor_of(request), False
    current = queries.own_desk(actor)
    initial = (
        None
        if current is None
        else {
            "lead": current.lead.code if current.lead else "",
            "deputy": current.deputy.code if current.deputy else "",
            "reply_workdays": current.reply_workdays,
        }
    )
    form = DeskForm(posted(request), queries.advisers(actor), initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_desk(
                actor=actor,
                lead=form.chosen("lead"),
                deputy=form.chosen("deputy"),
                reply_workdays=form.cleaned_data["reply_workdays"],
                version=request.POST.get("version", "")[:60],
            )
        except Refused as refused:
            seen = isinstance(refused, Stale)
            show_refusal(form, refused)
            current = queries.own_desk(actor)
        else:
            messages.success(request, "Gespeichert.")
            return redirect("intake:desk")
    context = {
        "form": form,
        "version": version_for(request, current, seen=seen),
        "current": current if seen else None,
        "may_advise": bool(policy.can_advise(actor)),
        "tab": "desk",
    }
    return render(request, "intake/desk.html", context, status=422 if form.errors else 200)
