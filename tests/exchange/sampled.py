"""Samples of the addresses of the room: (things, body, query)."""

from typing import Any

from nahtlos.directory.models import Offer
from nahtlos.exchange.rules import words
from tests.cast import organisation


def _nothing(key: str) -> dict[str, Any]:
    return {}


def placed_offer(key: str) -> Offer:
    """A published offer of an organisation that has a place."""
    rows = Offer.objects.filter(organisation=organisation(key), state="published")
    return rows.exclude(site=None, city="").order_by("slug")[0]


def _offer_key(key: str) -> dict[str, Any]:
    return {"key": str(placed_offer(key).pk)}


EXCHANGE: dict[str, tuple[Any, ...]] = {
    "hsds:about": (),
    "hsds:openapi": (),
    "hsds:services": (_nothing, _nothing, "search=wohnen&full=true"),
    "hsds:service": (_offer_key,),
    "hsds:organizations": (_nothing, _nothing, "full=true"),
    "hsds:organization": (lambda key: {"key": str(organisation(key).pk)},),
    "hsds:taxonomies": (),
    "hsds:taxonomy": (lambda key: {"key": str(words.taxonomies()["topic"].id)},),
    "hsds:taxonomy_terms": (_nothing, _nothing, "top_only=true"),
    "hsds:taxonomy_term": (lambda key: {"key": str(next(iter(words.terms())))},),
    "hsds:service_at_locations": (_nothing, _nothing, "postcode=00120&proximity=20000"),
    "hsds:service_at_location": (_offer_key,),
    "exchange:interface": (),
}
