"""Coordination offices teach the finder: it holds for everybody, mistakes are said beside the
field, and nobody overwrites anybody.
"""

import re

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.actions import reindex
from nahtlos.directory.actions.lexicon import (
    REINDEX,
    ask_for_reindex,
    remove_entry,
    save_entry,
    switch_delivered,
)
from nahtlos.directory.models import LexiconEntry
from nahtlos.directory.queries.finder import Search, find
from nahtlos.directory.queries.lexicon import own_entries, understood
from nahtlos.directory.rules.entries import Unclear, part_of_words, words_that_mean_the_same
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, version_of
from tests.cast import FOREIGN, actor, organisation, sign_in
from tests.directory.sampled import word
from tests.world import TAUGHT

OFFICE = "role:coordination"


def _total(words: str) -> int:
    return find(Search(words=words), today()).total


def _save(text: str, kind: str = "same", who: str = OFFICE) -> LexiconEntry:
    somebody = actor(who)
    with tenant(somebody.organisation, somebody.account_id):
        return save_entry(actor=somebody, entry=None, kind=kind, text=text)


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [REINDEX])
        return int(cursor.fetchone()[0])


def test_what_was_taught_holds_for_the_next_question(db: None) -> None:
    assert _total("Brumpelding") == 0
    _save("Brumpelding, Knast")
    assert _total("Brumpelding") > 0
    client = Client()
    assert "Leider nichts gefunden" not in client.get("/suche/?q=Brumpelding").content.decode()


def test_others_teach_nothing(db: None) -> None:
    for who in ("role:coach", "role:org_admin", "role:ministry", "cem"):
        with pytest.raises(Http404):
            _save("Brumpelding, Knast", who=who)
    assert _total("Brumpelding") == 0


def test_forgotten_it_finds_nothing_any_more(db: None) -> None:
    entry = _save("Brumpelding, Knast")
    office = actor(OFFICE)
    with tenant(office.organisation):
        remove_entry(actor=office, entry=entry)
    assert _total("Brumpelding") == 0


def test_the_index_is_asked_for_once_however_much_is_taught(db: None) -> None:
    before = _waiting()
    _save("Brumpelding, Knast")
    _save("Krumpelding, Knast")
    ask_for_reindex()
    assert _waiting() == max(before, 1)


def test_a_delivered_entry_is_switched_off_and_on_again(db: None) -> None:
    office = actor(OFFICE)
    with_it = understood("Knast")[0].same
    assert with_it
    with tenant(office.organisation):
        for _ in range(2):
            switch_delivered(actor=office, key="set:gefaengnis", on=False)
    assert understood("Knast")[0].same == ()
    with tenant(office.organisation):
        for _ in range(2):
            switch_delivered(actor=office, key="set:gefaengnis", on=True)
    assert understood("Knast")[0].same == with_it


def test_who_works_from_an_old_page_overwrites_nobody(db: None) -> None:
    entry, office = word(HOME), actor(OFFICE)
    old = version_of(entry)
    with tenant(office.organisation):
        save_entry(actor=office, entry=entry, kind="same", text="Kahn, Boot", version=old)
        with pytest.raises(Stale):
            save_entry(actor=office, entry=entry, kind="same", text="Kahn, Nachen", version=old)
    assert word(HOME).words == ["Kahn", "Boot"]


def test_the_page_shows_both_texts_to_the_second(db: None) -> None:
    client, entry = sign_in(OFFICE), word(HOME)
    url = f"/intern/suchwoerter/{entry.code}/"
    body = {"kind": "same", "words": "Kahn, Boot", "version": version_of(entry)}
    assert client.post(url, body).status_code == 302
    answer = client.post(url, {**body, "words": "Kahn, Nachen"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kahn, Boot" in page
    assert "Kahn, Nachen" in page
    again = re.findall(r'name="version" value="([^"]*)"', page)[0]
    assert client.post(url, {**body, "words": "Kahn, Nachen", "version": again}).status_code == 302
    assert word(HOME).words == ["Kahn", "Nachen"]


def test_a_double_click_teaches_once(db: None) -> None:
    client, stamp = sign_in(OFFICE), stamps.issue()
    before = LexiconEntry.objects.count()
    for _ in range(2):
        body = {"kind": "same", "words": "Kahn, Boot", "stamp": stamp}
        assert client.post("/intern/suchwoerter/neu/", body).status_code == 302
    assert LexiconEntry.objects.count() == before + 1


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("same", "Knast", "mindestens zwei"),
        ("same", "Angebot, Angebote", "mindestens zwei"),
        ("same", "und, Knast", "kommt fast überall vor"),
        ("same", "a" * 70 + ", Knast", "zu lang"),
        ("same", ", ".join(f"wort{n}" for n in range(41)), "mehr als 40"),
        ("stem", "ab", "mindestens drei"),
        ("stem", "zwei worte", "mindestens drei"),
        ("stem", "schuld, enenen", "zu lang"),
        ("same", "x" * 2001, "kürzer"),
        ("", "Knast, Jail", "wählen"),
        ("off", "set:gefaengnis", "wählen"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    db: None, kind: str, text: str, sentence: str
) -> None:
    client, before = sign_in(OFFICE), LexiconEntry.objects.count()
    body = {"kind": kind, "words": text, "stamp": stamps.issue()}
    answer = client.post("/intern/suchwoerter/neu/", body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert text in page
    assert LexiconEntry.objects.count() == before


def test_commas_line_ends_and_doubles_are_no_matter() -> None:
    assert words_that_mean_the_same("Kahn,\n Boot ;kahn,, Großes  Boot") == [
        *("Kahn", "Boot", "Großes Boot")
    ]
    assert part_of_words("schuld, en") == ["schuld", "en"]
    with pytest.raises(Unclear):
        part_of_words("")


def test_an_emoji_is_no_word() -> None:
    with pytest.raises(Unclear):
        words_that_mean_the_same("🙂, Knast")


def test_what_others_taught_is_read_and_not_changed(db: None) -> None:
    client = sign_in(OFFICE)
    page = client.get("/intern/suchwoerter/").content.decode()
    assert f"Lehrwort {FOREIGN}" in page
    assert organisation(FOREIGN).name in page
    assert TAUGHT in page
    office = actor(OFFICE)
    with tenant(office.organisation):
        assert [one.organisation_id for one in own_entries(office)] == [office.organisation]


def test_a_try_says_what_the_finder_makes_of_it(db: None) -> None:
    reindex()
    client = sign_in(OFFICE)
    page = client.get("/intern/suchwoerter/", {"wort": "vidobesuch im knast"}).content.decode()
    assert "gesucht wird stattdessen: Videobesuch" in page
    assert "Gleiche Bedeutung" in page
    only_stop_words = client.get("/intern/suchwoerter/", {"wort": "wo ist das"}).content.decode()
    assert "nur Füllwörter" in only_stop_words
