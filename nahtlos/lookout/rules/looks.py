"""How somebody looks at what lies ahead: the words of the address, and the same in German. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from nahtlos.cases.rules.vocabulary import CustodyKind

# {word in the address: lane}
LANE_WORDS: Final = {
    "ueberschritten": "passed",
    "woche": "week",
    "30": "month",
    "60": "two",
    "90": "three",
    "ohne-datum": "undated",
}
GAPS: Final[Mapping[str, str]] = {
    "plan": "ohne Plan",
    "stelle": "ohne aufnehmende Stelle",
}
MOST: Final = 20
LONGEST: Final = 40
_PRISON: Final = re.compile(r"[0-9A-Za-z.-]{1,20}")


@dataclass(frozen=True, slots=True)
class AheadLook:
    """One way to look; unknown words are as none. prison: an XJustiz id."""

    lane: str = ""
    prison: str = ""
    custody: str = ""
    gap: str = ""

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Self:
        """What WORDS of an address or a form say."""
        lane, prison = words.get("spur", ""), words.get("anstalt", "")
        custody, gap = words.get("haft", ""), words.get("luecke", "")
        return cls(
            lane=lane if lane in LANE_WORDS else "",
            prison=prison if _PRISON.fullmatch(prison) else "",
            custody=custody if custody in list(CustodyKind) else "",
            gap=gap if gap in GAPS else "",
        )

    def words(self) -> dict[str, str]:
        """The words of this look, none where nothing was chosen."""
        words = {
            "spur": self.lane,
            "anstalt": self.prison,
            "haft": self.custody,
            "luecke": self.gap,
        }
        return {name: word for name, word in words.items() if word}
