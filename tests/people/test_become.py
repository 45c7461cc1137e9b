"""Signing in with one click: in the demonstration, on this machine, and nowhere else."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.people.signing import SIGN_IN, START
from tests.people.test_sign_in import ELSEWHERE
from tests.reading import Page

URL = "/intern/als/aylin/"


def test_one_click_signs_in_as_somebody_of_the_cast(visitor: Client) -> None:
    page = Page(visitor.post(URL, {"weiter": "/intern/angebote/"}, follow=True))
    assert page.heading() == "Unsere Angebote"
    assert "Aylin" in page.text
    visitor.post("/intern/als/cem/")
    assert "Cem" in Page(visitor.get(START)).text


def test_it_does_not_exist_where_people_work_in_earnest(visitor: Client, settings: object) -> None:
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]
    assert visitor.post(URL)["Location"] == SIGN_IN
    assert visitor.get(START)["Location"] == SIGN_IN
    assert visitor.get("/rundgang/")["Location"] == SIGN_IN
    assert sign_in("aylin").post("/intern/als/fritz/").status_code == 404
    assert "Aylin" not in Page(visitor.get(SIGN_IN)).text


@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "10.0.0.5"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": ""},
    ],
)
def test_it_is_refused_from_another_machine_or_through_a_proxy(
    visitor: Client, extra: dict[str, Any]
) -> None:
    assert visitor.post(URL, **extra).status_code == 404
    assert visitor.get(START)["Location"] == SIGN_IN


def test_nobody_outside_the_cast_can_be_become(visitor: Client) -> None:
    for who in ("role-org_admin", "fritz2", "FRITZ", "nobody"):
        assert visitor.post(f"/intern/als/{who}/").status_code == 404
    assert visitor.get(URL).status_code == 405


@pytest.mark.parametrize("target", ELSEWHERE)
def test_it_sends_nobody_elsewhere(visitor: Client, target: str) -> None:
    assert visitor.post(URL, {"weiter": target})["Location"] == START
