"""Before somebody is entered who may be there already: asked with all that may be told."""

from collections.abc import Callable, Collection
from typing import TypeVar

from django.http import HttpRequest

from nahtlos.cases.actions.opening import HIDDEN, PerhapsThere
from nahtlos.cases.queries.names import may_be_told
from nahtlos.foundation.access.lasting import do_even_so
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.doubles import seen_doubles

Done = TypeVar("Done")


def unless_perhaps_there(request: HttpRequest, deed: Callable[[Collection[str]], Done]) -> Done:
    """DEED with what was pressed away; PerhapsThere where the person may be there already.

    That there may be a file somebody must not open she is told only so often an hour, here as in
    the search; after that nothing is said of it and DEED is done, which leaves its trace.
    """
    actor, anyway = actor_of(request), seen_doubles(request)
    try:
        return deed(anyway)
    except PerhapsThere as there:
        if not there.found.hidden:
            raise
        if may_be_told(actor):
            do_even_so(request, lambda: may_be_told(actor))
            raise
    return deed([*anyway, HIDDEN])
