"""Public forms that write: no session, so origin, one-time stamp and rate limit take the place of a
forgery token.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nahtlos.foundation import limits, stamps
from nahtlos.foundation.access.actor import Refused


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this installation, as far as the browser says.
    Browsers send `Origin: null` under no-referrer.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site not in ("", "same-origin", "none"):
        return False
    origin = request.headers.get("Origin", "null")
    own = {urlsplit(settings.ADDRESS).netloc, request.get_host()}
    return origin == "null" or urlsplit(origin).netloc in own


@contextmanager
def admitted(
    request: HttpRequest, limit: limits.Limit, everybody: limits.Limit | None = None
) -> Iterator[bool]:
    """Let a public form in and open its transaction: True the first time, False for the second
    click of a double click. What fails inside gives the stamp back, so that it can be sent again.
    LIMIT counts for one address, EVERYBODY for all together.

    Refused, with the sentence to show, where it comes from elsewhere, too often, or was open too
    long.
    """
    if not comes_from_here(request):
        raise Refused(
            _(
                "Dieses Formular kam nicht von unserer Seite. Bitte öffnen Sie die Seite neu und"
                " versuchen Sie es noch einmal."
            )
        )
    if not limits.within(limit, request):
        raise Refused(
            _(
                "Das waren sehr viele Nachrichten in kurzer Zeit. Bitte versuchen Sie es in einer"
                " Stunde noch einmal."
            )
        )
    if everybody is not None and not limits.within_all(everybody):
        raise Refused(
            _(
                "Gerade kommen hier sehr viele Nachrichten an. Bitte versuchen Sie es in einer"
                " Stunde noch einmal, oder rufen Sie an."
            )
        )
    with transaction.atomic():
        try:
            first = stamps.spend(request.POST.get("stamp", "")[:200])
        except stamps.StampError as error:
            raise Refused(str(error)) from error
        yield first
