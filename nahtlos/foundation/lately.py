"""Reference data that every page needs and hardly anybody changes, read once a minute by each
process: no page is then further behind than one that a browser has kept (`access.keeping`).

For data that everybody may see; never for anything that somebody typed or that belongs to a case.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any, Final, ParamSpec, TypeVar

SECONDS: Final = 60
_P = ParamSpec("_P")
_T = TypeVar("_T")
_answers: dict[tuple[Callable[..., Any], Any], tuple[float, Any]] = {}


def lately(question: Callable[_P, _T]) -> Callable[_P, _T]:
    """QUESTION, answered with what this process was told in the last minute. Its arguments must be
    hashable and few, its answer something that nobody alters.
    """

    def answer(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        key = (question, (args, tuple(sorted(kwargs.items()))))
        until, known = _answers.get(key, (0.0, None))
        if monotonic() > until:
            known = question(*args, **kwargs)
            _answers[key] = (monotonic() + SECONDS, known)
        told: _T = known
        return told

    return answer


def forget() -> None:
    """Ask anew: for whoever has just written reference data in this process."""
    _answers.clear()
