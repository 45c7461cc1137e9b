"""A table becomes offers: nothing is written unseen, no bad line stops a good one, nothing that the
file does not have is lost, and all of it can be taken back.
"""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory import actions as directory
from nahtlos.directory.models import Offer, OfferRevision, OpeningHours
from nahtlos.exchange import actions
from nahtlos.exchange.models import ImportRow, ImportRun, OutsideKey
from nahtlos.exchange.queries.imports import own_run, preview
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import now
from tests.cast import FOREIGN, actor, organisation_id
from tests.exchange.importing import (
    URL,
    brought_in,
    inside,
    looked_at,
    offer,
    titles,
    written,
)
from tests.records import assert_by, recorded

pytestmark = pytest.mark.django_db
TABLE = (
    "Kennung;Titel;Kurz;Themen;Kosten;Internet;Telefon\r\n"
    "A-1;Gruppe am Abend;Reden und essen.;Wohnen nach der Haft;kostenlos;verein.example;\r\n"
    "A-2;;Ohne Titel.;;;;\r\n"
    "A-3;Unbekanntes Thema;;Mondfahrt;;;\r\n"
    "A-4;Rechnen lernen;;;15 Euro;;030 23125-110\r\n"
)


def test_one_bad_row_does_not_stop_a_whole_file() -> None:
    before = titles()
    run = brought_in(TABLE)
    assert titles() - before == {"Gruppe am Abend", "Rechnen lernen"}
    assert run.counts == {"new": 2, "bad": 2}
    one = offer("Gruppe am Abend")
    assert (one.state, one.cost, one.website) == ("draft", "free", "https://verein.example")
    assert offer("Rechnen lernen").cost_note == "15 Euro"


def test_ids_are_kept_and_rows_updated_in_place() -> None:
    brought_in(TABLE)
    one, number = offer("Gruppe am Abend"), Offer.objects.count()
    run = brought_in("Kennung;Titel\r\nA-1;Gruppe am Morgen\r\n")
    assert run.counts == {"changed": 1}
    assert Offer.objects.count() == number
    again = Offer.objects.get(pk=one.pk)
    assert (again.title, again.slug) == ("Gruppe am Morgen", one.slug)


def test_a_second_import_updates_in_place_and_keeps_what_the_file_does_not_have() -> None:
    brought_in(TABLE)
    one = offer("Gruppe am Abend")
    inside(
        lambda person: directory.edit_offer(
            actor=person,
            offer=one,
            values={"city": "Musterstadt", "description": "Lang."},
            version=1,
        )
    )
    placed = offer("Gruppe am Abend")
    assert placed.lat is not None
    run = brought_in("Kennung;Titel;Kurz;Ort\r\nA-1;Gruppe am Abend;Anders.;\r\n")
    assert run.counts == {"changed": 1}
    after = offer("Gruppe am Abend")
    assert (after.summary, after.description, after.website) == (
        "Anders.",
        "Lang.",
        "https://verein.example",
    )
    assert (after.city, after.lat, after.lon) == ("Musterstadt", placed.lat, placed.lon)


def test_the_same_file_twice_changes_nothing() -> None:
    brought_in(TABLE)
    versions = list(Offer.objects.order_by("pk").values_list("pk", "version"))
    _, seen = looked_at(TABLE)
    assert seen.counts == {"same": 2, "bad": 2}
    brought_in(TABLE)
    assert list(Offer.objects.order_by("pk").values_list("pk", "version")) == versions


def test_likely_duplicates_are_proposed_and_never_merged_silently() -> None:
    brought_in(
        "Titel;Ort;Telefon\r\nBeratung für Angehörige Inhaftierter;Musterstadt;030 23125-110\r\n"
    )
    number = Offer.objects.count()
    text = (
        "Titel;Ort;Telefon\r\n"
        "Beratung fuer Angehoerige Inhaftierte;Musterstadt;\r\n"
        "Angehörige Inhaftierter: die Beratung;Musterwald;+49 30 23125110\r\n"
        "Holzwerkstatt;Musterwald;\r\n"
    )
    run, seen = looked_at(text)
    assert seen.counts == {"open": 2, "new": 1}
    assert {known.title for line in seen.undecided for known in line.alike} == {
        "Beratung für Angehörige Inhaftierter"
    }
    known = seen.undecided[0].alike[0].pk
    inside(lambda person: actions.choose(actor=person, run=run, choices={2: str(known), 3: "new"}))
    done = written(run)
    assert done.counts == {"changed": 1, "new": 2}
    assert Offer.objects.get(pk=known).title == "Beratung fuer Angehoerige Inhaftierte"
    assert Offer.objects.count() == number + 2


def test_what_nobody_decided_stays_lying() -> None:
    brought_in("Titel\r\nBeratung für Angehörige Inhaftierter\r\n")
    number = Offer.objects.count()
    run = brought_in("Titel\r\nBeratung für Angehörige Inhaftierte\r\n")
    assert run.counts == {"open": 1}
    assert Offer.objects.count() == number


def test_a_choice_can_name_no_offer_that_was_not_proposed() -> None:
    brought_in("Titel\r\nBeratung für Angehörige Inhaftierter\r\n")
    run, _ = looked_at("Titel\r\nBeratung für Angehörige Inhaftierte\r\n")
    foreign = Offer.objects.exclude(organisation_id=organisation_id())[0]
    inside(lambda one: actions.choose(actor=one, run=run, choices={2: str(foreign.pk)}))
    assert inside(lambda one: preview(one, own_run(one, run.code))).counts == {"open": 1}


def test_undo_restores_what_was_and_leaves_what_somebody_edited() -> None:
    brought_in(TABLE)
    kept = offer("Rechnen lernen")
    run = brought_in(
        "Kennung;Titel;Kurz;Mo\r\nA-1;Gruppe am Abend;Anders.;9-12\r\n"
        "A-4;Rechnen lernen;Neu.;\r\nA-9;Nur kurz hier;;\r\n"
    )
    assert run.counts == {"changed": 2, "new": 1}
    inside(
        lambda person: directory.edit_offer(
            actor=person,
            offer=kept,
            values={"summary": "Von Hand."},
            version=offer("Rechnen lernen").version,
        )
    )
    undone = inside(lambda person: actions.undo_import(actor=person, run=run))
    assert undone.refused == [
        "„Rechnen lernen“ hat seitdem jemand geändert. Es bleibt, wie es ist."
    ]
    assert offer("Gruppe am Abend").summary == "Reden und essen."
    assert not OpeningHours.objects.filter(offer=offer("Gruppe am Abend")).exists()
    assert offer("Rechnen lernen").summary == "Von Hand."
    assert offer("Nur kurz hier").state == "ended"
    verbs = OfferRevision.objects.filter(offer=offer("Gruppe am Abend"))
    assert inside(lambda person: verbs.count()) == 3


def test_undo_twice_is_once_and_an_import_that_waits_cannot_be_undone() -> None:
    run, _ = looked_at(TABLE)
    with pytest.raises(Refused):
        inside(lambda person: actions.undo_import(actor=person, run=run))
    run = written(run)
    inside(lambda person: actions.undo_import(actor=person, run=run))
    before = list(Offer.objects.order_by("pk").values_list("pk", "version"))
    inside(lambda person: actions.undo_import(actor=person, run=run))
    assert list(Offer.objects.order_by("pk").values_list("pk", "version")) == before


def test_two_tabs_are_one_import() -> None:
    run, _ = looked_at(TABLE)
    before = titles()
    for _ in range(2):
        inside(lambda person: actions.start_import(actor=person, run=run))
        written(run)
    assert len(titles() - before) == 2
    assert Offer.objects.filter(title="Gruppe am Abend").count() == 1


def test_a_double_click_on_send_is_one_import(as_: Callable[[str], Client]) -> None:
    stamp, client = stamps.issue(), as_("aylin")
    for _ in range(2):
        file = SimpleUploadedFile("a.csv", TABLE.encode())
        assert client.post(URL, {"file": file, "stamp": stamp}).status_code == 302
    assert inside(lambda person: ImportRun.objects.visible_to(person).count()) == 1


def test_a_killed_job_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(f"K-{n};Angebot Nummer {n * 7919}\r\n" for n in range(30))
    run, _ = looked_at(f"Kennung;Titel\r\n{lines}")
    inside(lambda person: actions.start_import(actor=person, run=run))
    monkeypatch.setattr("nahtlos.exchange.actions.imports.AT_ONCE", 10)
    real = actions.imports._write
    calls = []

    def dying(*args: object) -> int:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("nahtlos.exchange.actions.imports._write", dying)
    person = actor("aylin")
    assert person.account_id
    named = {"run_code": run.code, "account_id": person.account_id}
    with pytest.raises(KeyboardInterrupt):
        actions.run_import(organisation_id=person.organisation, **named)
    half = inside(lambda one: own_run(one, run.code))
    assert (half.state, half.done) == ("running", 20)
    actions.run_import(organisation_id=person.organisation, **named)
    done = inside(lambda one: own_run(one, run.code))
    assert (done.state, done.counts) == ("done", {"new": 30})
    assert Offer.objects.filter(title__startswith="Angebot Nummer").count() == 30


def test_the_chain_says_who_brought_in_how_many_and_no_title() -> None:
    with recorded() as found:
        brought_in(TABLE)
    assert [entry.verb for entry in found if entry.verb in ("received", "imported", "closed")] == [
        "received",
        "imported",
        "closed",
    ]
    assert json.loads(found[-1].detail) == {"new": 2, "bad": 2}
    assert_by(found, "aylin", "Gruppe am Abend")


def test_each_change_stands_in_the_history_of_its_offer() -> None:
    brought_in(TABLE)
    brought_in("Kennung;Titel;Kurz\r\nA-1;Gruppe am Abend;Anders.\r\n")
    rows = OfferRevision.objects.filter(offer=offer("Gruppe am Abend"))
    told = inside(lambda person: list(rows.values_list("verb", "changes", "account_id")))
    assert [verb for verb, _, _ in told] == ["changed", "created"]
    assert told[0][1] == {"summary": ["Reden und essen.", "Anders."]}
    assert {account for _, _, account in told} == {actor("aylin").account_id}


def test_a_table_without_hours_leaves_them_alone() -> None:
    brought_in("Kennung;Titel;Mo\r\nA-1;Gruppe am Abend;9-12\r\n")
    brought_in("Kennung;Titel;Mo\r\nA-1;Gruppe am Abend;\r\n")
    brought_in("Kennung;Titel\r\nA-1;Gruppe am Abend\r\n")
    row = OpeningHours.objects.get(offer=offer("Gruppe am Abend"))
    assert row.week == {"0": [[540, 720]]}


def test_a_dash_empties_a_field_on_purpose() -> None:
    brought_in("Kennung;Titel;Kurz\r\nA-1;Gruppe am Abend;Reden.\r\n")
    brought_in("Kennung;Titel;Kurz\r\nA-1;Gruppe am Abend;–\r\n")
    assert offer("Gruppe am Abend").summary == ""


def test_the_same_offer_twice_in_one_file_is_named() -> None:
    _, seen = looked_at("Kennung;Titel\r\nA-1;Eins\r\nA-1;Zwei\r\n;Drei\r\n;Drei\r\n")
    assert [fault.sentence for line in seen.bad for fault in line.read.faults] == [
        "Das steht schon in Zeile 2.",
        "Das steht schon in Zeile 4.",
    ]


def test_what_was_read_is_forgotten_after_a_month_and_the_offers_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = brought_in(TABLE)
    assert actions.forget_old_runs(organisation_id()) == 0
    inside(
        lambda person: ImportRun.objects.filter(pk=run.pk).update(
            changed_at=now() - actions.imports.KEPT_FOR * 1.01
        )
    )
    assert actions.forget_old_runs(organisation_id()) == 1
    assert inside(lambda person: ImportRow.objects.filter(run=run.pk).count()) == 0
    assert offer("Gruppe am Abend")
    assert inside(lambda person: OutsideKey.objects.filter(key="A-1").count()) == 1


def test_the_lines_are_sealed_in_the_database() -> None:
    run, _ = looked_at(TABLE)

    def raw(person: Actor) -> list[bytes]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cells FROM exchange_importrow WHERE run_id = %s", [run.pk])
            return [bytes(cells) for (cells,) in cursor.fetchall()]

    assert all(b"Gruppe" not in cells for cells in inside(raw))


def test_strangers_find_no_import_and_readers_may_not(as_: Callable[[str], Client]) -> None:
    run, _ = looked_at(TABLE)
    assert as_("cem").get(f"{URL}{run.code}/").status_code == 404
    assert as_("role:data_protection").get(f"{URL}{run.code}/").status_code == 403
    assert HOME != FOREIGN


def test_somebody_who_left_brings_nothing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    run, _ = looked_at(TABLE)
    inside(lambda person: actions.start_import(actor=person, run=run))
    before, person = titles(), actor("aylin")
    reader = Actor(person.kind, person.account_id, person.organisation_id)
    monkeypatch.setattr("nahtlos.exchange.actions.imports._importer", lambda *_: reader)
    assert person.account_id
    actions.run_import(
        organisation_id=person.organisation, run_code=run.code, account_id=person.account_id
    )
    assert titles() == before
    assert inside(lambda one: own_run(one, run.code)).state == "checked"


def test_ended_offers_of_others_and_foreign_titles_do_not_matter() -> None:
    theirs = Offer.objects.exclude(organisation_id=organisation_id()).filter(state="published")[0]
    run = brought_in(f'Titel\r\n"{theirs.title}"\r\n')
    assert run.counts == {"new": 1}
    assert Offer.objects.get(pk=theirs.pk).version == theirs.version
