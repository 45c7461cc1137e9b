"""Compares what the product carries with the official and labelled files it was made from."""

import csv
import os
from pathlib import Path

import pytest

from nahtlos.directory.models import Offer
from nahtlos.directory.queries.finder import Search, find
from nahtlos.directory.rules import catalogue
from nahtlos.foundation.clock import today
from nahtlos.organisations.models import Prison
from nahtlos.organisations.queries import find_places
from nahtlos.organisations.rules import reference

FOLDER = os.environ.get("NAHTLOS_REFERENCE_DATA", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="NAHTLOS_REFERENCE_DATA names no folder with the reference files"
)
FIRST_IN_MUSTERLAND = 20  # of 22 questions, measured; fewer is a step back
MUSTERSTADT = "00120"


def _rows(*path: str) -> list[dict[str, str]]:
    with Path(FOLDER, *path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _questions() -> list[tuple[str, set[str]]]:
    rows = _rows("search", "colloquial_queries_dev.csv")
    return [(row["query"], set(row["expected_topics"].split(";"))) for row in rows]


def test_every_prison_carries_its_xjustiz_id_its_name_and_both_laender() -> None:
    ours = {
        p.xjustiz_id: (p.name, f"DE-{p.land}", f"DE-{p.standing_land}") for p in reference.prisons()
    }
    theirs = {
        row["id"]: (row["name"], row["land_iso"], row["location_land_iso"])
        for row in _rows("data", "prisons.csv")
    }
    assert ours == theirs


def test_every_prison_of_the_list_was_loaded(db: None) -> None:
    loaded = Prison.objects.filter(organisation__is_sample=False).values_list(
        "xjustiz_id", "run_by__iso", "site__land__iso"
    )
    theirs = {
        (row["id"], row["land_iso"], row["location_land_iso"])
        for row in _rows("data", "prisons.csv")
    }
    assert set(loaded) == theirs


def test_districts_are_the_reference_ones() -> None:
    ours = {d.ags: (d.name, f"DE-{d.land}", d.population) for d in reference.districts()}
    theirs = {
        row["ags"]: (row["name"], row["land_iso"], int(row["population"]))
        for row in _rows("data", "districts.csv")
    }
    assert ours == theirs


def test_postcodes_are_the_reference_ones() -> None:
    ours = {p.plz: (p.ags, f"DE-{p.land}", set(p.all_ags)) for p in reference.postcodes()}
    rows = _rows("data", "postcodes.csv")
    theirs = {
        row["plz"]: (row["ags"], row["land_iso"], set(row["all_ags"].split("|"))) for row in rows
    }
    assert ours == theirs


def test_a_postcode_bears_the_name_of_one_of_its_places() -> None:
    places = {
        row["plz"]: {row["place"], *row["places"].split("|")}
        for row in _rows("data", "postcodes.csv")
    }
    assert [p for p in reference.postcodes() if p.place not in places[p.plz]] == []


def test_the_topics_are_the_reference_ones() -> None:
    lines = Path(FOLDER, "search", "topics.txt").read_text(encoding="utf-8").split()
    codes = [topic.code for topic in catalogue.topics()]
    assert sorted(codes) == sorted(lines)


def test_every_expected_topic_exists() -> None:
    known = {topic.code for topic in catalogue.topics()}
    assert [(query, topics - known) for query, topics in _questions() if topics - known] == []


def test_colloquial_questions_find_an_expected_topic_among_the_first_five(db: None) -> None:
    missed = [
        query
        for query, topics in _questions()
        if not any(found & topics for found in _found(Search(words=query))[:5])
    ]
    assert missed == []


def test_the_first_hit_in_musterland_is_about_what_was_asked(db: None) -> None:
    place = find_places(MUSTERSTADT)[0]
    missed = [
        query
        for query, topics in _questions()
        if not any(found & topics for found in _found(Search(words=query, place=place))[:1])
    ]
    assert len(missed) <= len(_questions()) - FIRST_IN_MUSTERLAND, missed


def _found(search: Search) -> list[set[str]]:
    """The topics of each offer of the first page, in its order."""
    ids = [row.offer_id for row in find(search, today()).rows]
    topics = dict(Offer.objects.filter(pk__in=ids).values_list("pk", "topics"))
    return [set(topics[pk]) for pk in ids]
