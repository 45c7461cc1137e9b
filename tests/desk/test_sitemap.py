"""Search engines find the public pages of what is real, and no page that a letter leads to."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from nahtlos.directory.models import Offer, OfferState
from nahtlos.organisations.models import Organisation
from tests.cast import organisation

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _paths() -> set[str]:
    answer = Client().get("/sitemap.xml")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/xml")
    found = ElementTree.fromstring(answer.content)  # noqa: S314 (our own answer)
    return {str(one.text).split("testserver", 1)[1] for one in found.iter(LOC)}


def test_what_is_real_and_published_is_there_in_both_languages(db: None) -> None:
    real = Offer.objects.filter(organisation__is_sample=False, state=OfferState.PUBLISHED)[0]
    office = Organisation.objects.filter(is_sample=False)[0]
    paths = _paths()
    wanted = {f"/angebot/{real.slug}/", f"/organisation/{office.slug}/", "/haftanstalten/", "/"}
    assert wanted <= paths
    assert {f"/en{path}" for path in wanted} <= paths


def test_every_address_of_it_answers(db: None) -> None:
    client = Client()
    for path in sorted(_paths())[::40]:
        assert client.get(path).status_code == 200, path


def test_nothing_invented_and_nothing_unpublished_is_there(db: None) -> None:
    samples = Organisation.objects.filter(is_sample=True).values_list("slug", flat=True)
    paths = _paths()
    assert not {f"/organisation/{slug}/" for slug in samples} & paths
    hidden = Offer.objects.exclude(state=OfferState.PUBLISHED).values_list("slug", flat=True)
    assert hidden
    assert not {f"/angebot/{slug}/" for slug in hidden} & paths
    assert not [path for path in paths if path.startswith("/intern/")]
    assert organisation().is_sample


def test_robots_are_told_where_it_is_and_what_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMONSTRATION", False)
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {settings.ADDRESS}/sitemap.xml" in lines
    for path in ("/intern/", "/einladung/", "/antwort/", "/*/antwort/"):
        assert f"Disallow: {path}" in lines


def test_the_demonstration_is_closed_to_robots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMONSTRATION", True)
    assert Client().get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"
