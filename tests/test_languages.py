"""Every catalogue holds every sentence of the pages, and the pages speak the language that their
address names.
"""

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import get_args

import polib
import pypdf
import pytest
from django.test import Client
from django.utils.html import escape

from nahtlos.directory.models import Offer, OfferState
from nahtlos.directory.rules.catalogue import DATA
from nahtlos.directory.rules.labels import FILES, Kind, labels
from nahtlos.foundation import clock
from nahtlos.foundation.ground.assets import LOCALE, compile_catalogues
from nahtlos.foundation.shell import context
from nahtlos.foundation.shell.calendar import WRITINGS
from nahtlos.foundation.shell.languages import BY_CODE
from nahtlos.organisations.models import Prison
from nahtlos.organisations.rules.reference import rows_of
from tests.sentences import Sentence, sentences

LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
SUBORDINATE = re.compile(r", (dass|weil|damit|obwohl|nachdem|bevor|falls|ob|wenn|was|wer|wie|wo)\b")
TAG = re.compile(r"<[^>]*>")
STILL = (
    *("/", "/suche/?q=wohnung&ort=00100", "/suche/?q=qwertzuiop", "/haftanstalten/", "/kinder/"),
    *("/fachkraefte/", "/ueber/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"),
    *("/fragen/", "/fragen/lesen/", "/fragen/rueckruf/", "/fragen/rueckruf/danke/"),
    *("/barrierefreiheit/danke/", "/hilfe-telefone/", "/regeln/", "/schnittstelle/"),
    "/gibt-es-nicht/",
)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_catalogues()
    context.has_catalogue.cache_clear()


@cache
def catalogue(code: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / code / "LC_MESSAGES" / "django.po"))


@cache
def wanted() -> dict[str, Sentence]:
    return sentences()


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def prefix_of(code: str) -> str:
    """What stands before every address of a language."""
    return "" if code == "de" else f"/{code}"


def body(page: bytes) -> str:
    """What stands between head and end, with one space where a source line ended."""
    return " ".join(page.decode().split("<body", 1)[1].split())


def heading(page: bytes) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.decode(), re.DOTALL)
    return " ".join(TAG.sub(" ", found.group(1)).split()) if found else ""


def addresses() -> list[str]:
    """Every kind of public page, the fixed ones and one of each thing."""
    offer = Offer.objects.filter(state=OfferState.PUBLISHED).select_related("organisation")[0]
    prison = Prison.objects.select_related("site").order_by("xjustiz_id")[0]
    return [
        *STILL,
        f"/angebot/{offer.slug}/",
        f"/organisation/{offer.organisation.slug}/",
        f"/haftanstalt/{prison.site.slug}/",
    ]


def test_the_reader_finds_sentences_of_every_kind() -> None:
    found = wanted()
    assert found["%(n)s Angebot"] == Sentence("%(n)s Angebot", "%(n)s Angebote")
    assert "noch nicht benannt" in found  # _("...") inside a tag
    assert "Bitte füllen Sie dieses Feld aus." in found  # gettext_lazy
    assert found["Warteliste: etwa %(n)s Woche"].plural  # ngettext


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_catalogue_holds_every_sentence_and_no_other(code: str) -> None:
    entries = {entry.msgid: entry for entry in catalogue(code)}
    lacking = sorted(wanted().keys() - entries.keys())
    assert lacking == [], f"nahtlos/locale/{code} lacks {len(lacking)} sentences: {lacking}"
    left = sorted(entries.keys() - wanted().keys())
    assert left == [], f"nahtlos/locale/{code} holds {len(left)} that no page says: {left}"
    assert [entry.msgid for entry in catalogue(code) if entry.obsolete or entry.fuzzy] == []
    for text, sentence in wanted().items():
        assert entries[text].msgid_plural == sentence.plural, text


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_is_there_and_keeps_the_placeholders(code: str) -> None:
    plurals = re.match(r"nplurals=(\d)", catalogue(code).metadata["Plural-Forms"])
    assert plurals is not None
    for entry in catalogue(code):
        said = translations(entry)
        assert len(said) == (int(plurals[1]) if entry.msgid_plural else 1), entry.msgid
        for text in said:
            assert text.strip(), entry.msgid
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgid))
            assert text.endswith(":") == entry.msgid.endswith(":"), entry.msgid
            marks = set() if wanted()[entry.msgid].escaped else {"<br>"}
            assert set(TAG.findall(text)) <= marks, text


def test_leichte_sprache_is_short() -> None:
    """At most twelve words a sentence and no comma that opens a subordinate clause."""
    for entry in catalogue("leicht"):
        for text in translations(entry):
            for sentence in re.split(r"<br>|(?<=[.?!:]) ", text):
                assert len(sentence.split()) <= 12, sentence
                assert SUBORDINATE.search(sentence) is None, sentence


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_public_page_speaks_its_language(code: str, visitor: Client) -> None:
    others = {"", *(f"/{other}" for other in LANGUAGES)} - {f"/{code}"}
    for path in addresses():
        page = visitor.get(f"/{code}{path}")
        assert page.status_code == (404 if path == "/gibt-es-nicht/" else 200), path
        html = page.content.decode()
        assert f'<html lang="{BY_CODE[code].html}"' in html, path
        assert "&lt;br" not in html, path
        assert re.search(r'="[^"]*<br', html) is None, path
        tools = html.split('class="nl-tools"', 1)[1].split("</nav>", 1)[0]
        for other in others:
            assert re.search(rf'href="{other}/[^"]*"', tools), (path, other)


def test_headings_are_translated(visitor: Client) -> None:
    assert heading(visitor.get("/").content).startswith("Hilfe vor, während und nach der Haft")
    assert heading(visitor.get("/en/").content).startswith("Help before, during and after prison")
    assert heading(visitor.get("/en/haftanstalten/").content) == "Prisons"
    assert heading(visitor.get("/en/gibt-es-nicht/").content) == "This page does not exist here"
    assert heading(visitor.get("/leicht/haftanstalten/").content) == "Gefängnisse"
    assert 'class="nl-plain"' in visitor.get("/leicht/").content.decode()


def test_a_page_offers_itself_in_the_other_languages(visitor: Client) -> None:
    page = body(visitor.get("/en/haftanstalten/").content)
    assert 'href="/haftanstalten/" lang="de" hreflang="de"' in page
    assert "Deutsch" in page


def test_links_of_an_english_page_stay_english(visitor: Client) -> None:
    """Whatever leads on within the public face keeps the language; sign-in is German only."""
    for path in addresses():
        page = visitor.get(f"/en{path}").content.decode()
        inner = re.sub(r'<a [^>]*hreflang="de"', "", page.split("<main", 1)[1])
        led = [link for link in re.findall(r'href="(/[^"]*)"', inner) if link != "/intern/"]
        assert [link for link in led if not link.startswith("/en/")] == [], path


def lists(language: str) -> dict[str, set[str]]:
    """{kind: codes} of the file with the words of LANGUAGE."""
    found: dict[str, set[str]] = {}
    for row in rows_of(DATA / FILES[language]):
        codes = found.setdefault(row["kind"], set())
        assert row["code"] not in codes, row
        assert row["label"].strip() == row["label"] != "", row
        codes.add(row["code"])
    return found


def test_every_code_of_our_lists_has_an_english_word() -> None:
    english = lists("en")
    assert set(english) == set(get_args(Kind))
    for kind in get_args(Kind):
        assert english[kind] == set(labels(kind, "de")), kind


def test_plain_words_stand_for_codes_that_exist() -> None:
    for kind, codes in lists("leicht").items():
        assert codes <= set(labels(kind, "de")), kind


@pytest.mark.parametrize(
    ("prefix", "topic", "audience", "visiting"),
    [
        ("", "Übergangswohnen", "Menschen nach der Haft", "Geburtsurkunde"),
        ("/leicht", "Wohnen auf Zeit", "Nach dem Gefängnis", "Geburts-Urkunde"),
        ("/en", "Temporary housing", "People after prison", "Birth certificate"),
    ],
)
def test_lists_are_named_in_the_language_of_the_page(
    prefix: str, topic: str, audience: str, visiting: str, visitor: Client
) -> None:
    assert topic in body(visitor.get(f"{prefix}/").content)
    assert audience in body(visitor.get(f"{prefix}/suche/?fuer=released").content)
    prison = Prison.objects.select_related("site").order_by("xjustiz_id")[0]
    assert visiting in body(visitor.get(f"{prefix}/haftanstalt/{prison.site.slug}/").content)


def test_the_offered_name_of_a_topic_finds_the_same_in_every_language(visitor: Client) -> None:
    german = body(visitor.get("/suche/?q=Hilfe+bei+Schulden").content)
    english = body(visitor.get("/en/suche/?q=help+with+debts").content)
    titles = re.compile(r'href="(?:/en)?/angebot/([^/"]+)/"')
    assert titles.findall(english) == titles.findall(german) != []


def test_dates_are_written_as_the_language_writes_them(visitor: Client) -> None:
    offer = Offer.objects.filter(state=OfferState.PUBLISHED, facts_checked_on__isnull=False)[0]
    day = offer.facts.checked_on
    assert day is not None
    for code in ("de", *LANGUAGES):
        dot = "." if BY_CODE[code].html == "de" else ""
        written = f"{day.day}{dot} {WRITINGS[code].months[day.month - 1]} {day.year}"
        page = visitor.get(f"{prefix_of(code)}/angebot/{offer.slug}/")
        assert written in body(page.content), code


def test_the_printed_sheet_speaks_the_language_of_the_page(visitor: Client) -> None:
    slug = Offer.objects.filter(state=OfferState.PUBLISHED)[0].slug
    for prefix, code, heading_of_contact in [("", "de", "Kontakt"), ("/en", "en", "Contact")]:
        sheet = pypdf.PdfReader(
            BytesIO(visitor.get(f"{prefix}/angebot/{slug}/angebot.pdf").content)
        )
        assert str(sheet.root_object["/Lang"]) == code
        assert heading_of_contact in sheet.pages[0].extract_text().split()


def test_what_organisations_wrote_is_marked_as_german(visitor: Client) -> None:
    offer = Offer.objects.filter(state=OfferState.PUBLISHED).exclude(summary="")[0]
    page = body(visitor.get(f"/en/angebot/{offer.slug}/").content)
    assert f'<h1 lang="de">{escape(offer.title)}</h1>' in page
    assert f'lang="de">{escape(offer.summary)}</p>' in page


def test_a_form_answers_in_the_language_of_the_page(visitor: Client) -> None:
    for prefix, asked in [
        ("", "Bitte füllen Sie dieses Feld aus."),
        ("/leicht", "Bitte schreiben Sie hier etwas."),
        ("/en", "Please fill in this field."),
    ]:
        answer = visitor.post(f"{prefix}/barrierefreiheit/", {"text": ""})
        assert answer.status_code == 422
        assert asked in body(answer.content), prefix
    place = visitor.get("/en/suche/?ort=Nirgendwoburg")
    assert "We do not know this place or postcode." in body(place.content)


def test_the_staff_face_stays_german_after_an_english_page(as_: Callable[[str], Client]) -> None:
    """One thread answers both, one after the other."""
    staff = as_("aylin")
    Client().get("/en/")
    day = clock.today()
    written = f"{day.day}. {WRITINGS['de'].months[day.month - 1]} {day.year}"
    assert written in body(staff.get("/intern/").content)


def test_the_header_names_a_language_that_exists(visitor: Client) -> None:
    assert visitor.get("/leicht/").headers["Content-Language"] == "de"
    assert visitor.get("/en/").headers["Content-Language"] == "en"
