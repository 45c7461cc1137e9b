"""A coordination office brings in one flat list about the organisations it looks after: who is
new is added and said so, who may be there already is asked, and what an organisation wrote itself
stays.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nahtlos.directory import actions as directory
from nahtlos.directory.models import Offer
from nahtlos.exchange import actions
from nahtlos.exchange.models import RegisterEntry
from nahtlos.exchange.queries.imports import own_run, preview
from nahtlos.exchange.rules.providers import bare_name
from nahtlos.exchange.rules.rows import read_row
from nahtlos.exchange.rules.sheets import read_sheet
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Organisation, Site
from tests.cast import FOREIGN, actor, organisation
from tests.exchange.importing import URL, brought_in, inside, looked_at, written
from tests.records import assert_by, entries, recorded, said

pytestmark = pytest.mark.django_db
OFFICE = "role:coordination"
HEAD = "Organisation;Titel;Kurz;Themen;Ort;Telefon\r\n"
TOPIC = "Wohnen nach der Haft"
FLAT = (
    HEAD + f"Seebrücke e.V.;Gruppe am Abend;Reden und essen.;{TOPIC};Musterstadt;\r\n"
    f"Seebrücke;Rechnen lernen;Zahlen.;{TOPIC};Musterstadt;\r\n"
    "Stille Post gGmbH;;;;Musterstadt;030 23125-110\r\n"
)


def by_name(name: str) -> Organisation:
    """The one organisation called so."""
    return Organisation.objects.get(name=name)


def looked_after() -> Organisation:
    """An organisation of Musterland without members that the office looks after."""
    run = brought_in("Organisation;Ort\r\nHaus am Fluss e.V.;Musterstadt\r\n", OFFICE)
    assert run.counts == {"new": 1}
    return by_name("Haus am Fluss e.V.")


def test_publishers_think_in_services_so_one_flat_row_a_service_is_joined_here() -> None:
    run, seen = looked_at(FLAT, OFFICE)
    assert [one.named.name for one in seen.founded] == ["Seebrücke e.V.", "Stille Post gGmbH"]
    assert not Organisation.objects.filter(name="Seebrücke e.V.").exists()
    done = written(run, OFFICE)
    assert done.counts == {"new": 3}
    home = by_name("Seebrücke e.V.")
    assert set(home.offers.values_list("title", "state")) == {
        ("Gruppe am Abend", "published"),
        ("Rechnen lernen", "published"),
    }
    assert home.looked_after
    assert home.is_sample
    one = home.offers.all()[0]
    assert one.facts.source == organisation().name


def test_the_dry_run_says_who_is_added(as_: Callable[[str], Client]) -> None:
    run, _ = looked_at(FLAT, OFFICE)
    page = as_(OFFICE).get(f"{URL}{run.code}/").content.decode()
    assert "2 Organisationen werden neu angelegt" in page
    assert "wird neu angelegt" in page


def test_an_organisation_without_services_is_still_findable_without_fake_duplicates(
    visitor: Client,
) -> None:
    for _ in range(2):
        brought_in(FLAT, OFFICE)
    rows = Organisation.objects.filter(name="Stille Post gGmbH")
    assert rows.count() == 1
    one = rows[0]
    assert (one.phone, one.city, one.offers.count()) == ("030 23125-110", "Musterstadt", 0)
    assert one.lat is not None
    assert visitor.get(f"/organisation/{one.slug}/").status_code == 200
    found = json.loads(visitor.get("/api/hsds/organizations", {"search": "stille post"}).content)
    assert [entry["name"] for entry in found["contents"]].count("Stille Post gGmbH") == 1


def test_the_same_list_twice_changes_nothing() -> None:
    brought_in(FLAT, OFFICE)
    before = list(Offer.objects.order_by("pk").values_list("pk", "version"))
    number = Organisation.objects.count()
    run = brought_in(FLAT, OFFICE)
    assert run.counts == {"same": 3}
    assert list(Offer.objects.order_by("pk").values_list("pk", "version")) == before
    assert Organisation.objects.count() == number


def test_the_seat_of_a_new_organisation_is_kept_and_is_no_site_of_its_own() -> None:
    text = (
        "Organisation;Titel;Kurz;Themen;Straße;PLZ\r\n"
        f"Seebrücke e.V.;Gruppe;Reden.;{TOPIC};Lindenstraße 3;00120\r\n"
    )
    brought_in(text, OFFICE)
    home = by_name("Seebrücke e.V.")
    assert (home.street, home.postcode, home.sites.count()) == ("Lindenstraße 3", "00120", 0)
    assert brought_in(text, OFFICE).counts == {"same": 1}


def test_every_bad_value_of_a_flat_line_is_named_at_once() -> None:
    _, seen = looked_at(
        "Organisation;Titel;Lage;Gebiet;PLZ\r\nSeebrücke;Kurs;Mond;Atlantis;99999\r\n", OFFICE
    )
    assert [fault.column for fault in seen.bad[0].read.faults] == [
        "Lage",
        "Einzugsgebiet",
        "Postleitzahl",
    ]


def test_the_same_provider_is_matched_across_lists_by_its_register_number(
    visitor: Client,
) -> None:
    brought_in(
        "Organisation;Registergericht;Registernummer;Ort\r\n"
        "Seebrücke e.V.;Amtsgericht Musterstadt;VR 0017;Musterstadt\r\n",
        OFFICE,
    )
    home = by_name("Seebrücke e.V.")
    assert str(RegisterEntry.objects.get(organisation=home)) == "Amtsgericht Musterstadt, VR 17"
    run = brought_in(
        "Träger;Amtsgericht;VR-Nummer;Titel;Ort\r\n"
        "Verein zur Förderung der Seebrücke;AG Musterstadt;vr17;Gruppe am Abend;Musterwald\r\n",
        OFFICE,
    )
    assert run.counts == {"new": 1}
    assert run.founded == []
    assert home.offers.get().title == "Gruppe am Abend"
    told = json.loads(visitor.get(f"/api/hsds/organizations/{home.pk}").content)
    assert told["organization_identifiers"][1]["identifier"] == "VR 17"
    assert told["organization_identifiers"][1]["identifier_scheme"] == "Amtsgericht Musterstadt"


def test_a_merge_is_proposed_and_never_made_silently() -> None:
    home = looked_after()
    text = HEAD + f"Haus am Fluß eV;Gruppe;Reden.;{TOPIC};Musterwald;\r\n"
    run, seen = looked_at(text, OFFICE)
    assert seen.counts == {"open": 1}
    assert [one.pk for provider in seen.unclear for one in provider.alike] == [home.pk]
    assert written(run, OFFICE).counts == {"open": 1}
    run, seen = looked_at(text, OFFICE)
    choose(run, {seen.unclear[0].line: str(home.pk)})
    assert written(run, OFFICE).counts == {"new": 1}
    assert home.offers.get().title == "Gruppe"
    assert brought_in(text, OFFICE).counts == {"same": 1}


def choose(run: Any, providers: dict[int, str]) -> None:  # noqa: ANN401
    """Say who is meant."""
    inside(lambda one: actions.choose(actor=one, run=run, choices={}, providers=providers), OFFICE)


def test_an_organisation_of_its_own_is_added_once_somebody_said_so() -> None:
    looked_after()
    run, seen = looked_at("Organisation;Ort\r\nHaus am Fluss gGmbH;Musterwald\r\n", OFFICE)
    choose(run, {seen.unclear[0].line: "new"})
    assert len(written(run, OFFICE).founded) == 1
    assert by_name("Haus am Fluss gGmbH").city == "Musterwald"


def test_a_choice_can_name_no_organisation_that_was_not_proposed() -> None:
    looked_after()
    run, seen = looked_at("Organisation;Ort\r\nHaus am Fluß;Musterwald\r\n", OFFICE)
    choose(run, {seen.unclear[0].line: str(organisation(FOREIGN).pk)})
    again = inside(lambda one: preview(one, own_run(one, run.code)), OFFICE)
    assert again.counts == {"open": 1}


def test_the_same_address_is_proposed_and_another_register_number_is_somebody_else() -> None:
    head = "Organisation;Straße;PLZ;Registergericht;Registernummer\r\n"
    brought_in(f"{head}Seebrücke e.V.;Lindenstraße 3;00120;AG Musterstadt;VR 17\r\n", OFFICE)
    _, seen = looked_at(f"{head}Laden für alle;Lindenstr. 3;00120;;\r\n", OFFICE)
    assert [one.name for provider in seen.unclear for one in provider.alike] == ["Seebrücke e.V."]
    _, seen = looked_at(f"{head}Seebrücke;Lindenstr. 3;00120;AG Musterstadt;VR 18\r\n", OFFICE)
    assert seen.counts == {"new": 1}


def test_what_an_organisation_wrote_itself_stays() -> None:
    brought_in(FLAT, OFFICE)
    one = Offer.objects.get(title="Gruppe am Abend")
    deed_of(one)
    run = brought_in(FLAT.replace("Reden und essen.", "Anders."), OFFICE)
    assert run.counts == {"kept": 1, "same": 2}
    assert Offer.objects.get(pk=one.pk).summary == "Von uns selbst."


def deed_of(one: Offer) -> None:
    """The organisation of an offer changes it itself."""
    person = actor("cem")
    with tenant(one.organisation_id):
        own = type(person)(
            person.kind, person.account_id, one.organisation_id, "X", roles=person.roles
        )
        directory.edit_offer(
            actor=own, offer=one, values={"summary": "Von uns selbst."}, version=one.version
        )


def test_an_organisation_with_members_of_its_own_is_left_alone() -> None:
    theirs = organisation(FOREIGN)
    with tenant(theirs.pk):
        Organisation.objects.filter(pk=theirs.pk).update(looked_after=True)
    before = set(theirs.offers.values_list("pk", "version"))
    text = HEAD + f"{theirs.name};Gruppe;Reden.;{TOPIC};{theirs.city};\r\n"
    _, seen = looked_at(text, OFFICE)
    assert [line.kept for line in seen.kept] == ["Diese Organisation pflegt ihren Eintrag selbst."]
    assert brought_in(text, OFFICE).counts == {"kept": 1}
    assert set(theirs.offers.values_list("pk", "version")) == before


def test_organisations_of_another_land_are_left_to_its_office() -> None:
    bavarian = Organisation.objects.filter(land="BY", looked_after=True).order_by("slug")[0]
    text = f'Organisation;Titel;PLZ\r\n"{bavarian.name}";Gruppe;\r\nNeue Hilfe;Gruppe;80331\r\n'
    _, seen = looked_at(text, OFFICE)
    assert seen.counts == {"kept": 2}
    assert "anderen Land" in seen.kept[1].kept


def test_a_line_without_an_organisation_and_a_number_without_its_court_are_named() -> None:
    _, seen = looked_at(
        "Organisation;Titel;Registergericht;Registernummer\r\n;Gruppe;;\r\n"
        "Neue Hilfe;Gruppe;;VR 12\r\nNeue Hilfe;Kurs;AG Musterstadt;zwölf\r\n",
        OFFICE,
    )
    faults = [(f.column, f.sentence) for line in seen.bad for f in line.read.faults]
    assert faults == [
        ("Organisation", "Hier fehlt die Organisation."),
        ("Registernummer", "Zur Registernummer gehört das Registergericht."),
        ("Registernummer", "Bitte die Nummer mit ihrem Register: VR 1234"),
    ]


def test_only_a_coordination_office_brings_in_lists_about_others() -> None:
    run, _ = looked_at("Titel;Organisation\r\nX;Y\r\n", "aylin")
    assert run.columns == ["titel", ""]
    with pytest.raises(Refused, match="liest die Koordinierungsstelle ein"):
        inside(
            lambda one: actions.choose_columns(
                actor=one, run=run, columns=["titel", "organisation"]
            ),
            "aylin",
        )


def test_undo_takes_back_offers_sites_and_organisations() -> None:
    home = looked_after()
    number = Organisation.objects.count()
    text = (
        "Organisation;Titel;Kurz;Themen;Straße;PLZ\r\n"
        f"Haus am Fluss e.V.;Gruppe;Reden.;{TOPIC};Lindenstraße 3;00120\r\n"
        f"Seebrücke e.V.;Kurs;Lernen.;{TOPIC};Lindenstraße 9;00120\r\n"
    )
    run = brought_in(text, OFFICE)
    assert run.counts == {"new": 2}
    assert Site.objects.filter(organisation=home).count() == 1
    undone = inside(lambda one: actions.undo_import(actor=one, run=run), OFFICE)
    assert undone.refused == []
    assert Organisation.objects.count() == number
    assert home.offers.get().state == "ended"
    assert Site.objects.filter(organisation=home).count() == 0
    assert brought_in(text, OFFICE).counts == {"changed": 1, "new": 1}


def test_what_was_touched_since_stays_after_undo() -> None:
    run = brought_in(FLAT, OFFICE)
    deed_of(Offer.objects.get(title="Gruppe am Abend"))
    undone = inside(lambda one: actions.undo_import(actor=one, run=run), OFFICE)
    assert undone.refused == [
        "„Gruppe am Abend“ hat seitdem jemand geändert. Es bleibt, wie es ist.",
        "„Seebrücke e.V.“ ist geblieben.",
    ]
    assert by_name("Seebrücke e.V.").offers.count() == 2
    assert not Organisation.objects.filter(name="Stille Post gGmbH").exists()


def test_both_chains_say_who_did_it_and_for_which_office() -> None:
    with recorded() as found:
        brought_in(FLAT, OFFICE)
    assert [entry.verb for entry in found] == ["received", "changed", "imported", "closed"]
    assert_by(found, OFFICE, "Seebrücke", "Stille Post", "Gruppe am Abend")
    home = by_name("Seebrücke e.V.")
    theirs = entries(home.key)
    assert said(theirs) == [("created", "organisation", home.slug), ("imported", "offer", "")]
    assert json.loads(theirs[-1].detail) == {"office": organisation().slug, "offers": 2}
    assert_by(theirs, OFFICE, "Gruppe am Abend")


def test_names_are_compared_without_their_legal_form() -> None:
    names = ["Muster-Hilfe e. V.", "Musterhilfe eV", "MUSTER HILFE", "Musterhilfe gGmbH"]
    assert len({bare_name(name) for name in names}) == 1
    assert read_row(2, {"organisation": "X"}).faults == []
    assert read_sheet(b"Organisation\nX\n").header == ("Organisation",)
