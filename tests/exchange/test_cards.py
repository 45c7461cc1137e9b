"""A day for the calendar, a number for the address book: only what the pages show."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from icalendar import Calendar

from nahtlos.directory.models import Offer
from nahtlos.exchange.rules.cards import Card, address_card
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import ContactPerson
from tests.cast import organisation
from tests.exchange.sampled import EXCHANGE, placed_offer

_KEY = UUID(int=1)


@pytest.fixture
def dated(db: None) -> Offer:
    """A published offer that takes place in three days."""
    offer = placed_offer(organisation().key)
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(next_date=today() + timedelta(days=3))
    return Offer.objects.get(pk=offer.pk)


def test_a_calendar_gets_the_day_the_place_and_the_page(visitor: Client, dated: Offer) -> None:
    answer = visitor.get(f"/angebot/{dated.slug}/termin.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == dated.title
    assert event.decoded("dtstart") == dated.next_date
    assert str(event["url"]).endswith(f"/angebot/{dated.slug}/")
    assert "Erfunden" in str(event["description"])
    assert "termin.ics" in visitor.get(f"/angebot/{dated.slug}/").content.decode()


@pytest.mark.parametrize(
    "hidden", [{"next_date": today() - timedelta(days=1)}, {"next_date": None}, {"state": "draft"}]
)
def test_a_day_that_is_over_or_an_offer_that_is_hidden_has_no_entry(
    visitor: Client, dated: Offer, hidden: dict[str, object]
) -> None:
    with tenant(dated.organisation_id):
        Offer.objects.filter(pk=dated.pk).update(**hidden)
    assert visitor.get(f"/angebot/{dated.slug}/termin.ics").status_code == 404
    page = visitor.get(f"/angebot/{dated.slug}/")
    assert b"termin.ics" not in page.content


def test_an_organisation_for_the_address_book(visitor: Client) -> None:
    own = organisation()
    answer = visitor.get(f"/organisation/{own.slug}/kontakt.vcf")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert f"FN:{own.name}" in lines
    assert f"TEL;TYPE=work:{own.phone}" in lines
    assert 'href="kontakt.vcf"' in visitor.get(f"/organisation/{own.slug}/").content.decode()


def test_a_published_contact_person_and_no_other(visitor: Client) -> None:
    told = EXCHANGE["exchange:contact_card"][0]("landesfachstelle-kvi")
    own = organisation("landesfachstelle-kvi")
    url = f"/organisation/{told['slug']}/ansprechperson-{told['code']}.vcf"
    assert "TEL;TYPE=work:030 23125-110" in visitor.get(url).content.decode()
    with tenant(own.pk):
        ContactPerson.objects.filter(organisation=own, code=told["code"]).update(
            published=False, public_name="", public_phone="", public_email=""
        )
    assert visitor.get(url).status_code == 404


def test_signs_of_the_format_are_escaped_and_long_lines_folded() -> None:
    name = "Müller; Söhne, & Töchter\\ e.V. mit einem sehr langen Namen, der nicht aufhört"
    card = Card(_KEY, name, name, street="Weg 1; Hof", city="Ort")
    written = address_card(card)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    whole = written.decode().replace("\r\n ", "")
    assert "FN:Müller\\; Söhne\\, & Töchter\\\\ e.V." in whole
    assert "ADR;TYPE=work:;;Weg 1\\; Hof;Ort;;;" in whole


def test_line_breaks_add_no_line_of_the_format() -> None:
    card = Card(_KEY, "Name\r\nEMAIL:boese@example.org", "Haus\nTEL:1")
    names = [line.partition(b":")[0] for line in address_card(card).split(b"\r\n")]
    assert b"EMAIL" not in names
    assert b"TEL" not in names
