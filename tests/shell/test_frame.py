"""The frame needs no database, survives what is broken, and keeps to the rules of the house."""

import re
from pathlib import Path

import polib
import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import Settings

import nahtlos
from nahtlos.foundation.access.actor import VISITOR
from nahtlos.foundation.shell import context, views

PACKAGE = Path(nahtlos.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
STYLES = sorted((PACKAGE / "foundation" / "shell" / "static" / "shell").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|text-align:\s*(?:left|right)|float(?!:\s*inline-))\s*:"
)


def request(path: str) -> HttpRequest:
    """A visitor's request that has met no middleware."""
    made = RequestFactory().get(path)
    made.actor = VISITOR  # type: ignore[attr-defined]
    return made


def text(content: bytes) -> str:
    """The page without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).split())


# No test below asks for the database, so each of these pages fails here if it touches one.
def test_the_page_for_our_own_faults_needs_nothing() -> None:
    response = views.broken(HttpRequest())
    assert response.status_code == 500
    assert "Es liegt nicht an Ihnen" in text(response.content)
    assert "116 111" in text(response.content)


def test_it_comes_without_style_where_the_style_is_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(views, "static", missing)
    response = views.broken(HttpRequest())
    assert response.status_code == 500
    assert b"stylesheet" not in response.content


def test_a_missing_page_blames_nobody_and_offers_a_way_on() -> None:
    response = views.not_found(request("/gibtsnicht/"), Http404("offer abc"))
    assert response.status_code == 404
    assert "Sie haben nichts falsch gemacht" in text(response.content)
    assert "offer abc" not in text(response.content)
    assert 'href="/haftanstalten/"' in response.content.decode()


def test_a_refusal_says_its_reason() -> None:
    response = views.forbidden(request("/"), PermissionDenied("Nur die Fachleitung darf das."))
    assert response.status_code == 403
    assert "Nur die Fachleitung darf das." in text(response.content)


def test_a_stale_form_is_explained_without_technical_words() -> None:
    response = views.stale_form(request("/intern/"), "CSRF token missing.")
    assert response.status_code == 403
    assert "zu lange offen" in text(response.content)
    assert "CSRF" not in text(response.content)


def test_what_cannot_be_understood_is_answered_politely() -> None:
    response = views.bad_request(request("/"), ValueError("host header"))
    assert response.status_code == 400
    assert "host header" not in text(response.content)


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", {"Hilfe finden": "page"}),
        ("/suche/", {"Hilfe finden": "true"}),
        ("/haftanstalt/jva-nord/", {"Haftanstalten": "true"}),
        ("/kinder/", {"Für Kinder und Jugendliche": "page"}),
        ("/impressum/", {}),
    ],
)
def test_the_menu_marks_where_one_is(path: str, marked: dict[str, str]) -> None:
    items = context.public_navigation(request(path))
    assert {item.label: item.current for item in items if item.current} == marked


def test_the_menu_of_another_language_stays_in_it() -> None:
    with override("en"):
        items = context.public_navigation(request("/en/haftanstalten/"))
    assert items[1].url == "/en/haftanstalten/"
    assert items[1].current == "page"


def test_before_sign_in_there_is_no_staff_menu() -> None:
    assert context.staff_navigation(request("/intern/anmelden/")) == []


def test_a_language_is_offered_only_where_we_have_its_texts(
    settings: Settings, tmp_path: Path
) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    context.has_catalogue.cache_clear()
    assert context.language_links(request("/haftanstalten/")) == []
    catalogue = tmp_path / "leicht" / "LC_MESSAGES" / "django.mo"
    catalogue.parent.mkdir(parents=True)
    polib.POFile().save_as_mofile(str(catalogue))
    context.has_catalogue.cache_clear()
    links = context.language_links(request("/haftanstalten/"))
    context.has_catalogue.cache_clear()
    assert [(link.label, link.lang) for link in links] == [("Leichte Sprache", "de")]


def test_public_pages_have_the_frame(visitor: Client) -> None:
    page = visitor.get("/hilfe-telefone/").content.decode()
    assert 'href="#inhalt"' in page
    assert '<main id="inhalt"' in page
    assert "Seite schnell verlassen" in page
    assert "Muster" in page
    for path in ("/impressum/", "/datenschutz/", "/barrierefreiheit/", "/regeln/"):
        assert f'href="{path}"' in page
    assert "GeoBasis-DE / BKG" in page
    assert "Set-Cookie" not in visitor.get("/").headers


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_style_or_script_of_its_own(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    # Data for search engines is no script: the browser runs nothing of it.
    source = source.replace('<script type="application/ld+json">', "")
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|\shx-on", source) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_mirror_for_languages_written_from_right_to_left(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert PHYSICAL.findall(source) == []
