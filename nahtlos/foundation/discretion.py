"""Keeps personal facts out of the logs: no query string, no link token, no exception text, no local
variable.
"""

import logging
import traceback
from types import TracebackType

SysExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def route_of(request: object) -> str:
    """The pattern a request was resolved to; never the path itself, which may carry a token or what
    somebody typed.
    """
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "(unknown path)"


class Discreet(logging.Filter):
    """Replaces the text of request records by method, route and status."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite RECORD in place; always lets it pass."""
        request = getattr(record, "request", None)
        if request is not None:
            method = getattr(request, "method", "?")
            record.msg = (
                f"{method} {route_of(request)} {getattr(record, 'status_code', '')}".strip()
            )
            record.args = ()
        return True


class DiscreetFormatter(logging.Formatter):
    """Writes where an exception happened and of which kind it was, but not its text: the text may
    quote what a person entered.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line. What another handler wrote about the exception is kept in the record, with its
        text, so it is written anew.
        """
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: SysExcInfo) -> str:  # noqa: N802 (logging's name)
        """Class name and the places of the traceback, without values."""
        kind, _, trace = ei
        places = traceback.extract_tb(trace) if trace else []
        lines = [f"  {place.filename}:{place.lineno} in {place.name}" for place in places]
        return "\n".join([kind.__name__ if kind else "exception", *lines])
