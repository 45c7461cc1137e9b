"""Start page and log of the staff face; tour and one-click sign-in of the demonstration."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from nahtlos.cases.actions import note_opened
from nahtlos.cases.models import Case
from nahtlos.cases.policy import CASEWORK, can_reassign
from nahtlos.cases.queries import case_for, part_in
from nahtlos.desk import policy, queries
from nahtlos.desk.cast import BY_KEY
from nahtlos.desk.journeys import JOURNEYS
from nahtlos.desk.queries import log_lines, postbox, start_page
from nahtlos.foundation import audit
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.page import actor_of, page_number
from nahtlos.foundation.clock import today
from nahtlos.foundation.limits import is_local
from nahtlos.people.middleware import ORGANISATION
from nahtlos.people.queries import account_by_address

LOG_PAGE = 50


@page(policy.staff, cases=Cases.staff())
def start(request: HttpRequest) -> HttpResponse:
    """Who waits for whom, what comes in the next days."""
    return render(request, "desk/start.html", {"start": start_page(actor_of(request), today())})


@page(policy.casework, cases=Cases.staff(*CASEWORK, owned=True, need_to_know=True))
def case_file(request: HttpRequest, code: str) -> HttpResponse:
    """A case on one page; who opened it stands in the chain."""
    actor = actor_of(request)
    try:
        case = case_for(actor, code)
    except Case.DoesNotExist as error:
        raise Http404 from error
    note_opened(actor=actor, case=case)
    file = queries.case_file(actor, case, today())
    part = part_in(actor, case)
    context = {
        **{name: getattr(file, name) for name in file.__slots__},
        "tab": "overview",
        "may_ask": not case.closed_on,
        "may_reassign": bool(can_reassign(actor, part)),
    }
    return render(request, "desk/case.html", context)


@page(policy.data_protection, cases=Cases.staff(Role.DATA_PROTECTION))
def log(request: HttpRequest) -> HttpResponse:
    """The organisation's chain: who did, opened or was denied what, and whether the chain is
    whole.
    """
    actor = actor_of(request)
    number = page_number(request)
    lines = log_lines(actor, number, LOG_PAGE)
    context = {
        "lines": lines[:LOG_PAGE],
        "page": number,
        "has_next": len(lines) > LOG_PAGE,
        "findings": audit.verify(actor.organisation),
    }
    return render(request, "desk/log.html", context)


@page(policy.demonstration, cases=Cases())
def tour(request: HttpRequest) -> HttpResponse:
    """The journeys as a list; each step signs in as the right person. Beside it the outgoing
    mail.
    """
    return render(request, "desk/tour.html", {"journeys": JOURNEYS, "letters": postbox()})


@page(policy.demonstration, methods=("POST",), cases=Cases())
def become(request: HttpRequest, who: str) -> HttpResponse:
    """Sign in as one of the cast with one click: demonstration and this machine only."""
    if not settings.DEMONSTRATION or not is_local(request) or who not in BY_KEY:
        raise Http404
    account = account_by_address(BY_KEY[who].email)
    if account is None:
        raise Http404
    request.session.flush()
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session.pop(ORGANISATION, None)
    target = request.POST.get("weiter", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else settings.LOGIN_REDIRECT_URL)
