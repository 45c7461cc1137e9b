"""The cards of a page of results: read with one prepared statement, and drawn from kept pieces."""

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from nahtlos.directory.models import Offer
from nahtlos.directory.queries.cards import offers_of
from nahtlos.directory.queries.hits import Filter, Option
from nahtlos.directory.queries.opening import with_hours
from nahtlos.directory.templatetags.finder import filter_boxes


@pytest.mark.parametrize("count", [1, 2, 10])
def test_a_card_knows_what_django_would_have_read(
    count: int, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published = Offer.objects.filter(state="published").order_by("-site", "pk")
    ids = [*published.values_list("pk", flat=True)[:count]][::-1]
    rows = with_hours(Offer.objects.filter(pk__in=ids)).select_related("organisation", "site")
    plain = {offer.pk: offer for offer in rows}
    offers_of(ids)
    with django_assert_num_queries(1):
        found = offers_of(ids)
        for offer in found.values():
            assert offer.organisation.name
            assert offer.is_hidden in (True, False)
            assert offer.site is None or offer.site.city
    assert found.keys() == plain.keys()
    for key, offer in found.items():
        there = plain[key]
        for field in Offer._meta.concrete_fields:
            assert getattr(offer, field.attname) == getattr(there, field.attname), field.name
        assert offer.told_hours == there.told_hours  # type: ignore[attr-defined]
        assert offer.organisation == there.organisation
        assert offer.organisation.land_id == there.organisation.land_id
        assert offer.site == there.site
        assert offer.site is None or (offer.site.city, offer.site.confidential) == (
            there.site.city,
            there.site.confidential,
        )


def test_hours_and_sites_are_among_what_is_compared(db: None) -> None:
    ids = [*Offer.objects.filter(state="published").values_list("pk", flat=True)]
    found = offers_of(ids[:400]).values()
    assert any(offer.told_hours for offer in found)  # type: ignore[attr-defined]
    assert any(offer.site for offer in found)


def test_boxes_say_what_they_are_in_the_language_of_the_page_and_escape_it() -> None:
    options = [Option(str(n), f"<{n}>", n, chosen=n == 7, lang="tr") for n in range(8)]
    with override("de"):
        german = filter_boxes(Filter("sprache", "Sprache", options))
    with override("en"):
        english = filter_boxes(Filter("sprache", "Sprache", options))
    assert german.count("<label>") == 8
    assert "&lt;7&gt;" in german
    assert "<7>" not in german
    assert "<details open><summary>Mehr anzeigen</summary><label>" in german
    assert "Mehr anzeigen" not in english
    assert german.count(" checked") == 1
    assert '<span class="nl-filter__n">0</span>' in german
    uncounted = filter_boxes(Filter("wie", "Wie?", [Option("a", "A", None, chosen=False)]))
    assert "nl-filter__n" not in uncounted
    assert "<details" not in uncounted
