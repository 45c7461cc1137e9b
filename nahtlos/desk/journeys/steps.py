"""What a journey is made of."""

from dataclasses import dataclass, field
from typing import Literal

from nahtlos.desk.cast import BY_KEY

Deed = Literal[
    "open",
    "fill",
    "choose",
    "press",
    "follow",
    "check",
    "unfold",
    "sees",
    "not_sees",
    "back",
    "picture",
    "paper",
    "open_letter",
    "fill_code",
    "note",
]


@dataclass(frozen=True, slots=True)
class Do:
    """One thing a person does in the browser. WHAT names a label, a button, a link or a path,
    VALUE is what is typed. A `paper` is what the link WHAT gives, pictured as VALUE; `{day:N}` in
    it is the day N days from today; `fill_code` types the code of the newest letter to VALUE;
    `note` keeps the text of the element WHAT for `{noted}`.
    """

    deed: Deed
    what: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a journey: who ('' = nobody signed in), what happens in a sentence, where it
    starts, what is done.
    """

    who: str
    says: str
    path: str
    does: tuple[Do, ...] = ()

    @property
    def person(self) -> str:
        """The name of who acts."""
        return BY_KEY[self.who].name if self.who else ""


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey. `width` of the window in CSS pixels; `scripts` False plays it without JavaScript
    as well.
    """

    key: str
    title: str
    about: str
    width: int = 1280
    without_scripts: bool = False
    steps: tuple[Step, ...] = field(default_factory=tuple)
