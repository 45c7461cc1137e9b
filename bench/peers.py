"""What the same work costs elsewhere: figures measured before, on another machine.

DRKCM is the case management of the German Red Cross (Python, web2py). It was run with 2,500 cases,
900 of them visible, on a machine of the same kind as ours (two processors), but not on this one and
not in this run. Ratios to it tell orders of magnitude, nothing finer; statements are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Peer:
    """Statements and processor time (from, to; milliseconds) of one piece of work."""

    name: str
    sql: int
    fastest: float
    slowest: float

    def ratio(self, sql: int, server: float) -> str:
        """How much less SQL statements and SERVER milliseconds are, in words."""
        return (
            f"{self.name}: {self.sql / sql:.1f} x SQL,"
            f" {self.fastest / server:.1f}-{self.slowest / server:.1f} x CPU"
        )


PEERS: Final[Mapping[str, Peer]] = {
    "case list": Peer("DRKCM", 102, 231, 274),
    "case page": Peer("DRKCM", 144, 278, 285),
    "request": Peer("DRKCM need form", 165, 330, 402),
}
