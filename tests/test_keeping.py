"""What may be kept, by whom, and for how long."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.foundation.access import keeping
from nahtlos.foundation.access.page import MountedPage
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.tenancy import tenant
from tests.cast import sign_in
from tests.samples import SAMPLES
from tests.test_access_matrix import PAGES, rule

KEPT = [mounted for mounted in PAGES if rule(mounted).kept]


def _address(mounted: MountedPage) -> str:
    return reverse(mounted.name, kwargs=SAMPLES[mounted.name].things(HOME))


@pytest.mark.parametrize("mounted", KEPT, ids=lambda mounted: mounted.name)
def test_a_page_that_is_kept_is_the_same_for_everybody(mounted: MountedPage, db: None) -> None:
    url = _address(mounted)
    answers = [
        Client().get(url),
        sign_in("aylin").get(url),
        Client(HTTP_ACCEPT_LANGUAGE="ar").get(url),
    ]
    assert len({answer.content for answer in answers}) == 1
    assert len({answer["ETag"] for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    assert not url.startswith("/intern/")


@pytest.mark.parametrize(("second", "seconds"), [(0, 60), (1, 59), (59, 1)])
def test_a_page_for_everybody_is_kept_until_the_minute_is_over(
    db: None, monkeypatch: pytest.MonkeyPatch, second: int, seconds: int
) -> None:
    moment = datetime(2026, 11, 27, 8, 59, second, tzinfo=BERLIN)
    monkeypatch.setattr(keeping, "now", lambda: moment)
    assert Client().get("/haftanstalten/")["Cache-Control"] == f"public, max-age={seconds}"


def test_whoever_has_it_already_is_told_so_without_the_page(db: None) -> None:
    first = Client().get("/haftanstalten/")
    again = Client().get("/haftanstalten/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "max-age=" in again["Cache-Control"]
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_change_of_the_content_changes_the_version(db: None) -> None:
    offer = Offer.objects.filter(state="published", plane="muster")[0]
    url = f"/angebot/{offer.slug}/"
    before = Client().get(url)["ETag"]
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(summary="Jetzt steht hier etwas anderes.")
    answer = Client().get(url, HTTP_IF_NONE_MATCH=before)
    assert answer.status_code == 200
    assert answer["ETag"] != before


@pytest.mark.parametrize(
    "url",
    [
        "/suche/?q=wohnen",
        "/haftanstalt/jva-musterstadt/?ort=00120",
        "/?q=sucht",
        "/barrierefreiheit/",
    ],
)
def test_what_somebody_searched_for_is_never_kept(db: None, url: str) -> None:
    answer = Client().get(url)
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_what_does_not_exist_is_never_kept(visitor: Client) -> None:
    assert visitor.get("/angebot/keines/")["Cache-Control"] == "no-store"


def test_nothing_of_the_staff_face_is_kept(as_: Callable[[str], Client]) -> None:
    assert as_("aylin").get("/intern/")["Cache-Control"] == "no-store"
    assert not any(_address(mounted).startswith("/intern/") for mounted in KEPT)
