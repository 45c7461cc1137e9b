"""What search engines read on a page is what people read there."""

import json
import re
from typing import Any

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.models import Offer, OpeningHours
from nahtlos.directory.rules.linked_data import as_json
from nahtlos.foundation.clock import now
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Prison
from tests.cast import organisation

_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def linked(visitor: Client, url: str) -> list[Any]:
    """The documents that stand in a page."""
    page = visitor.get(url).content.decode()
    return [json.loads(text) for text in _BLOCK.findall(page)]


def real_offer() -> Offer:
    """A published offer that is not invented."""
    rows = Offer.objects.filter(state="published", organisation__is_sample=False)
    return rows.exclude(city="").order_by("slug")[0]


def test_an_offer_says_who_offers_it_and_when_somebody_is_there(visitor: Client) -> None:
    offer = real_offer()
    with tenant(offer.organisation_id):
        OpeningHours.objects.create(
            organisation_id=offer.organisation_id,
            offer=offer,
            week={"0": [[540, 720], [840, 1440]]},
            changed_at=now(),
        )
    (told,) = linked(visitor, f"/angebot/{offer.slug}/")
    assert (told["@context"], told["@type"], told["name"]) == (
        "https://schema.org",
        "Service",
        offer.title,
    )
    assert told["provider"]["name"] == offer.organisation.name
    place = told["availableChannel"]["serviceLocation"]
    assert place["address"]["addressLocality"] == offer.city
    assert [(one["opens"], one["closes"]) for one in place["openingHoursSpecification"]] == [
        ("09:00", "12:00"),
        ("14:00", "23:59"),
    ]


def test_what_is_unknown_is_left_out(visitor: Client) -> None:
    offer = real_offer()
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(cost="unknown", summary="")
    (told,) = linked(visitor, f"/angebot/{offer.slug}/")
    assert "isAccessibleForFree" not in told
    assert "description" not in told
    assert all(set(part) != {"@type"} for part in told.values() if isinstance(part, dict))


def test_organisations_and_prisons_are_told_too(visitor: Client) -> None:
    offer = real_offer()
    (told,) = linked(visitor, f"/organisation/{offer.organisation.slug}/")
    assert told["@type"] == "Organization"
    prison = Prison.objects.filter(organisation__is_sample=False).select_related("site")[0]
    (told,) = linked(visitor, f"/haftanstalt/{prison.site.slug}/")
    assert (told["@type"], told["name"]) == ("GovernmentOffice", prison.short_name)


def test_nothing_invented_is_told_to_search_engines(visitor: Client) -> None:
    own = Offer.objects.filter(state="published", organisation=organisation())[0]
    assert linked(visitor, f"/angebot/{own.slug}/") == []
    assert linked(visitor, f"/organisation/{organisation().slug}/") == []
    assert linked(visitor, "/haftanstalt/jva-musterstadt/") == []


@given(st.text())
def test_no_text_ends_the_element_early(text: str) -> None:
    written = as_json({"name": text})
    assert not re.search(r"[<>&]", written)
    assert json.loads(written)["name"] == text


def test_a_title_with_markup_stays_text(visitor: Client) -> None:
    offer = real_offer()
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(title="</script><b>Hallo & so")
    (told,) = linked(visitor, f"/angebot/{offer.slug}/")
    assert told["name"] == "</script><b>Hallo & so"
