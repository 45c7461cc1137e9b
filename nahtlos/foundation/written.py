"""How telephone numbers, mail addresses, web addresses and copied texts are written; pure."""

import html
import re
from typing import Final

PHONE: Final = re.compile(r"^[0-9+()/ \-–]{5,60}$")
MAIL: Final = re.compile(r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s.<>\"]{2,}$")
_WEB: Final = re.compile(r"^https?://[^\s/<>\"]+\.[^\s/.<>\"]{2,}(/[^\s<>\"]*)?$")

_ENTITY: Final = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


def with_letters(text: str) -> str:
    """TEXT as people read it where it was copied out of the source of a page: `&uuml;` is ü. Read
    once only, so that `&amp;uuml;` stays what somebody wanted to show.
    """
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def web_address(text: str) -> str | None:
    """TEXT as a web address, `https://` put before it where it has no scheme; None where it is
    none. Other schemes are none: a link must not run anything.
    """
    address = text if "://" in text else f"https://{text}"
    return address if _WEB.match(address) else None
