"""What search engines read on the public pages: schema.org as JSON-LD. Only what the page itself
shows; what is unknown is left out. Pure.

Source: schema.org, types Service, Organization, GovernmentOffice.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nahtlos.directory.rules.opening import DAY, Hours

CONTEXT: Final = "https://schema.org"
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# No end of the element that holds it, and no line that ends a script early.
_SAFE: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go, as far as a page shows it."""

    street: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation or a prison as a page shows it."""

    kind: str
    name: str
    page: str
    phone: str = ""
    email: str = ""
    website: str = ""
    said: str = ""
    place: Place = Place()


def _thing(kind: str, *, page: str = "", **values: Any) -> dict[str, Any]:
    """A thing of KIND with VALUES, without what nobody told; {} where nothing is told."""
    told = {name: value for name, value in values.items() if value not in ("", None, [], {})}
    named = {"@id": page} if page else {}
    return {"@type": kind, **named, **told} if told else {}


def _address(place: Place) -> dict[str, Any]:
    parts = {
        "streetAddress": place.street,
        "postalCode": place.postcode,
        "addressLocality": place.city,
    }
    return _thing("PostalAddress", **parts, addressCountry="DE") if any(parts.values()) else {}


def body_document(body: Body) -> dict[str, Any]:
    """An organisation, or a prison (`GovernmentOffice`)."""
    return _thing(
        body.kind,
        page=body.page,
        name=body.name,
        url=body.page,
        description=body.said,
        telephone=body.phone,
        email=body.email,
        sameAs=body.website,
        address=_address(body.place),
    )


def opening_document(hours: Hours | None, today: date) -> list[dict[str, Any]]:
    """The week as specifications; none where nobody told it, or where its time is over."""
    if hours is None or (hours.valid_until and hours.valid_until < today):
        return []
    return [
        _thing(
            "OpeningHoursSpecification",
            dayOfWeek=DAYS[day],
            opens=_clock(opens),
            closes=_clock(closes),
            validThrough=hours.valid_until.isoformat() if hours.valid_until else "",
        )
        for day in range(7)
        for opens, closes in hours.week.get(day, ())
    ]


def _clock(minutes: int) -> str:
    """`09:00`; midnight at the end is the last minute of the day, as search engines ask for it."""
    return "23:59" if minutes == DAY else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def offer_document(
    offer: Mapping[str, Any], body: Body, hours: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """An offer of BODY. OFFER: title, page, summary, topics and languages in words, audience, cost
    ('free' where it costs nothing), phone, website, place.
    """
    return _thing(
        "Service",
        page=offer["page"],
        name=offer["title"],
        url=offer["page"],
        description=offer["summary"],
        serviceType=list(offer["topics"]),
        audience=_thing("Audience", audienceType=offer["audience"]),
        isAccessibleForFree=True if offer["cost"] == "free" else None,
        provider=body_document(body),
        availableChannel=_thing(
            "ServiceChannel",
            servicePhone=_thing("ContactPoint", telephone=offer["phone"]),
            serviceUrl=offer["website"],
            availableLanguage=list(offer["languages"]),
            serviceLocation=_thing(
                "Place",
                address=_address(offer["place"]),
                openingHoursSpecification=list(hours),
            ),
        ),
    )


def as_json(document: Mapping[str, Any]) -> str:
    """DOCUMENT as it stands in a page."""
    whole = {"@context": CONTEXT, **document}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)
