"""The public interface: what it serves, how it is asked, and how long a copy is good."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nahtlos.directory.actions import confirm_offer
from nahtlos.directory.models import Offer, OpeningHours
from nahtlos.directory.queries.finder import Search, find
from nahtlos.exchange.rules import words
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import ContactPerson, Organisation
from tests.cast import actor, organisation

BASE = "/api/hsds/"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:  # noqa: ANN401
    """Most tests look at Musterland."""
    settings.DEMONSTRATION = True


def ask(visitor: Client, path: str = "", status: int = 200, **query: object) -> Any:  # noqa: ANN401
    """The JSON of an address below the interface's."""
    answer = visitor.get(f"{BASE}{path}", query)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def whole(visitor: Client, path: str, **query: object) -> Iterator[Any]:
    """Every entry of a list, page by page."""
    page = 1
    while True:
        found = ask(visitor, path, page=page, **query)
        yield from found["contents"]
        if found["last_page"]:
            return
        page += 1


def change(offer: Offer, **values: object) -> None:
    """Write columns of an offer as its organisation."""
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(**values)


@pytest.fixture
def offer(db: None) -> Offer:
    """A published offer of Musterland with a place."""
    rows = Offer.objects.filter(state="published", organisation__is_sample=True, valid_until=None)
    return rows.exclude(site=None, city="").order_by("slug")[0]


def test_the_root_says_what_it_is_and_where_its_description_lies(visitor: Client) -> None:
    about = ask(visitor)
    assert about["version"] == "3.1"
    description = visitor.get(about["openapi_url"].removeprefix("http://localhost:8000"))
    assert json.loads(description.content)["openapi"] == "3.1.0"


def test_drafts_ended_offers_and_those_that_are_over_are_not_served(
    visitor: Client, offer: Offer
) -> None:
    assert ask(visitor, f"services/{offer.pk}")["name"] == offer.title
    for hidden in (
        {"state": "draft"},
        {"state": "ended"},
        {"state": "published", "valid_until": today() - timedelta(days=1)},
    ):
        change(offer, **hidden)
        ask(visitor, f"services/{offer.pk}", 404)
        ask(visitor, f"service_at_locations/{offer.pk}", 404)
        names = [one["id"] for one in whole(visitor, "services", per_page=500)]
        assert str(offer.pk) not in names


def test_an_installation_in_use_serves_nothing_invented(
    visitor: Client,
    offer: Offer,
    settings: Any,  # noqa: ANN401
) -> None:
    invented = ask(visitor, f"services/{offer.pk}")
    assert invented["alert"].startswith("Erfunden")
    assert invented["organization"]["description"].startswith("Erfunden")
    settings.DEMONSTRATION = False
    ask(visitor, f"services/{offer.pk}", 404)
    ask(visitor, f"organizations/{offer.organisation_id}", 404)
    for path in ("services", "organizations", "service_at_locations"):
        for one in whole(visitor, path, per_page=500, full="true"):
            assert "Erfunden" not in json.dumps(one, ensure_ascii=False)


def test_pages_together_are_the_whole_list_once(visitor: Client) -> None:
    for path in ("services", "organizations", "taxonomy_terms", "service_at_locations"):
        by_seven = [one["id"] for one in whole(visitor, path, per_page=7)]
        at_once = [one["id"] for one in whole(visitor, path, per_page=500)]
        assert by_seven == at_once
        assert len(set(at_once)) == len(at_once) > 7


def test_a_page_says_where_it_stands(visitor: Client) -> None:
    first = ask(visitor, "services", per_page=5)
    last = ask(visitor, "services", per_page=5, page=first["total_pages"])
    beyond = ask(visitor, "services", per_page=5, page=first["total_pages"] + 1)
    assert (first["first_page"], first["last_page"], first["size"]) == (True, False, 5)
    assert (last["first_page"], last["last_page"], last["empty"]) == (False, True, False)
    assert (beyond["empty"], beyond["size"], beyond["contents"]) == (True, 0, [])


def test_the_search_is_the_one_of_the_public_pages(visitor: Client) -> None:
    found = [one["id"] for one in whole(visitor, "services", search="vidobesuch", per_page=4)]
    ours = find(Search(words="vidobesuch", wide=True, size=500), today())
    assert found == [str(row.offer_id) for row in ours.rows]
    assert found


def test_filters_combine_as_and(visitor: Client, offer: Offer) -> None:
    term = words.term_id("topic", offer.topics[0])
    owner = offer.organisation_id
    both = {
        one["id"]
        for one in whole(visitor, "services", taxonomy_term_id=term, organization_id=owner)
    }
    rows = Offer.objects.filter(state="published", organisation=owner)
    wanted = rows.filter(topics__contains=[offer.topics[0]]).values_list("pk", flat=True)
    assert both == {str(pk) for pk in wanted}
    assert len(both) < sum(1 for _ in whole(visitor, "services", taxonomy_term_id=term))
    other = words.term_id("topic", next(t for t in ("therapieplatz", "notunterkunft")))
    found = ask(visitor, "services", search="wohnen", taxonomy_term_id=other, organization_id=owner)
    for one in found["contents"]:
        assert one["organization_id"] == str(owner)


def test_a_group_of_topics_finds_what_stands_below_it(visitor: Client, offer: Offer) -> None:
    term = ask(visitor, f"taxonomy_terms/{words.term_id('topic', offer.topics[0])}")
    below = {one["id"] for one in whole(visitor, "services", taxonomy_term_id=term["id"])}
    above = {one["id"] for one in whole(visitor, "services", taxonomy_term_id=term["parent_id"])}
    assert str(offer.pk) in below <= above


def test_changes_since_an_instant_include_those_of_opening_hours(
    visitor: Client, offer: Offer
) -> None:
    instant = now()
    since = instant.isoformat()
    assert ask(visitor, "services", modified_after=since)["total_items"] == 0
    with tenant(offer.organisation_id):
        OpeningHours.objects.update_or_create(
            organisation_id=offer.organisation_id,
            offer=offer,
            defaults={"week": {"0": [[540, 720]]}, "changed_at": instant},
        )
    changed = ask(visitor, "services", modified_after=since)["contents"]
    assert [one["id"] for one in changed] == [str(offer.pk)]
    assert ask(visitor, "services", modified_after="2099-01-01")["empty"]
    # PostgreSQL knows no such offset.
    assert not ask(visitor, "services", modified_after="1496-01-09T07:05:36-17:41")["empty"]


def test_opening_hours_become_rules_of_recurrence(visitor: Client, offer: Offer) -> None:
    with tenant(offer.organisation_id):
        OpeningHours.objects.update_or_create(
            organisation_id=offer.organisation_id,
            offer=offer,
            defaults={
                "week": {"0": [[540, 720], [810, 1020]], "2": [[540, 720]]},
                "exceptions": {(today() + timedelta(days=3)).isoformat(): []},
                "on_holidays": "closed",
                "valid_until": today() + timedelta(days=90),
                "changed_at": now(),
            },
        )
    weekly = [
        (one["freq"], one["byday"], one["opens_at"], one["closes_at"], one["valid_to"])
        for one in ask(visitor, f"services/{offer.pk}")["schedules"]
        if "freq" in one
    ]
    until = (today() + timedelta(days=90)).isoformat()
    assert weekly == [
        ("WEEKLY", "MO,WE", "09:00", "12:00", until),
        ("WEEKLY", "MO", "13:30", "17:00", until),
    ]
    single = [one for one in ask(visitor, f"services/{offer.pk}")["schedules"] if "freq" not in one]
    assert [one["description"] for one in single] == ["an diesem Tag geschlossen"]


def test_expired_hours_are_unknown_and_not_closed_for_ever(visitor: Client, offer: Offer) -> None:
    with tenant(offer.organisation_id):
        OpeningHours.objects.update_or_create(
            organisation_id=offer.organisation_id,
            offer=offer,
            defaults={
                "week": {"0": [[540, 720]]},
                "valid_until": today() - timedelta(days=1),
                "changed_at": now(),
            },
        )
    assert "schedules" not in ask(visitor, f"services/{offer.pk}")


def test_free_places_are_told_for_thirty_days(visitor: Client, offer: Offer) -> None:
    change(offer, places_free=3, waiting_weeks=2, capacity_on=today() - timedelta(days=30))
    fresh = ask(visitor, f"services/{offer.pk}")
    assert [one["available"] for one in fresh["capacities"]] == [3]
    assert fresh["wait_time"].startswith("2 Wochen")
    change(offer, capacity_on=today() - timedelta(days=31))
    stale = ask(visitor, f"services/{offer.pk}")
    assert "capacities" not in stale
    assert "wait_time" not in stale


def test_whom_an_offer_is_for_and_for_whom_not_is_said(visitor: Client, offer: Offer) -> None:
    change(offer, circumstances=["released"], gender="women", excluded=["remand"])
    said = ask(visitor, f"services/{offer.pk}")["eligibility_description"]
    for words_said in (
        "nach der Entlassung",
        "nur für: Frauen",
        "nicht für: Menschen in Untersuchungshaft",
    ):
        assert words_said in said, said


def test_contacts_that_are_not_published_are_in_no_document(visitor: Client) -> None:
    hidden = ContactPerson.objects.filter(published=False)
    assert hidden.exists()
    served = {
        contact["id"]
        for path in ("services", "organizations")
        for one in whole(visitor, path, full="true", per_page=500)
        for contact in one.get("contacts", [])
    }
    assert served
    assert not served & {str(pk) for pk in hidden.values_list("pk", flat=True)}


def test_an_organisation_without_offers_is_served_too(visitor: Client) -> None:
    lonely = Organisation.objects.exclude(offers__state="published").filter(is_sample=False)[0]
    assert ask(visitor, f"organizations/{lonely.pk}")["name"] == lonely.name
    assert str(lonely.pk) in {one["id"] for one in whole(visitor, "organizations", per_page=500)}


def test_near_a_postcode_means_metres_from_its_centre(visitor: Client) -> None:
    def near(**query: object) -> set[str]:
        return {one["id"] for one in whole(visitor, "service_at_locations", per_page=500, **query)}

    close, wide = near(postcode="50667", proximity=20_000), near(postcode="50667", proximity=80_000)
    assert close < wide < near()
    served = near(postcode="50667")
    nationwide = Offer.objects.filter(
        state="published", catchment="nationwide", plane="earth"
    ).exclude(site=None, city="")
    assert {str(pk) for pk in nationwide.values_list("pk", flat=True)} <= served
    assert near(postcode="99999", proximity=1000) == set()


def test_invented_places_have_no_coordinates(visitor: Client, offer: Offer) -> None:
    location = ask(visitor, f"service_at_locations/{offer.pk}")["location"]
    assert "latitude" not in location
    assert location["description"].startswith("Der Ort ist erfunden")


def test_the_shortest_list_tells_of_everything_at_once(visitor: Client) -> None:
    found = ask(visitor, "services", minimal="true")
    assert found["total_pages"] == 1
    assert found["size"] == found["total_items"] == len(found["contents"])
    assert set(found["contents"][0]) == {"id", "name", "status", "last_modified", "modified_date"}


def test_everything_line_by_line(visitor: Client) -> None:
    answer = visitor.get(f"{BASE}services", {"format": "ndjson", "full": "true"})
    assert answer["Content-Type"] == "application/x-ndjson"
    lines = b"".join(answer.streaming_content).splitlines()  # type: ignore[attr-defined]
    keys = [json.loads(line)["id"] for line in lines]
    assert keys == [one["id"] for one in whole(visitor, "services", per_page=500)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "x"),
        ("page", "9" * 30),
        ("per_page", "501"),
        ("full", "vielleicht"),
        ("modified_after", "31.02.2026"),
        ("modified_after", "0001-01-01T00:00:00+14:00"),
        ("page", ""),
        ("taxonomy_term_id", "wohnen"),
        ("organization_id", "1"),
        ("format", "xml"),
        ("search", "x" * 201),
    ],
)
def test_what_is_not_understood_is_answered_with_a_sentence(
    visitor: Client, name: str, value: str
) -> None:
    problem = ask(visitor, "services", 422, **{name: value})
    assert problem["parameter"] == name
    assert problem["detail"].startswith(f"„{name}“")


def test_metres_without_a_postcode_are_refused(visitor: Client) -> None:
    assert ask(visitor, "service_at_locations", 422, proximity="100")["parameter"] == "proximity"


@pytest.mark.parametrize("key", ["00000000-0000-0000-0000-000000000000", "keine", "💥", "%00"])
@pytest.mark.parametrize(
    "path",
    ["services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations"],
)
def test_unknown_ids_answer_404_as_json(visitor: Client, path: str, key: str) -> None:
    answer = visitor.get(f"{BASE}{path}/{key}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["detail"]


def test_unknown_parameters_are_ignored(visitor: Client) -> None:
    plain = visitor.get(f"{BASE}services").content
    assert visitor.get(f"{BASE}services", {"utm": "x", "postcode": "abc"}).content == plain


def test_an_unchanged_copy_costs_one_statement_and_no_bytes(visitor: Client, offer: Offer) -> None:
    url = f"{BASE}services/{offer.pk}"
    first = visitor.get(url)
    assert first["Cache-Control"] == "public, max-age=60"
    with CaptureQueriesContext(connection) as caught:
        second = visitor.get(url, headers={"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content, len(caught)) == (304, b"", 1)
    aylin = actor("aylin")
    with tenant(aylin.organisation):
        confirm_offer(actor=aylin, offer=offer_of("aylin"))
    assert visitor.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200


def offer_of(who: str) -> Offer:
    """A published offer of the organisation of WHO."""
    return Offer.objects.filter(state="published", organisation=actor(who).organisation)[0]


def test_pages_of_any_size_cost_the_same_statements(visitor: Client) -> None:
    for path, budget in {
        "services": 4,
        "services?full=true": 8,
        "services?search=wohnen&full=true": 9,
        "organizations?full_service=true": 10,
        "service_at_locations?full=true": 8,
        "service_at_locations?postcode=50667": 5,
        "taxonomy_terms": 1,
    }.items():
        spent = set()
        for size in (5, 100):
            url = f"{BASE}{path}{'&' if '?' in path else '?'}per_page={size}"
            visitor.get(url)
            with CaptureQueriesContext(connection) as caught:
                assert visitor.get(url).status_code == 200
            spent.add(len(caught))
        assert max(spent) <= budget, (path, spent)
        assert max(spent) - min(spent) <= 3, (path, spent)


def test_ids_of_words_never_change() -> None:
    assert words.term_id("topic", "wohnen_nach_haft") == UUID(
        "c04ea5e3-fb27-5c23-ac5e-4b5a49d17173"
    )


def test_an_offer_without_a_place_has_no_entry_at_a_place(visitor: Client, offer: Offer) -> None:
    change(offer, site=None, city="")
    ask(visitor, f"service_at_locations/{offer.pk}", 404)
    assert "service_at_locations" not in ask(visitor, f"services/{offer.pk}")


def test_streets_are_served_where_the_pages_show_one(visitor: Client) -> None:
    own = organisation()
    with tenant(own.pk):
        Organisation.objects.filter(pk=own.pk).update(street="", postcode="", city="Musterstadt")
    locations = ask(visitor, f"organizations/{own.pk}").get("locations", [])
    assert all("addresses" not in one for one in locations if one["name"] == "Musterstadt")
