"""The page behind the link in the function mailbox: no session, no cookie. It tells nothing about
anybody until the code from that mailbox was typed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nahtlos.foundation import limits, links
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import show_refusal
from nahtlos.foundation.access.public_forms import admitted, comes_from_here
from nahtlos.foundation.clock import today
from nahtlos.foundation.limits import LINK as LINK_LIMIT
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.policy import anybody
from nahtlos.referrals import actions, policy, queries
from nahtlos.referrals.actions import LINK
from nahtlos.referrals.forms.answering import MOVES, AnswerForm, CodeForm
from nahtlos.referrals.models import Referral, ReferralState
from nahtlos.referrals.rules.states import RUNNING, WAITING
from nahtlos.referrals.views.fetching import BOTH, refuse_in
from nahtlos.referrals.views.shown import told

FIELDS: Final = {"meeting_at": "at", "move": "deed"}
KEPT: Final = ("deed", "on", "at", "place", "reason", "words")
ANSWERED: Final = (*RUNNING, ReferralState.DECLINED)


@dataclass(frozen=True, slots=True)
class Door:
    """The link that was opened and the request behind it."""

    token: str
    link: links.FoundLink
    referral: Referral

    @property
    def opens(self) -> bool:
        """Whether the code may be asked for."""
        return self.link.opens and self.referral.state in (*WAITING, *RUNNING)


def _door(token: str) -> Door:
    found = links.find(token)
    hold = found.actor.link if found else None
    if found is None or hold is None or hold.verb != policy.ANSWER:
        raise Http404
    with tenant(found.actor.organisation):
        try:
            return Door(token, found, queries.referral_of(hold))
        except Referral.DoesNotExist as error:
            raise Http404 from error


@states(
    "Links ohne Anmeldung",
    "Wer den Link einer Anfrage öffnet, sieht nur, welche Stelle gefragt ist. Über die Person steht"
    " dort nichts, solange der Code fehlt.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_pages_reply.py::test_opening_the_link_tells_only_who_is_asked",
        "tests/referrals/test_pages_reply.py::test_a_mail_scanner_that_opens_the_link_changes_nothing",
    ),
)
@page(anybody, methods=BOTH, cases=Cases(owned=True, public=True, post=200))
def request_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link shows; only the buttons change something."""
    door = _door(token)
    if not door.opens:
        return _over(request, door)
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    if deed == "code":
        return _send_code(request, door)
    if deed == "read":
        return _open(request, door)
    if deed in MOVES or "pass" in request.POST:
        return _answer(request, door)
    if door.referral.state in ANSWERED:
        return _done(request, door.referral, may_read=True)
    return _start(request, door, CodeForm())


def _over(request: HttpRequest, door: Door) -> HttpResponse:
    """The link opens nothing any more: what was answered stays told, the rest says why."""
    if door.referral.state in ANSWERED:
        return _done(request, door.referral, may_read=False)
    return render(request, "referrals/reply_closed.html", {"referral": door.referral}, status=410)


def _done(request: HttpRequest, referral: Referral, *, may_read: bool) -> HttpResponse:
    context = {"referral": referral, "may_read": may_read}
    return render(request, "referrals/reply_done.html", context)


def _start(request: HttpRequest, door: Door, form: CodeForm, **more: Any) -> HttpResponse:
    """Whom the request is for, and how to read it. What was typed before is kept in the page."""
    context = {
        "referral": door.referral,
        "form": form,
        "kept": _kept(request),
        "asked_for_code": form.is_bound or more.get("sent_code", False),
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, "referrals/reply_start.html", context, status=status)


def _kept(request: HttpRequest) -> dict[str, str]:
    """What belongs to an answer whose pass was too old, by the names it is kept under."""
    if request.POST.get("deed") in MOVES:
        return {f"kept_{name}": request.POST.get(name, "")[:2000] for name in KEPT}
    names = (f"kept_{name}" for name in KEPT)
    return {name: request.POST[name][:2000] for name in names if name in request.POST}


def _send_code(request: HttpRequest, door: Door) -> HttpResponse:
    """A code to the function mailbox. Both clicks of a double click read the same."""
    sent = True
    try:
        with admitted(request, LINK_LIMIT) as first, tenant(door.link.actor.organisation):
            if first:
                sent = actions.send_code(
                    actor=door.link.actor, referral=door.referral, token=door.token
                )
    except Refused as refused:
        return _start(request, door, _refused(refused.reason))
    if not sent:
        enough = _(
            "Für diesen Link wurden gerade schon mehrere Codes verschickt. Bitte nehmen Sie den"
            " letzten, oder rufen Sie die anfragende Stelle an."
        )
        return _start(request, door, _refused(enough))
    return _start(request, door, CodeForm(), sent_code=True)


def _refused(reason: str) -> CodeForm:
    """An empty form that says REASON."""
    form = CodeForm({"code": ""})
    form.full_clean()
    form.errors.clear()
    show_refusal(form, Refused(reason))
    return form


def _open(request: HttpRequest, door: Door) -> HttpResponse:
    """The code from the mailbox opens the request. Every try is counted, outside of any transaction
    that might take the count back.
    """
    if not comes_from_here(request) or not limits.within(LINK_LIMIT, request):
        return _start(
            request,
            door,
            _refused(_("Das waren zu viele Versuche. Bitte versuchen Sie es später noch einmal.")),
        )
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _start(request, door, form)
    if not links.try_code(door.token, form.cleaned_data["code"]):
        form.add_error(
            "code",
            _("Dieser Code stimmt nicht oder gilt nicht mehr. Fordern Sie einfach einen neuen an."),
        )
        return _start(request, door, form)
    with tenant(door.link.actor.organisation):
        actions.see_referral(actor=door.link.actor, referral=door.referral, channel=LINK)
    kept = {name: request.POST.get(f"kept_{name}", "") for name in KEPT}
    return _reading(request, door, AnswerForm(initial=kept))


def _reading(request: HttpRequest, door: Door, form: AnswerForm) -> HttpResponse:
    """The request, with the answers that can still be given."""
    door = _door(door.token)
    with tenant(door.link.actor.organisation):
        shown = told(door.link.actor, door.referral, today())
    if shown.package is None:
        return _over(request, door)
    form.offer(shown.moves)
    context = {
        "referral": door.referral,
        "package": shown.package,
        "waiting": door.referral.state in WAITING,
        "form": form if form.fields["deed"].choices else None,  # type: ignore[attr-defined]
        "refused": form,
        "pass": links.issue_pass(door.token),
    }
    status = 422 if form.errors else 200
    return render(request, "referrals/reply_read.html", context, status=status)


def _answer(request: HttpRequest, door: Door) -> HttpResponse:
    """Yes, a day, or no: with the pass that the code opened."""
    if links.read_pass(request.POST.get("pass", "")[:400]) != door.token:
        late = _(
            "Zur Sicherheit brauchen wir noch einmal einen Code. Ihre Antwort bleibt hier stehen."
        )
        return _start(request, door, _refused(late))
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            with admitted(request, LINK_LIMIT) as first, tenant(door.link.actor.organisation):
                if first:
                    actions.answer_referral(
                        actor=door.link.actor,
                        referral=door.referral,
                        answer=actions.Answered(**form.moved()),
                        channel=LINK,
                    )
        except Refused as refused:
            refuse_in(form, refused, FIELDS)
        else:
            fresh = _door(door.token)
            return _done(request, fresh.referral, may_read=fresh.opens)
    return _reading(request, door, form)
