"""What stays although the answer is a refusal and everything else of the request is taken back."""

from collections.abc import Callable

from django.http import HttpRequest

Deed = Callable[[], object]


def do_even_so(request: HttpRequest, deed: Deed) -> None:
    """DEED is done once more after the answer where that takes the request back (400 and above):
    for counting and noting, so that nobody asks without end because each answer is a refusal.
    """
    lasting_deeds(request).append(deed)


def lasting_deeds(request: HttpRequest) -> list[Deed]:
    """What was handed to `do_even_so`, in order."""
    if not hasattr(request, "lasting_deeds"):
        request.lasting_deeds = []  # type: ignore[attr-defined]
    found: list[Deed] = request.lasting_deeds  # type: ignore[attr-defined]
    return found
