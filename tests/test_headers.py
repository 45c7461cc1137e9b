"""The same strict headers on every address, error pages included; no cookie on the public face."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from nahtlos.desk.cast import HOME
from nahtlos.foundation.access.faces import CONTENT_POLICY
from nahtlos.foundation.access.page import MountedPage
from tests.cast import sign_in
from tests.samples import SAMPLES
from tests.test_access_matrix import PAGES, rule

MOMENT = re.compile(r"public, max-age=([1-9]|[1-5]\d|60)")


@pytest.mark.parametrize("mounted", PAGES, ids=lambda mounted: mounted.name)
def test_headers_of_every_address(mounted: MountedPage, db: None) -> None:
    sample = SAMPLES[mounted.name]
    url = reverse(mounted.name, kwargs=sample.things(HOME))
    kept = rule(mounted).kept
    for client in (Client(), sign_in("role:org_admin")):
        for method in ("GET", "POST", "DELETE"):
            response = client.generic(method, url)
            assert response["Content-Security-Policy"] == CONTENT_POLICY
            if url.startswith("/api/") and response.status_code == 200:
                assert response["Cache-Control"] == "public, max-age=60"
            elif kept and method == "GET":
                assert MOMENT.fullmatch(response["Cache-Control"])
            else:
                assert response["Cache-Control"] == "no-store"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Referrer-Policy"] == (
                "same-origin" if url.startswith(("/intern/", "/rundgang/")) else "no-referrer"
            )
            if not url.startswith(("/intern/", "/rundgang/")):
                assert not response.cookies
                assert b"csrfmiddlewaretoken" not in response.content


@pytest.mark.parametrize(
    "url", ["/gibt/es/nicht/", "/intern/gibt/es/nicht/", "/angebot/keines/", "/en/gibt-es-nicht/"]
)
def test_headers_of_error_pages(visitor: Client, url: str) -> None:
    response = visitor.get(url)
    assert response.status_code == 404
    assert response["Content-Security-Policy"] == CONTENT_POLICY
    assert response["Cache-Control"] == "no-store"


def test_public_pages_are_the_same_bytes_for_somebody_who_is_signed_in(db: None) -> None:
    for url in ("/", "/suche/?q=wohnen", "/haftanstalten/", "/ueber/"):
        assert Client().get(url).content == sign_in("aylin").get(url).content


def test_each_face_can_be_served_alone(visitor: Client, settings: object) -> None:
    settings.FACE = "public"  # type: ignore[attr-defined]
    assert visitor.get("/").status_code == 200
    assert visitor.get("/intern/anmelden/").status_code == 404
    settings.FACE = "staff"  # type: ignore[attr-defined]
    assert visitor.get("/").status_code == 404
    assert visitor.get("/intern/anmelden/").status_code == 200
