"""Something that is there already is entered again: a warning with a way to it, and a second
deliberate press that enters it all the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from nahtlos.foundation.access.actor import Refused

# The name of the button under the warning; its value says which entries the warning named.
ANYWAY: Final = "trotzdem"


@dataclass(frozen=True, slots=True)
class Double:
    """An entry that is there already. `said` tells it apart from others of its name; `address` is
    the page where it can be looked at, which its reader may open.
    """

    key: str
    name: str
    said: str
    address: str


class AlreadyThere(Refused):
    """What is to be entered is there already."""

    def __init__(self, doubles: Collection[Double]) -> None:
        names = ", ".join(f"„{one.name}“" for one in doubles)
        super().__init__(f"Das gibt es schon: {names}. Gespeichert ist noch nichts.")
        self.doubles = list(doubles)

    @property
    def keys(self) -> str:
        """What the button sends."""
        return " ".join(one.key for one in self.doubles)


def require_new(found: Iterable[Double], anyway: Collection[str]) -> None:
    """AlreadyThere where something of FOUND was not named in the warning that was pressed away;
    ANYWAY holds the keys of what was.
    """
    doubles = list(found)
    if any(one.key not in anyway for one in doubles):
        raise AlreadyThere(doubles)


def seen_doubles(request: HttpRequest) -> frozenset[str]:
    """The keys of the entries that the pressed button says were seen."""
    return frozenset(request.POST.get(ANYWAY, "")[:2000].split())
