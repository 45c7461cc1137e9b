"""Puts the visitor on public requests and asks every page's policy before its view runs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from nahtlos.foundation.access.actor import VISITOR, Kind, require
from nahtlos.foundation.access.faces import Handler, is_staff_path
from nahtlos.foundation.access.page import actor_of, rule_of
from nahtlos.foundation.ruling import states


@states(
    "Suche",
    "Die öffentlichen Seiten setzen kein Cookie und kennen niemanden.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/test_headers.py::test_headers_of_every_address",
        "tests/test_headers.py::test_public_pages_are_the_same_bytes_for_somebody_who_is_signed_in",
    ),
)
class VisitorMiddleware:
    """Everybody on a public page is a visitor: no session, no cookie, no organisation."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as to a visitor."""
        request.actor = VISITOR  # type: ignore[attr-defined]
        return self.get_response(request)


class PageMiddleware:
    """Asks the policy of a page. Undeclared methods get 405, visitors of staff pages the sign-in
    page.
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
        """Let the view run, or answer in its place."""
        rule = rule_of(view)
        if rule is None:
            raise ImproperlyConfigured("a view without @page was reached")
        if any("\x00" in str(value) for value in kwargs.values()):
            # PostgreSQL knows no such text, so nothing can have this name.
            raise Http404
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in rule.methods:
            return HttpResponseNotAllowed(rule.methods)
        actor = actor_of(request)
        decision = rule.policy(actor)
        if not decision and actor.kind is Kind.VISITOR and is_staff_path(request.path_info):
            return HttpResponseRedirect(settings.LOGIN_URL)
        if not decision and actor.kind is Kind.STAFF and actor.organisation_id is None:
            return HttpResponseRedirect(reverse("people:choose_organisation"))
        require(decision)
        return None
