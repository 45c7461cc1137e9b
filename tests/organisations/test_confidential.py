"""A site whose address is confidential: nobody outside is told where it is, on no page and in no
file, and what is near it is told from its town alone.
"""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from statistics import mean

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pypdf import PdfReader

from nahtlos.desk.cast import HOME
from nahtlos.directory import actions as directory
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.finder import Search, find
from nahtlos.foundation import stamps
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations import actions
from nahtlos.organisations.models import HiddenAddress, Organisation, Postcode, Site
from nahtlos.organisations.queries import find_places
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.directory.sampled import house
from tests.reading import Page
from tests.records import assert_by, recorded, said

STREET, POSTCODE, TITLE = "Verschwiegene Gasse 7", "50679", "Schutzraum am Fluss"
TOLD = {"name": "Schutzhaus", "street": STREET, "postcode": POSTCODE, "city": "Köln"}
OWN, NEW = "/intern/organisation/", "/intern/organisation/standort/neu/"
CALL_FIRST = "Die Adresse ist vertraulich. Rufen Sie vorher an."


@pytest.fixture
def real(db: None) -> Organisation:
    """An organisation that counts as real, so that nothing is left out for being invented."""
    with tenant(organisation_id()):
        Organisation.objects.filter(pk=organisation_id()).update(is_sample=False)
    return organisation()


def saved(site: Site | None = None, **values: object) -> Site:
    """A site of ours, with VALUES."""
    with tenant(organisation_id()):
        version = version_of(Site.objects.get(pk=site.pk)) if site else ""
        told = {**({} if site else TOLD), **values}
        return actions.save_site(
            actor=actor("role:org_admin"), site=site, values=told, version=version
        )


def offered(site: Site, **values: object) -> Offer:
    """A published offer at SITE."""
    told = {"title": TITLE, "summary": "Ein Satz.", "topics": ["wohnen_nach_haft"], "site": site}
    with tenant(organisation_id()):
        who = actor("role:org_admin")
        made = directory.create_offer(
            actor=who, values={**told, "next_date": today(), "phone": "030 23125-401", **values}
        )
        return directory.publish_offer(actor=who, offer=made)


def _about(offer: Offer, text: str) -> str:
    """What an answer of the interface says about OFFER; others stand in a list as well."""
    if not text.startswith("{"):
        return text
    told = json.loads(text)
    marks = (str(offer.pk), str(offer.organisation_id))
    listed = [json.dumps(one, ensure_ascii=False) for one in told.get("contents", [told])]
    return "\n".join(one for one in listed if any(mark in one for mark in marks))


def told_of(offer: Offer, site: Site) -> Iterator[tuple[str, str]]:
    """(address, text) of everything public that shows OFFER or SITE."""
    visitor, home = Client(), offer.organisation.slug
    for language in ("", "/en", "/leicht"):
        for address in (
            *(f"/angebot/{offer.slug}/", f"/organisation/{home}/"),
            *(f"/suche/?q={TITLE}", f"/suche/?q={TITLE}&ort=Bonn", f"/suche/?ort={POSTCODE}"),
        ):
            yield language + address, visitor.get(language + address).content.decode()
    for address in (
        *(f"/angebot/{offer.slug}/termin.ics", f"/organisation/{home}/kontakt.vcf"),
        *("/sitemap.xml", "/api/hsds/services?full=true", f"/api/hsds/services/{offer.pk}"),
        *("/api/hsds/service_at_locations?full=true&per_page=500", "/api/hsds/organizations"),
        f"/api/hsds/service_at_locations/{offer.pk}",
        f"/api/hsds/organizations/{offer.organisation_id}?full_service=true",
    ):
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        yield address, _about(offer, answer.getvalue().decode())
    sheet = visitor.get(f"/angebot/{offer.slug}/angebot.pdf").content
    yield "sheet", " ".join(page.extract_text() for page in PdfReader(BytesIO(sheet)).pages)


def test_nobody_outside_is_told_the_street_or_the_postcode(real: Organisation) -> None:
    site = saved(confidential=True)
    offer = offered(site)
    row = Postcode.objects.get(plz=POSTCODE)
    seen = 0
    for address, text in told_of(offer, site):
        # The postcode that a reader typed herself stands in her own field.
        never = ["Verschwiegene", "Gasse 7", f"{row.lat}", f"{row.lon}", "geo:50"]
        never += [] if POSTCODE in address else [POSTCODE]
        assert [part for part in never if part in text] == [], address
        seen += TITLE in " ".join(text.split()) or site.name in text
    assert seen >= 15, "the offer or its site is shown on most of them"


def test_an_open_site_is_told_so_that_the_test_above_can_fail(real: Organisation) -> None:
    site = saved(confidential=False)
    offer = offered(site)
    row = Postcode.objects.get(plz=POSTCODE)
    texts = dict(told_of(offer, site))
    for address in (f"/angebot/{offer.slug}/", f"/organisation/{real.slug}/", "sheet"):
        assert STREET in " ".join(texts[address].split()), address
    assert STREET in texts[f"/api/hsds/service_at_locations/{offer.pk}"]
    assert f"geo:{row.lat:.4f}" in texts[f"/angebot/{offer.slug}/"]
    assert "Verschwiegene" in texts[f"/angebot/{offer.slug}/termin.ics"].replace("\r\n ", "")


def test_the_street_stands_in_no_public_column(db: None) -> None:
    site = saved(confidential=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(s)::text FROM organisations_site s WHERE id = %s", [site.pk]
        )
        assert "Gasse" not in cursor.fetchone()[0]
    with tenant(organisation_id(FOREIGN)):
        assert not HiddenAddress.objects.exists()
    with tenant(organisation_id()):
        assert HiddenAddress.objects.get(site=site).street == STREET
        with pytest.raises(IntegrityError), transaction.atomic():
            Site.objects.filter(pk=site.pk).update(street=STREET)


def test_its_point_is_the_middle_of_the_town_whatever_the_street(real: Organisation) -> None:
    site = saved(confidential=True)
    parts = Postcode.objects.filter(place="Köln", district="05315")
    assert (site.lat, site.lon) == (
        round(mean(part.lat for part in parts), 3),
        round(mean(part.lon for part in parts), 3),
    )
    elsewhere = saved(site, postcode="51149")
    assert (elsewhere.lat, elsewhere.lon) == (site.lat, site.lon)


def test_the_finder_knows_the_distance_to_its_town_and_the_map_has_no_pin(
    real: Organisation,
) -> None:
    offer = offered(saved(confidential=True))
    near = find(Search(words=TITLE, place=find_places("50667")[0], size=50), today())
    assert offer.pk in {row.offer_id for row in near.rows if (row.distance or 99) < 10}
    page = Client().get("/suche/", {"q": TITLE, "ort": "Köln"}).content.decode()
    assert TITLE in page
    drawn = page.partition('class="nl-map')[2].partition("</svg>")[0]
    assert TITLE not in drawn


def test_the_page_says_that_one_calls_first(real: Organisation) -> None:
    offer = offered(saved(confidential=True))
    for address in (f"/angebot/{offer.slug}/", f"/organisation/{real.slug}/"):
        assert CALL_FIRST in Page(Client().get(address)).text
    answer = Client().get(f"/api/hsds/service_at_locations/{offer.pk}").json()
    assert answer["location"]["description"].startswith("Die Adresse ist vertraulich.")


def test_its_own_team_reads_the_address_and_the_form_keeps_it(
    as_: Callable[[str], Client],
) -> None:
    client = as_("fritz")
    with recorded() as found:
        typed = {**TOLD, "confidential": "on", "stamp": stamps.issue()}
        assert client.post(NEW, typed)["Location"] == OWN
    site = Site.objects.get(name="Schutzhaus")
    assert said(found) == [("created", "site", site.slug)]
    assert_by(found, "fritz", "Verschwiegene", POSTCODE)
    assert STREET in Page(client.get(OWN)).text
    form = Page(client.get(f"{OWN}standort/{site.slug}/"))
    assert (form.typed("street"), form.typed("postcode")) == (STREET, POSTCODE)


def test_offers_follow_when_the_mark_is_set_and_when_it_is_taken_away(db: None) -> None:
    site = saved()
    offer = offered(site)
    row = Postcode.objects.get(plz=POSTCODE)
    assert (offer.lat, offer.lon) == (row.lat, row.lon)
    with recorded() as found:
        hidden = saved(site, confidential=True)
    offer.refresh_from_db()
    assert (offer.lat, offer.lon) == (hidden.lat, hidden.lon) != (row.lat, row.lon)
    assert offer.plane == "earth"
    assert json.loads(found[0].detail)["fields"] == ["confidential"]
    saved(site, confidential=False)
    offer.refresh_from_db()
    assert (offer.lat, offer.lon) == (row.lat, row.lon)
    site.refresh_from_db()
    assert (site.street, site.postcode) == (STREET, POSTCODE)
    with tenant(organisation_id()):
        assert not HiddenAddress.objects.filter(site=site).exists()


def test_only_a_postcode_is_enough_for_the_town(db: None) -> None:
    assert saved(city="", confidential=True).city == "Köln"
    with pytest.raises(Refused, match="nennen Sie den Ort") as refused:
        saved(name="Anderes Haus", street="Weg 1", city="", postcode="", confidential=True)
    assert refused.value.field == "city"


@pytest.mark.parametrize("field", ["name", "access_note"])
def test_what_is_public_of_the_site_may_not_give_the_street_away(field: str, db: None) -> None:
    with pytest.raises(Refused, match="vertrauliche Straße") as refused:
        saved(
            confidential=True, **{field: "Haus in der Verschwiegenen  gasse, verschwiegene gasse"}
        )
    assert refused.value.field == field


def test_an_offer_there_may_not_give_the_street_away(as_: Callable[[str], Client]) -> None:
    site = saved(confidential=True)
    told = {"title": TITLE, "summary": "In der VERSCHWIEGENE Gasse.", "site": site.slug}
    page = Page(
        as_("role:org_admin").post(
            "/intern/angebote/neu/",
            {**told, "cost": "unknown", "catchment": "unknown", "stamp": stamps.issue()},
        )
    )
    assert page.status == 422
    assert "Hier steht die vertrauliche Straße." in page.beside("summary")
    assert page.typed("title") == TITLE
    assert not Offer.objects.filter(title=TITLE).exists()


def test_the_organisation_itself_may_not_be_public_at_that_street(
    as_: Callable[[str], Client],
) -> None:
    saved(confidential=True)
    client, home = as_("fritz"), organisation()
    typed = {"name": home.name, "street": STREET, "city": "Köln", "version": version_of(home)}
    page = Page(client.post(f"{OWN}bearbeiten/", typed))
    assert page.status == 422
    assert "Das ist die vertrauliche Adresse eines Standorts." in page.beside("street")
    assert organisation().street == home.street
    with tenant(organisation_id()):
        Organisation.objects.filter(pk=home.pk).update(street="Hafenstr. 3")
    with pytest.raises(Refused, match="steht auch als Anschrift"):
        saved(name="Haus 2", street="Hafenstraße 3", confidential=True)


def test_a_prison_cannot_hide(as_: Callable[[str], Client]) -> None:
    with pytest.raises(Refused, match="Haftanstalt"):
        saved(house(HOME), confidential=True)
    form = Page(as_("fritz").get(f"{OWN}standort/{house(HOME).slug}/"))
    assert "confidential" not in form.controls()


def test_a_foreign_organisation_reads_nothing(as_: Callable[[str], Client]) -> None:
    site = saved(confidential=True)
    assert as_("cem").get(f"{OWN}standort/{site.slug}/").status_code == 404
    assert STREET not in as_("cem").get(f"/organisation/{organisation().slug}/").content.decode()
