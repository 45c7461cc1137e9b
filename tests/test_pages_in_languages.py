"""Every public page in every language: marked as what it is, offered in all the others, with
nothing German left over, and the same for everybody.
"""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from io import BytesIO

import pypdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext, override

from nahtlos.directory.models import Offer, OfferState, VisitingFact
from nahtlos.foundation.ground.assets import compile_catalogues
from nahtlos.foundation.shell import context, languages
from nahtlos.foundation.shell.languages import BY_CODE, LANGUAGES, Language, Status
from nahtlos.organisations.models import Prison
from tests.test_languages import addresses, body, catalogue, prefix_of, translations

FOREIGN = [one for one in LANGUAGES if one.html != "de"]
MACHINE = [one for one in LANGUAGES if not one.is_trusted]
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "circle", "wbr"}
# Words that no text of ours in another language has, so whatever has them is German.
GERMAN = re.compile(r"\b(und|nicht|für|ist|wir|Sie|oder|eine|einen|werden|wenn|auch)\b")
SHORT = 12  # letters; shorter sentences may be the same word in two languages


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_catalogues()
    context.has_catalogue.cache_clear()


class Outside(HTMLParser):
    """Collects what a page says, and the names it gives to things, outside of what is marked as
    German.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[str] = []
        self._marked = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # Data for search engines says nothing to a person.
        german = values.get("lang") == "de" or tag == "script"
        if not self._marked and not german:
            self.said += [values[name] or "" for name in ("aria-label", "title") if name in values]
        if tag in VOID:
            return
        self._open.append(tag)
        if self._marked or german:
            self._marked += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open.pop() == tag, (tag, self._open)
        self._marked = max(0, self._marked - 1)

    def handle_data(self, data: str) -> None:
        if not self._marked:
            self.said.append(data)


def outside_german(page: bytes) -> str:
    """The text of PAGE outside of elements that are marked as German, without its title and the
    names of code.
    """
    reader = Outside()
    shown = re.sub(r"<(code|title)>.*?</\1>", "", page.decode(), flags=re.DOTALL)
    reader.feed(shown)
    return " ".join(" ".join(reader.said).split())


@cache
def german_sentences(code: str) -> tuple[str, ...]:
    """The German sentences that CODE says in another way."""
    return tuple(
        entry.msgid
        for entry in catalogue(code)
        if len(entry.msgid) >= SHORT and "%" not in entry.msgid
        if not any(entry.msgid in said for said in translations(entry))  # names stay
    )


def links(page: str) -> dict[str, str]:
    """{own name: address} of the choice of languages."""
    choice = page.split("nl-languages", 1)[1].split("</details>", 1)[0]
    return {name: url for url, name in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', choice)}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_every_page_says_what_language_it_is_in(language: Language, visitor: Client) -> None:
    for path in addresses():
        answer = visitor.get(f"{prefix_of(language.code)}{path}")
        assert answer.status_code == (404 if path == "/gibt-es-nicht/" else 200), path
        page = answer.content.decode()
        assert f'<html lang="{language.html}" dir="{language.direction}"' in page, path
        assert answer.headers["Content-Language"] == language.html
        noted = 'class="nl-machine"' in page
        unfound = '<meta name="robots" content="noindex">' in page
        assert noted == unfound == (language.status is Status.MACHINE), path


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_every_page_leads_to_itself_in_all_other_languages(
    language: Language, visitor: Client
) -> None:
    for path in (each for each in addresses() if each != "/gibt-es-nicht/"):
        page = visitor.get(f"{prefix_of(language.code)}{path}").content.decode()
        assert links(page) == {
            other.own_name: f"{prefix_of(other.code)}{path}".replace("&", "&amp;")
            for other in LANGUAGES
            if other != language
        }, path


@pytest.mark.parametrize("language", MACHINE, ids=lambda one: one.code)
def test_the_note_speaks_the_language_and_leads_to_the_german_page(
    language: Language, visitor: Client
) -> None:
    said = {entry.msgid: entry.msgstr for entry in catalogue(language.code)}
    page = visitor.get(f"/{language.code}/haftanstalten/").content.decode()
    note = page.split('class="nl-machine"', 1)[1].split("</aside>", 1)[0]
    german = next(text for text in said if text.startswith("Diese Seite hat eine Maschine"))
    assert said[german] in note
    assert f'href="/haftanstalten/" hreflang="de">{said["Zur deutschen Seite"]}</a>' in note
    assert page.index("<main") < page.index("nl-machine") < page.index("<h1")


@pytest.mark.parametrize("language", FOREIGN, ids=lambda one: one.code)
def test_nothing_german_is_left_over(language: Language, visitor: Client) -> None:
    left: list[str] = []
    for path in addresses():
        text = outside_german(visitor.get(f"/{language.code}{path}").content)
        left += [f"{path}: {one}" for one in german_sentences(language.code) if one in text]
        left += [
            f"{path}: {text[max(0, found.start() - 40) : found.end() + 40]}"
            for found in GERMAN.finditer(text)
        ]
    assert left == [], "\n".join(left)


def test_who_checked_a_language_and_when_stands_with_it_or_it_is_not_checked() -> None:
    for one in LANGUAGES:
        checked = one.status is Status.CHECKED
        assert bool(one.checked_by) == (one.checked_on is not None) == checked, one.code
    assert [code for code, _ in settings.LANGUAGES] == list(BY_CODE)


@pytest.mark.parametrize("language", MACHINE, ids=lambda one: one.code)
def test_a_checked_language_loses_its_note_by_its_line_in_the_table_alone(
    language: Language, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = replace(
        language, status=Status.CHECKED, checked_by="Dolmetscherin", checked_on=date(2026, 11, 1)
    )
    table = tuple(checked if one == language else one for one in LANGUAGES)
    monkeypatch.setattr(languages, "LANGUAGES", table)
    monkeypatch.setattr(context, "BY_CODE", {one.code: one for one in table})
    page = visitor.get(f"/{language.code}/haftanstalten/").content.decode()
    assert "nl-machine" not in page
    assert "noindex" not in page
    address = f"{settings.ADDRESS}/{language.code}/haftanstalten/"
    assert f'<link rel="alternate" hreflang="{language.code}" href="{address}">' in page
    assert languages.for_search_engines() == ("de", "en", language.code)


def test_search_engines_are_told_of_checked_languages_only(visitor: Client) -> None:
    offered = set(languages.for_search_engines())
    for prefix in ("", "/en"):
        page = visitor.get(f"{prefix}/haftanstalten/").content.decode()
        told = set(re.findall(r'rel="alternate" hreflang="([^"]*)"', page))
        assert told == {*offered, "x-default"}
    assert "alternate" not in visitor.get("/suche/?q=wohnung").content.decode()
    assert "alternate" not in visitor.get("/gibt-es-nicht/").content.decode()
    found = visitor.get("/sitemap.xml").content.decode()
    for language in MACHINE:
        assert f"/{language.code}/" not in found


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_a_page_is_the_same_for_everybody(language: Language, visitor: Client) -> None:
    prefix = prefix_of(language.code)
    for path in ("/", "/haftanstalten/", "/suche/?q=wohnung"):
        plain = visitor.get(f"{prefix}{path}")
        asked = Client(headers={"accept-language": "ar,tr;q=0.9"})
        asked.cookies["django_language"] = "uk"
        other = asked.get(f"{prefix}{path}")
        assert other.content == plain.content, path
        assert "Set-Cookie" not in other.headers


@pytest.mark.parametrize("language", FOREIGN, ids=lambda one: one.code)
def test_rules_of_visits_stay_german_and_the_page_says_so(
    language: Language, visitor: Client
) -> None:
    fact = VisitingFact.objects.exclude(confidence="low").select_related("site")[0]
    slug = fact.site.slug
    page = body(visitor.get(f"/{language.code}/haftanstalt/{slug}/").content)
    said = {entry.msgid: entry.msgstr for entry in catalogue(language.code)}
    german = next(text for text in said if text.startswith("Die Regeln der Anstalt zeigen"))
    assert said[german] in page
    assert '<dd lang="de" dir="ltr">' in page


@pytest.mark.parametrize("language", FOREIGN, ids=lambda one: one.code)
def test_no_machine_says_what_the_law_says(language: Language, visitor: Client) -> None:
    said = {entry.msgid: translations(entry) for entry in catalogue(language.code)}
    german = next(text for text in said if text.startswith("Was das Gesetz sagt"))
    lawful = re.compile(r'<div lang="de" dir="ltr"> ?<p>Mindestens \d+ Stunden? Besuch im Monat')
    pages = [
        body(visitor.get(f"/{language.code}/haftanstalt/{slug}/").content)
        for slug in Prison.objects.order_by("pk").values_list("site__slug", flat=True)[:12]
    ]
    laws = [page.split('id="gesetz"', 1)[1].split("</section>", 1)[0] for page in pages]
    known = [law for law in laws if '<span lang="de">' in law]  # the norm; others are not checked
    assert known != []
    for law in laws:
        kept = law in known and language.status is Status.MACHINE
        assert (said[german][0] in law) == bool(lawful.search(law)) == kept


MACHINE_SHEET = "Dieses Blatt hat eine Maschine übersetzt. Es gilt der deutsche Text."


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_the_printed_sheet_comes_in_every_language_of_the_page(
    language: Language, visitor: Client
) -> None:
    slug = Offer.objects.filter(state=OfferState.PUBLISHED)[0].slug
    answer = visitor.get(f"{prefix_of(language.code)}/angebot/{slug}/angebot.pdf")
    sheet = pypdf.PdfReader(BytesIO(answer.content))
    assert str(sheet.root_object["/Lang"]) == language.html
    with override(language.code):
        contact, warning = gettext("Kontakt"), gettext(MACHINE_SHEET)
    text = " ".join(sheet.pages[0].extract_text().split())
    if language.direction == "ltr":  # of Arabic the file holds the shapes, not the letters
        assert contact in text
        assert (warning in text) == (not language.is_trusted)
