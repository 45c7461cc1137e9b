"""Turns a session into an actor in one organisation, in one transaction; what fails leaves only its
denial behind.
"""

from collections.abc import Callable
from datetime import date
from time import time
from typing import Any, Final
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from nahtlos.foundation import audit
from nahtlos.foundation.access.actor import VISITOR, Actor, Refused
from nahtlos.foundation.access.faces import Handler
from nahtlos.foundation.access.lasting import lasting_deeds
from nahtlos.foundation.access.page import actor_of, rule_of
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.discretion import route_of
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.actions import confirm_again
from nahtlos.people.models import Account, Membership
from nahtlos.people.queries import has_second_factor, running_memberships, staff_actor

ORGANISATION = "organisation"
# What somebody without her required second factor can reach (confined session).
CONFINED = ("mfa_", "account_logout", "account_reauthenticate")


def enter(request: HttpRequest, account: Account, member: Membership) -> None:
    """From the next request on the session works in MEMBER's organisation; its chain says so."""
    request.session[ORGANISATION] = str(member.organisation_id)
    with tenant(member.organisation_id, account.pk):
        audit.record(staff_actor(account, member), Verb.SIGNED_IN, "membership", member.code)


class StaffMiddleware:
    """Sets `request.actor`, opens the tenant, rolls back what did not end well and keeps the
    denial.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as to this actor."""
        account = request.user
        if not isinstance(account, Account):
            request.actor = VISITOR  # type: ignore[attr-defined]
            return self._inside(request, VISITOR)
        if self._is_over(request):
            logout(request)
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?abgelaufen=1")
        return self._as_member(request, account)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Without her required second factor an account reaches only the pages that set it up."""
        account = request.user
        if isinstance(account, Account) and self._needs_second_factor(request, account):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return None

    def _as_member(self, request: HttpRequest, account: Account) -> HttpResponseBase:
        chosen = request.session.get(ORGANISATION)
        if chosen is not None:
            with tenant(UUID(chosen), account.pk):
                member = running_memberships(account.pk).filter(organisation_id=chosen).first()
                if member is not None:
                    actor = staff_actor(account, member)
                    response = self._answer(request, actor)
            if member is not None:
                return self._kept(request, actor, response)
            # The membership ended while the session ran: it is worth nothing from this request on.
            del request.session[ORGANISATION]
        with tenant(None, account.pk):
            memberships = list(running_memberships(account.pk)[:2])
            if len(memberships) != 1:
                return self._answer(request, staff_actor(account, None))
        enter(request, account, memberships[0])
        return self._as_member(request, account)

    def _inside(self, request: HttpRequest, actor: Actor) -> HttpResponseBase:
        with transaction.atomic():
            return self._answer(request, actor)

    def _answer(self, request: HttpRequest, actor: Actor) -> HttpResponseBase:
        request.actor = actor  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code >= 400:
            transaction.set_rollback(True)
        return response

    def _kept(
        self, request: HttpRequest, actor: Actor, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code in (403, 404) and request.resolver_match is not None:
            audit.record_denial(actor, route_of(request), str(request.method))
        if response.status_code >= 400:
            for deed in lasting_deeds(request):
                with tenant(actor.organisation, actor.account_id):
                    deed()
        return response

    def _is_over(self, request: HttpRequest) -> bool:
        """Whether nothing happened for half an hour, or the session began more than ten hours ago.
        The stamp is written at most once a minute.
        """
        present, seen = int(time()), int(request.session.get("seen", 0))
        began = int(request.session.setdefault("began", present))
        if present - began > settings.SESSION_COOKIE_AGE:
            return True
        if seen and present - seen > settings.SESSION_IDLE_MINUTES * 60:
            return True
        if present - seen > 60:
            request.session["seen"] = present
        return False

    def _needs_second_factor(self, request: HttpRequest, account: Account) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or request.session.get("second_factor"):
            return False
        if has_second_factor(account.pk):
            request.session["second_factor"] = True
            return False
        match = request.resolver_match
        return not (match and (match.url_name or "").startswith(CONFINED))


# The field in which somebody says once more who she is.
AGAIN: Final = "bestaetigung"


@states(
    "Wer was sieht",
    "Bevor eine Liste das Haus verlässt, fragt Nahtlos noch einmal nach dem Passwort oder einem"
    " Code. Das gilt dann zehn Minuten.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/people/test_step_up.py::test_what_was_sent_waits_until_the_password_is_typed_again",
        "tests/people/test_step_up.py::test_it_is_asked_again_after_ten_minutes",
        "tests/people/test_step_up.py::test_after_six_tries_even_the_right_password_is_refused",
    ),
)
class StepUpMiddleware:
    """Asks who sends something to a page declared `stepped_up` for her password or a code, unless
    she said it within ten minutes. What she sent waits in hidden fields of the question, comes back
    with the answer to the same address, and goes on. It comes after the policy: strangers get 404.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing happens here; the hook below does the work."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let the view run, or ask in its place. A wrong answer answers 200 like the pages of the
        sign-in library: what counts the tries must not be rolled back.
        """
        rule = rule_of(view)
        asked = rule is not None and rule.stepped_up and request.method == "POST"
        if not asked or did_recently_reauthenticate(request):
            return None
        problem = ""
        if AGAIN in request.POST:
            try:
                confirm_again(actor=actor_of(request), request=request, typed=request.POST[AGAIN])
            except Refused as refused:
                problem = refused.reason
            else:
                return None
        carried = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in (AGAIN, "csrfmiddlewaretoken")
        ]
        return render(request, "people/step_up.html", {"carried": carried, "problem": problem})
