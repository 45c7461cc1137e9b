"""What a table says of whom an offer is for and where it is: each value read, or named with its
row, its column and a sentence; kept in place and taken back.
"""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.models import Offer
from nahtlos.directory.rules.areas import Areas, area_of
from nahtlos.directory.rules.opening import Unclear
from nahtlos.exchange import actions
from nahtlos.exchange.rules.rows import read_row
from nahtlos.organisations.models import Prison, Site
from tests.cast import organisation_id
from tests.exchange.importing import brought_in, inside, looked_at, offer

pytestmark = pytest.mark.django_db
ADMIN = "role:org_admin"
AREAS = Areas(
    lands={"bayern": frozenset({"BY"}), "by": frozenset({"BY"}), "hessen": frozenset({"HE"})},
    districts={"rosenheim": frozenset({"09163", "09187"}), "09163": frozenset({"09163"})},
    prisons={"jva bernau": frozenset({"G9001"})},
)


def faults_of(text: str, who: str = "aylin") -> list[tuple[int, str, str]]:
    """(row, column, sentence) of every bad value."""
    _, seen = looked_at(text, who)
    return [
        (line.row.number, fault.column, fault.sentence)
        for line in seen.bad
        for fault in line.read.faults
    ]


def sites() -> set[str]:
    """The names of the home organisation's sites."""
    rows = Site.objects.filter(organisation_id=organisation_id())
    return set(rows.values_list("name", flat=True))


def test_german_headers_are_known_for_circumstances_exclusions_area_and_address() -> None:
    run, _ = looked_at(
        "Titel;Haftart;Geschlecht;Ausgeschlossen;Ausschlusskriterien;Landkreise;Anschrift;"
        "Postleitzahl;Stadt\r\nX;;;;;;;;\r\n"
    )
    assert run.columns == [
        *("titel", "lage", "geschlecht", "nicht_fuer", "nicht_wenn", "gebiet"),
        *("strasse", "plz", "ort"),
    ]


def test_whom_an_offer_is_for_and_whom_not_is_read_by_labels_and_codes() -> None:
    run = brought_in(
        "Titel;Lage;Geschlecht;Nicht für;Ausschlusskriterien\r\n"
        "Gruppe am Abend;nach der Entlassung|probation;nur Frauen;remand|Kinder;"
        "nicht bei akuter Sucht\r\n"
    )
    assert run.counts == {"new": 1}, run.columns
    one = offer("Gruppe am Abend")
    assert one.circumstances == ["released", "probation"]
    assert (one.gender, one.excluded) == ("women", ["remand", "child"])
    assert one.exclusion_note == "nicht bei akuter Sucht"


def test_every_bad_value_is_named_with_row_column_and_sentence() -> None:
    found = faults_of(
        "Titel;Lage;Geschlecht;Nicht für;PLZ;Gebiet\r\n"
        "A;auf dem Mond;;;;\r\n"
        "B;;Katzen;;;\r\n"
        "C;;;Marsmenschen;;\r\n"
        "D;;;;12;\r\n"
        "E;;;;99999;\r\n"
        "F;;;;;Atlantis\r\n"
        "G;probation;;probation;;\r\n"
    )
    assert found == [
        (2, "Lage", "„auf dem Mond“ kennen wir nicht."),
        (3, "Nur für Frauen oder nur für Männer", "Bitte „Frauen“, „Männer“ oder „alle“."),
        (4, "Für wen nicht", "„Marsmenschen“ kennen wir nicht."),
        (5, "Postleitzahl", "Eine Postleitzahl hat fünf Ziffern."),
        (6, "Postleitzahl", "Diese Postleitzahl kennen wir nicht."),
        (7, "Einzugsgebiet", "„Atlantis“ kennen wir nicht als Land, Kreis oder Anstalt."),
        (
            8,
            "Für wen nicht",
            "Für dieselben Menschen ist das Angebot auch gedacht. Beides geht nicht.",
        ),
    ]


def test_a_file_that_contradicts_what_stands_in_the_offer_is_named_and_stops_nothing() -> None:
    brought_in("Kennung;Titel;Alter bis;Lage\r\nA-1;Gruppe am Abend;14;probation\r\n")
    text = (
        "Kennung;Titel;Alter von;Nicht für\r\n"
        "A-1;Gruppe am Abend;50;auf Bewährung\r\nA-2;Rechnen;;\r\n"
    )
    assert [column for _, column, _ in faults_of(text)] == ["Alter bis", "Für wen nicht"]
    assert brought_in(text).counts == {"bad": 1, "new": 1}


def test_an_area_is_nationwide_a_land_districts_or_prisons() -> None:
    prison = Prison.objects.filter(organisation__is_sample=True).order_by("pk")[0]
    brought_in(
        "Titel;Gebiet\r\nEins;bundesweit\r\nZwei;Musterland\r\nDrei;München (Stadt)|09187\r\n"
        f'Vier;"{prison.short_name}"\r\nFünf;–\r\n'
    )
    told = {
        one.title: (one.catchment, one.catchment_land, one.catchment_codes)
        for one in Offer.objects.filter(title__in=("Eins", "Zwei", "Drei", "Vier", "Fünf"))
    }
    assert told == {
        "Eins": ("nationwide", "", []),
        "Zwei": ("land", "MU", []),
        "Drei": ("districts", "", ["09162", "09187"]),
        "Vier": ("prisons", "", [prison.xjustiz_id]),
        "Fünf": ("unknown", "", []),
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Rosenheim", "„Rosenheim“ gibt es mehrmals. Bitte den Schlüssel: 09163, 09187"),
        ("Bayern|Hessen", "Bitte nur ein Land. Mehrere Länder nennen Sie mit ihren Kreisen."),
        ("09163|JVA Bernau", "Bitte nur eines von dreien: ein Land, Kreise oder Anstalten."),
        ("JVA Bernau|Hades", "„Hades“ kennen wir nicht als Land, Kreis oder Anstalt."),
    ],
)
def test_an_area_that_is_unclear_is_not_guessed(text: str, sentence: str) -> None:
    with pytest.raises(Unclear) as error:
        area_of(text, AREAS)
    assert str(error.value) == sentence


@given(st.text(max_size=60))
def test_no_cell_breaks_the_reading_of_areas_and_places(text: str) -> None:
    row = read_row(2, {"titel": "X", "plz": text, "strasse": text, "geschlecht": text})
    assert row.values["title"] == "X"
    with suppress(Unclear):
        told = area_of(text, AREAS)
        assert told["catchment"] in ("unknown", "nationwide", "land", "districts", "prisons")


def test_an_address_becomes_a_site_once_and_is_found_again() -> None:
    before = sites()
    text = (
        "Kennung;Titel;Straße;PLZ\r\n"
        "A-1;Gruppe am Abend;Lindenstraße 3;00120\r\nA-2;Rechnen lernen;Lindenstr. 3;0120\r\n"
    )
    _, seen = looked_at(text, ADMIN)
    first = seen.new[0].new_site
    assert first is not None
    assert first.name.startswith("Lindenstraße 3, ")
    run = brought_in(text, ADMIN)
    assert len(sites() - before) == 1
    one, other = offer("Gruppe am Abend"), offer("Rechnen lernen")
    assert one.site_id == other.site_id
    assert one.site is not None
    assert (one.site.street, one.site.postcode, one.lat) == (
        "Lindenstraße 3",
        "00120",
        one.site.lat,
    )
    assert one.lat is not None
    assert brought_in(text, ADMIN).counts == {"same": 2}
    assert run.sites == [str(one.site_id)]


def test_who_may_not_add_a_site_is_told_so_with_the_row() -> None:
    before = sites()
    assert faults_of("Titel;Straße;PLZ\r\nGruppe;Lindenstraße 3;00120\r\n") == [
        (
            2,
            "Straße und Hausnummer",
            "Dort haben Sie keinen Standort. Ihre Verwaltung kann ihn eintragen.",
        )
    ]
    assert sites() == before


def test_a_street_needs_its_postcode_and_a_site_keeps_its_address() -> None:
    brought_in("Titel;Standort;Straße;PLZ\r\nC;Laden;Lindenstraße 3;00120\r\n", ADMIN)
    site = Site.objects.get(name="Laden")
    found = faults_of(
        f'Titel;Straße;PLZ;Standort\r\nA;Lindenstraße 3;;\r\nB;Anderswo 7;00120;"{site.name}"\r\n',
        ADMIN,
    )
    assert [(row, column) for row, column, _ in found] == [
        (2, "Postleitzahl"),
        (3, "Straße und Hausnummer"),
    ]


def test_undo_takes_the_new_site_away_and_puts_area_and_exclusions_back() -> None:
    brought_in("Kennung;Titel;Gebiet;Nicht für\r\nA-1;Gruppe am Abend;bundesweit;Kinder\r\n", ADMIN)
    before = sites()
    run = brought_in(
        "Kennung;Titel;Gebiet;Nicht für;Geschlecht;Straße;PLZ\r\n"
        "A-1;Gruppe am Abend;Musterland;–;Männer;Lindenstraße 3;00120\r\n"
        "A-2;Rechnen lernen;;;;Lindenstraße 3;00120\r\n",
        ADMIN,
    )
    assert run.counts == {"changed": 1, "new": 1}
    assert len(sites() - before) == 1
    key = offer("Gruppe am Abend").pk
    inside(lambda person: actions.undo_import(actor=person, run=run), ADMIN)
    one = offer("Gruppe am Abend")
    assert (one.pk, one.catchment, one.catchment_land) == (key, "nationwide", "")
    assert (one.excluded, one.gender, one.site_id) == (["child"], "", None)
    assert offer("Rechnen lernen").state == "ended"
    assert sites() == before


def test_a_site_that_somebody_uses_meanwhile_stays_after_undo() -> None:
    run = brought_in("Titel;Straße;PLZ\r\nGruppe am Abend;Lindenstraße 3;00120\r\n", ADMIN)
    brought_in("Titel;Straße;PLZ\r\nRechnen lernen;Lindenstraße 3;00120\r\n", ADMIN)
    inside(lambda person: actions.undo_import(actor=person, run=run), ADMIN)
    site = offer("Rechnen lernen").site
    assert site is not None
    assert site.street == "Lindenstraße 3"
