"""How much of a page a text will take, roughly and rather too much than too little: whether a paper
can be set as it is, or must be tried in smaller sizes, which takes ten times as long.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from math import ceil
from typing import Final

# Millimetres, at the usual size of the paper.
LINE: Final = 4.7
# What a paragraph saves, because nothing follows its last line.
LAST: Final = 1.9
GAP: Final = 3.0
PART: Final = 5.4
# The page has 255; what is reckoned here is a seventh more than what comes out.
PAGE: Final = 275.0
# Letters to a line: over the whole width, behind a question, in a frame beside another, in half an
# answer, in half a whole line, in half an answer with room for initials.
WHOLE: Final = 94
ANSWER: Final = 75
FRAME: Final = 20
HALF: Final = 31
HALF_WHOLE: Final = 40
HALF_INITIALED: Final = 21
_BROAD: Final = frozenset("mwMW@%&")


def width(text: str) -> float:
    """TEXT in small letters: capitals and broad letters take the room of more than one."""
    return sum(1.6 if char in _BROAD else 1.3 if char.isupper() else 1 for char in text)


def lines(text: str, letters: int) -> int:
    """Lines of LETTERS letters that TEXT takes; 0 for none."""
    return ceil(width(text.strip()) / letters)


def part(*texts: str) -> float:
    """Millimetres of a question with an answer of TEXTS, each a paragraph."""
    return PART - LAST + sum(lines(text, ANSWER) * LINE for text in texts if text.strip())


def pairs(texts: Sequence[str], letters: int) -> float:
    """Millimetres of TEXTS in two columns."""
    rows = zip_longest(texts[::2], texts[1::2], fillvalue="")
    return sum(max(1, *(lines(text, letters) for text in row)) * LINE - LAST + GAP for row in rows)


def frames(*offices: tuple[str, str]) -> float:
    """Millimetres of frames beside each other, each with an organisation and a function there."""
    bold = 1.1
    tall = (ceil(lines(name, FRAME) * bold) + lines(function, FRAME) for name, function in offices)
    return PART + 9 + max(tall) * LINE


def paragraphs(texts: Iterable[str]) -> float:
    """Millimetres of TEXTS over the whole width."""
    return sum(lines(text, WHOLE) * LINE for text in texts)
