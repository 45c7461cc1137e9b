"""Which answers a browser or a proxy may keep: public pages that are the same bytes for everybody,
until the minute is over, because the words about opening hours change with full minutes and
everything else by day. All others are never kept.
"""

import hashlib
from datetime import date
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from nahtlos.foundation.access.page import rule_of
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states

NEVER: Final = "no-store"
LONGEST: Final = 60


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the page was declared so, and this answer holds nothing that somebody typed: a search
    must not be found in the browser of a shared telephone.
    """
    match = request.resolver_match
    rule = rule_of(match.func) if match else None
    return bool(
        rule
        and rule.kept
        and request.method in ("GET", "HEAD")
        and not request.META.get("QUERY_STRING")
        and response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.cookies
    )


@states(
    "Suche",
    "Öffentliche Seiten sind für alle dieselben und dürfen höchstens eine Minute aufgehoben werden;"
    " was jemand gesucht hat, nie.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/test_keeping.py::test_a_page_for_everybody_is_kept_until_the_minute_is_over",
        "tests/test_keeping.py::test_what_somebody_searched_for_is_never_kept",
    ),
)
def kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """RESPONSE with the words that say how long it may be kept, or "not changed" where whoever asks
    has it already. The version of a page is the digest of its bytes.
    """
    if request.path.startswith(settings.API_PREFIX):
        # No person asks there; the interface says itself what may be kept.
        response.headers.setdefault("Cache-Control", NEVER)
        return response
    if not may_be_kept(request, response) or not isinstance(response, HttpResponse):
        response.headers["Cache-Control"] = NEVER
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer.headers["Cache-Control"] = f"public, max-age={LONGEST - now().second}"
    answer.headers["ETag"] = etag
    return answer
