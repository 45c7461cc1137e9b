"""What the interface offers: its addresses with their parameters and shapes, and the OpenAPI
document that says so. Addresses and document come from the same list.
"""

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from nahtlos.exchange.rules import asking, shapes

VERSION: Final = "3.1"
_PAGES: Final = ("page", "per_page", "format")
_WORDS: Final = ("taxonomy_term_id", "taxonomy_id")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with the things in it. `asked` and `asked_one`: the parameters of the list and of one
    thing.
    """

    path: str
    name: str
    one: type
    page: type
    asked: tuple[str, ...]
    says: str
    asked_one: tuple[str, ...] = ()


SERVICES: Final = Listed(
    "services",
    "service",
    shapes.Service,
    shapes.ServicePage,
    ("search", *_PAGES, *_WORDS, "organization_id", "modified_after", "minimal", "full"),
    "Offers. Filters combine as AND.",
)
ORGANIZATIONS: Final = Listed(
    "organizations",
    "organization",
    shapes.Organization,
    shapes.OrganizationPage,
    ("search", *_PAGES, *_WORDS, "full", "full_service"),
    "Organisations, also those without offers.",
    ("full_service",),
)
TAXONOMIES: Final = Listed(
    "taxonomies",
    "taxonomy",
    shapes.Taxonomy,
    shapes.TaxonomyPage,
    ("search", *_PAGES),
    "The lists of words: topics, target groups, forms.",
)
TERMS: Final = Listed(
    "taxonomy_terms",
    "taxonomy_term",
    shapes.TaxonomyTerm,
    shapes.TermPage,
    ("search", *_PAGES, "taxonomy_id", "top_only", "parent_id"),
    "The words of the lists.",
)
AT_LOCATIONS: Final = Listed(
    "service_at_locations",
    "service_at_location",
    shapes.AtLocation,
    shapes.AtLocationPage,
    (
        *("search", *_PAGES, *_WORDS, "organization_id", "modified_after", "full"),
        *("postcode", "proximity"),
    ),
    "Offers that have a place. An offer has one place at most, so the id is that of the offer.",
)
LISTS: Final = (SERVICES, ORGANIZATIONS, TAXONOMIES, TERMS, AT_LOCATIONS)

_ID: Final = {"type": "string", "format": "uuid"}
_FLAG: Final = {"type": "boolean", "default": False}
PARAMETERS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "search": (
        {"type": "string", "maxLength": asking.LONGEST},
        (
            "Free words. For offers, the search of the public pages: it forgives mistakes in typing"
            " and knows what means the same. Results come best first."
        ),
    ),
    "page": (
        {"type": "integer", "minimum": 1, "maximum": asking.MOST_PAGES, "default": 1},
        "Number of the page.",
    ),
    "per_page": (
        {
            "type": "integer",
            "minimum": 1,
            "maximum": asking.MOST_PER_PAGE,
            "default": asking.PER_PAGE,
        },
        "Entries of a page.",
    ),
    "format": (
        {"type": "string", "enum": list(asking.FORMATS), "default": "json"},
        "`ndjson`: everything that fits, one entry a line, without pages.",
    ),
    "taxonomy_term_id": (_ID, "Entries that bear this word, or a word below it."),
    "taxonomy_id": (_ID, "Entries that bear any word of this list."),
    "organization_id": (_ID, "Offers of this organisation."),
    "parent_id": (_ID, "Words below this one."),
    "modified_after": (
        {"type": "string", "format": "date-time"},
        "Entries of which anything changed at this instant or later; a day alone is possible.",
    ),
    "minimal": (_FLAG, "Only id, name, state and time of the last change, all on one page."),
    "full": (_FLAG, "Entries with everything that belongs to them."),
    "full_service": (_FLAG, "Organisations with their whole offers."),
    "top_only": (_FLAG, "Only words that are below no other."),
    "postcode": (
        {"type": "string", "pattern": "^[0-9]{5}$"},
        "A German postcode: offers that serve this place. With `proximity`: those within it.",
    ),
    "proximity": (
        {"type": "integer", "minimum": 0, "maximum": asking.FARTHEST},
        "Metres from the centre of the postcode.",
    ),
}


def _answer(schema: dict[str, Any], says: str, **kinds: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"description": says, "content": content | kinds}


def _asked(names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": PARAMETERS[name][1],
            "schema": PARAMETERS[name][0],
        }
        for name in names
    ]


def _shape(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


_UNPROCESSABLE: Final = _answer(_shape("Problem"), "A parameter is not understood.")
_UNKNOWN: Final = _answer(_shape("Problem"), "There is no such thing.")
_TOO_LONG: Final = {"description": "The address is longer than the server reads."}
_UNCHANGED: Final = {"description": "Nothing changed since the given ETag."}


def _paths(listed: Listed) -> dict[str, Any]:
    """The two addresses of a list."""
    lines = {"application/x-ndjson": {"schema": {"type": "string"}}}
    whole = {
        "summary": listed.says,
        "operationId": f"list_{listed.path}",
        "parameters": _asked(listed.asked),
        "responses": {
            "200": {
                "description": "A page of them.",
                "content": {
                    "application/json": {"schema": _shape(listed.page.__name__)},
                    **lines,
                },
            },
            "304": _UNCHANGED,
            "414": _TOO_LONG,
            "422": _UNPROCESSABLE,
        },
    }
    key = {"name": "id", "in": "path", "required": True, "schema": _ID, "description": "Its id."}
    one = {
        "summary": f"One {listed.name} with everything that belongs to it.",
        "operationId": f"get_{listed.name}",
        "parameters": [key, *_asked(listed.asked_one)],
        "responses": {
            "200": _answer(_shape(listed.one.__name__), "It."),
            "304": _UNCHANGED,
            "404": _UNKNOWN,
            **({"422": _UNPROCESSABLE} if listed.asked_one else {}),
        },
    }
    return {f"/{listed.path}": {"get": whole}, f"/{listed.path}/{{id}}": {"get": one}}


def openapi(address: str, version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the interface at ADDRESS (without a slash at the end)."""
    kinds: list[Any] = [shapes.About, shapes.Problem]
    kinds += [kind for listed in LISTS for kind in (listed.one, listed.page)]
    _, schemas = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    root = {
        "summary": "What this interface is.",
        "operationId": "about",
        "responses": {"200": _answer(_shape("About"), "Version and profile."), "304": _UNCHANGED},
    }
    paths: dict[str, Any] = {"/": {"get": root}}
    for listed in LISTS:
        paths |= _paths(listed)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nahtlos: offers of help, in Open Referral HSDS 3.1",
            "version": version,
            "description": "Read only, without registration and without cookies.",
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
