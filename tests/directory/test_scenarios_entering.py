"""Scenes from other systems about what is entered: the same thing twice, organisations without an
offer, entities copied from elsewhere, and addresses that must not be told.
"""

import re
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pypdf import PdfReader

from nahtlos.directory.models import Offer
from nahtlos.directory.rules.catalogue import DATA
from nahtlos.directory.rules.words import words
from nahtlos.foundation import stamps
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import ContactPerson, Organisation, Site
from tests.cast import sign_in
from tests.directory.test_finder import search
from tests.reading import Page
from tests.sentences import PACKAGE

ADMIN = "role:org_admin"
OFFERS, SITES = "/intern/angebote/neu/", "/intern/organisation/standort/neu/"
CONTACTS = "/intern/ansprechpersonen/neu/"
OFFER = {
    "title": "Nähstube am Brückentor",
    "summary": "Zwirnkurs für alle.",
    "topics": ["wohnen_nach_haft"],
    "cost": "unknown",
    "catchment": "unknown",
    "city": "Musterstadt",
}
SITE = {"name": "Haus am Bach", "street": "Bahnhofstraße 12", "postcode": "00120"}
CONTACT = {"function": "Ansprechperson Nähstube"}
ENTITY = re.compile(r"&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
STREET = "Verschwiegene Gasse 7"
PUBLIC_ADDRESS = re.compile(r"geheim|vertraulich|nicht (öffentlich )?(an)?zeigen|nicht öffentlich")
Signed = Callable[[str], Client]


def _enter(client: Client, address: str, values: dict[str, object]) -> Page:
    """The answer to VALUES typed into a fresh form."""
    return Page(client.post(address, {**values, "stamp": stamps.issue()}, follow=True))


@pytest.mark.parametrize(
    ("address", "first", "changes", "model"),
    [
        (OFFERS, OFFER, {}, Offer),
        (OFFERS, OFFER, {"title": "naehstube  am BRUECKENTOR"}, Offer),
        (OFFERS, OFFER, {"title": "Nähstube am Bru\u0308ckentor "}, Offer),
        (OFFERS, OFFER, {"title": "Nähstube am Brückentor."}, Offer),
        (SITES, SITE, {}, Site),
        (SITES, SITE, {"street": ""}, Site),
        (SITES, SITE, {"name": "Beratungsstelle", "street": "Bahnhofstr. 12"}, Site),
        (SITES, SITE, {"name": "Beratungsstelle", "street": "BAHNHOFSTRASSE 12"}, Site),
        (SITES, SITE, {"name": "Beratungsstelle", "street": "Bahnhof-Straße  12"}, Site),
        (CONTACTS, CONTACT, {}, ContactPerson),
        (CONTACTS, CONTACT, {"function": "ansprechperson naehstube"}, ContactPerson),
    ],
)
def test_the_same_thing_entered_again_is_warned_of_before_it_is_there_twice(
    as_: Signed,
    address: str,
    first: dict[str, object],
    changes: dict[str, object],
    model: type[Offer] | type[Site] | type[ContactPerson],
) -> None:
    client = as_(ADMIN)
    _enter(client, address, first)
    before = model.objects.count()
    again = _enter(client, address, {**first, **changes})
    assert model.objects.count() == before
    assert re.search(r"schon|bereits", again.text)
    assert again.typed(next(iter(first))) == {**first, **changes}[next(iter(first))]


@pytest.mark.parametrize(
    ("address", "first", "changes", "model"),
    [
        (OFFERS, OFFER, {"title": "Nähstube am Stadttor"}, Offer),
        (SITES, SITE, {"name": "Haus am See", "street": "Bahnhofstraße 14"}, Site),
        (CONTACTS, CONTACT, {"function": "Ansprechperson Wohnen"}, ContactPerson),
    ],
)
def test_something_else_is_entered_without_a_warning(
    as_: Signed,
    address: str,
    first: dict[str, object],
    changes: dict[str, object],
    model: type[Offer] | type[Site] | type[ContactPerson],
) -> None:
    client = as_(ADMIN)
    before = model.objects.count()
    _enter(client, address, first)
    _enter(client, address, {**first, **changes})
    assert model.objects.count() == before + 2


@pytest.mark.parametrize("name", ["Wegbegleitung Musterland", "WEGBEGLEITUNG  Musterland"])
def test_an_organisation_founded_again_under_its_name_is_refused(name: str, db: None) -> None:
    before = Organisation.objects.count()
    with pytest.raises(CommandError, match="schon"):
        call_command("found_organisation", name, verwaltung="neu@nahtlos.example")
    assert Organisation.objects.count() == before


@pytest.fixture
def without_offer(db: None) -> Organisation:
    """A real organisation that offers nothing here."""
    offered = Offer.objects.values("organisation")
    rows = Organisation.objects.exclude(pk__in=offered).filter(is_sample=False, kind="association")
    found = rows.order_by("slug").first()
    assert found is not None
    return found


def test_an_organisation_without_an_offer_has_a_page_that_says_so(
    without_offer: Organisation, visitor: Client
) -> None:
    page = Page(visitor.get(f"/organisation/{without_offer.slug}/"))
    assert page.heading() == without_offer.name
    assert "Wir kennen noch kein einzelnes Angebot dieser Organisation" in page.text
    assert f"/organisation/{without_offer.slug}/" in visitor.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("typed", ["whole", "shouted", "folded"])
def test_an_organisation_without_an_offer_is_found_in_the_finder_by_its_name(
    without_offer: Organisation, typed: str
) -> None:
    name = {
        "whole": without_offer.name,
        "shouted": without_offer.name.upper(),
        "folded": without_offer.name.replace("ü", "ue").replace("ä", "ae").replace("ö", "oe"),
    }[typed]
    page = search(q=name)
    assert page.links().count(f"/organisation/{without_offer.slug}/") == 1


def test_every_organisation_of_a_place_can_be_found_and_none_twice(db: None) -> None:
    offered = Offer.objects.filter(state="published").values("organisation")
    silent = Organisation.objects.exclude(pk__in=offered).exclude(kind="prison_service")
    missing = [one.slug for one in silent if one.slug not in search(q=one.name).source]
    assert missing == []


def test_no_text_that_comes_with_the_product_holds_an_entity() -> None:
    found = [
        f"{path.name}: {line[:80]}"
        for path in [*DATA.glob("*.csv"), *(PACKAGE / "organisations" / "data").glob("*.csv")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if ENTITY.search(line)
    ]
    assert found == []


def test_no_translation_was_made_of_a_text_with_entities() -> None:
    catalogues = sorted(Path(PACKAGE / "locale").glob("*/LC_MESSAGES/*.po"))
    assert len(catalogues) >= 2
    for path in catalogues:
        for entry in polib.pofile(str(path)):
            for text in (entry.msgid, entry.msgstr, *entry.msgstr_plural.values()):
                kept = text.replace("&shy;", "").replace("&nbsp;", "")
                assert not ENTITY.search(kept), (path.parent.parent.name, text)


def test_entities_copied_with_a_text_become_letters_and_are_found(as_: Signed) -> None:
    summary = "Hilfe f&uuml;r M&#252;tter &amp; V&auml;ter &ndash; gro&szlig;"
    _enter(as_(ADMIN), OFFERS, {**OFFER, "title": "N&auml;hb&uuml;ro", "summary": summary})
    offer = Offer.objects.get(title="Nähbüro")
    assert offer.summary == "Hilfe für Mütter & Väter – groß"
    assert offer.slug == "naehbuero"


def test_a_question_with_entities_breaks_nothing(db: None) -> None:
    page = search(q="F&uuml;hrerschein <b>")
    assert page.typed("q") == "F&uuml;hrerschein <b>"
    assert "<b>" not in page.source.partition("<main")[2].partition("</main")[0].replace(
        "<b>Warum", ""
    )


def test_a_site_with_a_hidden_address_tells_its_street_to_nobody(db: None) -> None:
    client = sign_in(ADMIN)
    form = Page(client.get(SITES))
    labels = [one for one in form.elements if one.tag == "label"]
    box = [one.attributes["for"] for one in labels if PUBLIC_ADDRESS.search(one.text().lower())]
    assert box, "the form of a site has a box that keeps the address secret"
    name = next(
        one.attributes["name"] for one in form.elements if one.attributes.get("id") == box[0]
    )
    _enter(client, SITES, {**SITE, "street": STREET, name: "on"})
    site = Site.objects.get(name=SITE["name"])
    with tenant(site.organisation_id):
        assert site.hidden.street == STREET, "the street is kept, sealed"
    _enter(client, OFFERS, {**OFFER, "site": site.slug})
    offer = Offer.objects.get(title=OFFER["title"])
    client.post(f"/intern/angebote/{offer.slug}/veroeffentlichen/")
    visitor = Client()
    for address in (
        *(f"/angebot/{offer.slug}/", f"/organisation/{offer.organisation.slug}/"),
        *(f"/suche/?q={offer.title}", f"/organisation/{offer.organisation.slug}/kontakt.vcf"),
    ):
        assert STREET not in visitor.get(address).content.decode(), address
    sheet = visitor.get(f"/angebot/{offer.slug}/angebot.pdf").content
    text = " ".join(one.extract_text() for one in PdfReader(BytesIO(sheet)).pages)
    assert offer.title in " ".join(text.split())
    assert STREET not in " ".join(text.split())


def test_organisations_of_a_name_are_those_of_the_plane_that_one_looks_on(db: None) -> None:
    named = '<h2 class="nl-eyebrow" id="namen">'
    page = search(q="Landesfachstelle", ort="00120").source
    assert named in page
    assert "Netzwerk Kinder von Inhaftierten Bayern" not in page.partition(named)[2][:3000]


def test_a_word_that_many_organisations_bear_is_no_name(db: None) -> None:
    borne = Counter(
        word for name in Organisation.objects.values_list("name", flat=True) for word in words(name)
    )
    word, often = borne.most_common(1)[0]
    assert often > 8
    assert 'id="namen"' not in search(q=word).source
