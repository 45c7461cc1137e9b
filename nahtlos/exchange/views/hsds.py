"""The public interface: JSON documents for machines; no cookie, no session, nobody is known."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import msgspec
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from nahtlos import __version__
from nahtlos.exchange import policy
from nahtlos.exchange.queries import answers
from nahtlos.exchange.queries.answers import Answered
from nahtlos.exchange.queries.version import content_version
from nahtlos.exchange.rules import interface, words
from nahtlos.exchange.rules.asking import Question, Unanswerable, read_question, uuid_of
from nahtlos.exchange.rules.interface import Listed
from nahtlos.exchange.rules.shapes import About, Problem
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.clock import today

PUBLIC: Final = Cases()
MINUTE: Final = "public, max-age=60"
_encode = msgspec.json.Encoder().encode
UNKNOWN: Final = Problem(detail="Das gibt es hier nicht, oder nicht mehr.")


def _document(told: Any, status: int = 200) -> HttpResponse:  # noqa: ANN401 (any shape)
    answer = HttpResponse(_encode(told), content_type="application/json", status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _fresh(request: HttpRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What MAKE answers, or 304 where nothing changed since the reader's copy."""
    etag = quote_etag(content_version(today()))
    answer = get_conditional_response(request, etag=etag) or make()
    if answer.status_code in (200, 304):
        answer["ETag"] = etag
        answer["Cache-Control"] = MINUTE
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _lines(told: Iterator[Any]) -> Iterator[bytes]:
    for one in told:
        yield _encode(one) + b"\n"


def _list(
    listed: Listed, ask: Callable[[Question], Answered], request: HttpRequest
) -> HttpResponseBase:
    """A page of a list, or all of it line by line."""
    try:
        question = read_question(request.GET, listed.asked)
    except Unanswerable as wrong:
        return _document(Problem(detail=str(wrong), parameter=wrong.parameter), 422)

    def make() -> HttpResponseBase:
        answered = ask(question)
        if question.format == "ndjson":
            lines = _lines(answered.everything())
            return StreamingHttpResponse(lines, content_type="application/x-ndjson")
        return _document(answered.page())

    return _fresh(request, make)


def _one(request: HttpRequest, key: str, find: Callable[[Any], Any]) -> HttpResponseBase:
    """One thing, or 404 with a sentence."""
    identity = uuid_of(key)

    def make() -> HttpResponseBase:
        try:
            return _document(find(identity) if identity else UNKNOWN, 200 if identity else 404)
        except (ObjectDoesNotExist, KeyError):
            return _document(UNKNOWN, 404)

    return _fresh(request, make)


@page(policy.anybody, cases=PUBLIC)
def about(request: HttpRequest) -> HttpResponseBase:
    """What this interface is."""
    told = About(
        version=interface.VERSION,
        profile=settings.ADDRESS + reverse("exchange:interface"),
        openapi_url=settings.ADDRESS + reverse("hsds:openapi"),
        description="Hilfsangebote vor, während und nach der Haft, im Format Open Referral HSDS.",
    )
    return _fresh(request, partial(_document, told))


@page(policy.anybody, cases=PUBLIC)
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The machine-readable description."""
    address = settings.ADDRESS + reverse("hsds:about").rstrip("/")
    return _fresh(request, lambda: _document(interface.openapi(address, __version__)))


@page(policy.anybody, cases=PUBLIC)
def services(request: HttpRequest) -> HttpResponseBase:
    """Offers."""
    return _list(interface.SERVICES, lambda q: answers.services(q, today()), request)


@page(policy.anybody, cases=PUBLIC)
def service(request: HttpRequest, key: str) -> HttpResponseBase:
    """One offer."""
    return _one(request, key, lambda found: answers.service(found, today()))


@page(policy.anybody, cases=PUBLIC)
def organizations(request: HttpRequest) -> HttpResponseBase:
    """Organisations."""
    return _list(interface.ORGANIZATIONS, lambda q: answers.organizations(q, today()), request)


@page(policy.anybody, cases=PUBLIC)
def organization(request: HttpRequest, key: str) -> HttpResponseBase:
    """One organisation."""
    try:
        question = read_question(request.GET, interface.ORGANIZATIONS.asked_one)
    except Unanswerable as wrong:
        return _document(Problem(detail=str(wrong), parameter=wrong.parameter), 422)
    find = partial(answers.organization, today=today(), full_service=question.full_service)
    return _one(request, key, find)


@page(policy.anybody, cases=PUBLIC)
def taxonomies(request: HttpRequest) -> HttpResponseBase:
    """The lists of words."""
    return _list(interface.TAXONOMIES, answers.taxonomies, request)


@page(policy.anybody, cases=PUBLIC)
def taxonomy(request: HttpRequest, key: str) -> HttpResponseBase:
    """One list of words."""
    by_id = {one.id: one for one in words.taxonomies().values()}
    return _one(request, key, by_id.__getitem__)


@page(policy.anybody, cases=PUBLIC)
def taxonomy_terms(request: HttpRequest) -> HttpResponseBase:
    """The words."""
    return _list(interface.TERMS, answers.taxonomy_terms, request)


@page(policy.anybody, cases=PUBLIC)
def taxonomy_term(request: HttpRequest, key: str) -> HttpResponseBase:
    """One word."""
    return _one(request, key, words.terms().__getitem__)


@page(policy.anybody, cases=PUBLIC)
def service_at_locations(request: HttpRequest) -> HttpResponseBase:
    """Offers at their places."""
    return _list(interface.AT_LOCATIONS, lambda q: answers.at_locations(q, today()), request)


@page(policy.anybody, cases=PUBLIC)
def service_at_location(request: HttpRequest, key: str) -> HttpResponseBase:
    """One offer at its place."""
    return _one(request, key, lambda found: answers.at_location(found, today()))
