"""When and how people meet. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Details:
    """When and how people meet. lasts: minutes. place: room, number or address."""

    starts_at: datetime
    lasts: int
    way: str
    place: str
