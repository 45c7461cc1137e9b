"""What every table may rely on, whatever becomes of the tables behind it."""

import pytest
from django.db.models import NOT_PROVIDED

from nahtlos.directory.models import Offer, OpeningHours
from nahtlos.exchange.rules.rows import TEXTS
from nahtlos.organisations.models import Organisation
from tests.exchange.importing import brought_in, looked_at, offer

pytestmark = pytest.mark.django_db
GIVEN = {"organisation", "slug", "key", "title", "changed_at"}  # by the import itself
CONTACT = ("phone", "email", "website")


def test_an_import_does_not_break_once_a_contact_field_becomes_mandatory() -> None:
    needed = {
        field.name
        for field in Offer._meta.concrete_fields
        if not field.null and not field.primary_key and field.default is NOT_PROVIDED
    }
    assert needed <= GIVEN, "a table that knows nothing of this field can no longer be brought in"
    assert brought_in("Titel\r\nGruppe am Abend\r\n").counts == {"new": 1}
    assert [getattr(offer("Gruppe am Abend"), name) for name in CONTACT] == ["", "", ""]


def test_a_contact_that_is_none_is_reported_with_its_row_and_stops_no_other() -> None:
    text = (
        "Titel;Telefon;E-Mail;Internet\r\nEins;ruf an;;\r\nZwei;;bei mir;\r\n"
        "Drei;;;javascript:1\r\n"
        "Vier;030 23125-110;a@verein.example;verein.example\r\n"
    )
    _, seen = looked_at(text)
    assert [(line.row.number, line.read.faults[0].column) for line in seen.bad] == [
        (2, "Telefon"),
        (3, "E-Mail"),
        (4, "Internetseite"),
    ]
    assert brought_in(text).counts == {"bad": 3, "new": 1}


def test_an_organisation_from_a_list_needs_no_contact_either() -> None:
    brought_in("Organisation\r\nSeebrücke e.V.\r\n", "role:coordination")
    row = Organisation.objects.get(name="Seebrücke e.V.")
    assert [getattr(row, name) for name in CONTACT] == ["", "", ""]


def test_every_text_is_as_long_as_its_column_allows() -> None:
    for name, longest in TEXTS.values():
        assert Offer._meta.get_field(name).max_length == longest, name


def test_hours_have_columns_for_start_and_end_of_a_day_closed_and_all_day() -> None:
    brought_in(
        "Service;Monday_start;Monday_end;Tuesday closed;Wednesday all-day;Do Start;Do Ende\r\n"
        "Gruppe am Abend;9:00;12:30;yes;x;;\r\n"
    )
    row = OpeningHours.objects.get(offer=offer("Gruppe am Abend"))
    assert row.week == {"0": [[540, 750]], "2": [[0, 1440]]}
