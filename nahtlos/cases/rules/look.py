"""How somebody looks at the list of her cases: the words of the address, and the same in German.
Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

# {word in the address: what it means}
LANE_WORDS: Final = {"woche": "week", "wartet": "waiting", "ruhig": "quiet", "fertig": "closed"}
ORDER_WORDS: Final = {"schritt": "next", "entlassung": "release", "name": "name"}
SOON: Final = 90
_LANES: Final = {
    "": "alle offenen",
    "woche": "diese Woche",
    "wartet": "wartet auf andere",
    "ruhig": "zurzeit nichts zu tun",
    "fertig": "abgeschlossen",
}
_ORDERS: Final = {"schritt": "nächstem Schritt", "entlassung": "Entlassung", "name": "Name"}


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look; unknown words are as none."""

    lane: str = ""
    order: str = ""
    soon: bool = False

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Self:
        """What WORDS of an address or a form say."""
        lane, order = words.get("spur", ""), words.get("ordnung", "")
        return cls(
            lane=lane if lane in LANE_WORDS else "",
            order=order if order in ORDER_WORDS else "",
            soon=words.get("tage") == str(SOON),
        )

    def words(self) -> dict[str, str]:
        """The words of this look, none where nothing was chosen."""
        words = {"spur": self.lane, "ordnung": self.order, "tage": str(SOON) if self.soon else ""}
        return {name: word for name, word in words.items() if word}

    def said(self) -> str:
        """The look in German."""
        soon = f", Entlassung in den nächsten {SOON} Tagen oder überschritten" if self.soon else ""
        return f"{_LANES[self.lane]}{soon}; sortiert nach {_ORDERS[self.order or 'schritt']}"

    @property
    def meaning(self) -> tuple[str, str, int | None]:
        """Lane, order and horizon in days, as the query wants them."""
        order = ORDER_WORDS.get(self.order, "next")
        return LANE_WORDS.get(self.lane, ""), order, SOON if self.soon else None
