"""A short word with a tone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """A short word with a tone: 'ok', 'wait', 'open' or ''. `lang` is that of what an organisation
    wrote, '' for ours.
    """

    text: str
    tone: str = ""
    lang: str = ""
