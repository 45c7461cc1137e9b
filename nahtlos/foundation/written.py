"""How telephone numbers, mail addresses and web addresses are written; pure."""

import re
from typing import Final

PHONE: Final = re.compile(r"^[0-9+()/ \-–]{5,60}$")
MAIL: Final = re.compile(r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s.<>\"]{2,}$")
_WEB: Final = re.compile(r"^https?://[^\s/<>\"]+\.[^\s/.<>\"]{2,}(/[^\s<>\"]*)?$")


def web_address(text: str) -> str | None:
    """TEXT as a web address, `https://` put before it where it has no scheme; None where it is
    none. Other schemes are none: a link must not run anything.
    """
    address = text if "://" in text else f"https://{text}"
    return address if _WEB.match(address) else None
