"""How views fail in the canary drill: with what they were sent in the text of the error, in
variables and in statements of the database.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver

HOW = "HTTP_X_BREAK"  # how the request wants it to fail; healthy without


class Broken(RuntimeError):
    """What the drill raises."""


def _in_python(typed: str) -> None:
    raise Broken(typed) from ValueError(typed)


def _in_the_database(typed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0, %s::text", [typed])


def _over_a_row(typed: str) -> None:
    """A row that is there already, which the database would quote."""
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                "INSERT INTO foundation_spentstamp (stamp, spent_at) VALUES (%s, now())",
                [typed[:60]],
            )


def _too_long(typed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_spentstamp (stamp, spent_at) VALUES (%s, now())", [typed * 50]
        )


WAYS = {
    "python": _in_python,
    "database": _in_the_database,
    "row": _over_a_row,
    "length": _too_long,
}


def breaking(view: Callable[..., Any]) -> Callable[..., Any]:
    """VIEW with its policy, failing where the request says how."""

    @wraps(view)
    def broken(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        fail = WAYS.get(request.META.get(HOW, ""))
        if fail is not None:
            typed = f"{request.POST.dict()} {request.GET.dict()} {kwargs}"
            fail(typed)
        return view(request, *args, **kwargs)

    return broken


def break_all(entries: list[URLPattern | URLResolver]) -> None:
    """Put `breaking` around every view."""
    for entry in entries:
        if isinstance(entry, URLResolver):
            break_all(entry.url_patterns)
        else:
            entry.callback = breaking(entry.callback)
