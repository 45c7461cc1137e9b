"""What is written stays with the server while somebody writes, and goes when it is saved."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client

from nahtlos.cases.actions import add_member, mark_closed
from nahtlos.foundation import stamps
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import told
from nahtlos.foundation.versions import version_of
from nahtlos.records import actions, queries
from nahtlos.records.jobs import forget_everywhere
from nahtlos.records.models import Draft
from tests.cases.made import inside, membership
from tests.reading import Page
from tests.records import recorded
from tests.records_room.made import WORDS, a_case, changed, note_typed, written
from tests.records_room.test_pages_notes import url

HALF = "Möchte nach der Entlassung bei Tante Balb"


def kept(who: str = "aylin") -> list[str]:
    """The texts of the drafts of WHO."""
    with inside(who) as person:
        mine = Draft.objects.filter(account_id=person.account_id)
        return [draft.content["text"] for draft in mine.order_by("saved_at")]


def test_a_draft_is_kept_for_who_writes_and_nobody_else(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    with inside() as aylin:
        add_member(actor=aylin, case=case, membership=membership("bernd"))
    for text in (HALF[:20], HALF):
        answer = client.post(url(case, "save_draft"), note_typed(text=text, entwurf="note"))
        assert (answer.status_code, answer.headers["Draft-Saved"]) == (200, "1")
        assert "Entwurf gespeichert um" in answer.content.decode()
    assert kept() == [HALF]
    page = Page(client.get(url(case, "new_note")))
    assert page.typed("text") == HALF
    assert "ist wieder da." in page.text
    assert Page(as_("bernd").get(url(case, "new_note"))).typed("text") == ""
    assert HALF not in Page(as_("bernd").get(url(case, "journal"))).text


def test_a_draft_is_sealed_and_no_line_in_the_chain(db: None) -> None:
    case = a_case()
    with recorded() as found, inside() as aylin, connection.cursor() as cursor:
        actions.save_draft(actor=aylin, case=case, form="note", content={"text": HALF})
        cursor.execute("SELECT row_to_json(c)::text FROM records_draft c")
        assert "Balb" not in " ".join(row[0] for row in cursor.fetchall())
    assert found == []


def test_a_draft_goes_when_the_note_is_saved(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    client.post(url(case, "save_draft"), note_typed(text=HALF))
    client.post(url(case, "new_note"), note_typed(stamp=stamps.issue()))
    assert kept() == []
    # What arrives late is what was saved.
    answer = client.post(url(case, "save_draft"), note_typed())
    assert answer.status_code == 200
    assert kept() == []


def test_a_draft_of_a_change_keeps_the_state_it_began_from(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    with inside() as aylin:
        note = written(aylin, case)
        old = version_of(note)
    typed = note_typed(text="Neu begonnen.", entwurf=note.code, version=old)
    client.post(url(case, "save_draft"), typed)
    with inside() as aylin:
        changed(aylin, case, note, text="Am anderen Rechner.")
        actions.save_draft(actor=aylin, case=case, form=note.code, content=typed)
    page = Page(client.get(url(case, "note", note=note.code)))
    assert (page.typed("text"), page.typed("version")) == ("Neu begonnen.", old)
    answer = client.post(url(case, "note", note=note.code), typed)
    assert answer.status_code == 422
    assert "Am anderen Rechner." in Page(answer).text


def test_a_draft_is_thrown_away(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    client.post(url(case, "save_draft"), note_typed(text=HALF))
    client.post(url(case, "discard_draft"), {"entwurf": "note"})
    assert kept() == []
    client.post(url(case, "save_draft"), note_typed(text=HALF))
    client.post(url(case, "save_draft"), note_typed(text="  "))
    assert kept() == []


def test_what_cannot_be_kept_is_said(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    answer = client.post(url(case, "save_draft"), note_typed(text="x" * 10_001))
    assert answer.status_code == 422
    assert "Draft-Saved" not in answer.headers
    with inside() as aylin:
        mark_closed(actor=aylin, case=case, closing="reached")
    answer = client.post(url(case, "save_draft"), note_typed(text=HALF))
    assert answer.status_code == 422
    assert "abgeschlossen" in answer.content.decode()
    assert kept() == []


def test_the_page_of_a_note_can_say_that_a_draft_failed(as_: Callable[[str], Client]) -> None:
    page = Page(as_("aylin").get(url(a_case(), "new_note")))
    failed = next(one for one in page.elements if one.attributes.get("id") == "entwurf-fehlt")
    assert "hidden" in failed.attributes
    assert "Ihr Text steht noch hier." in failed.text()


def test_nobody_drafts_into_anothers_note_or_case(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        note = written(aylin, case)
        add_member(actor=aylin, case=case, membership=membership("bernd"))
    with inside("bernd") as bernd, pytest.raises(Http404):
        actions.save_draft(actor=bernd, case=case, form=note.code, content={"text": HALF})
    with inside("helga") as helga, pytest.raises(Http404):
        actions.save_draft(actor=helga, case=case, form="note", content={"text": HALF})


def test_drafts_are_forgotten_after_two_weeks(db: None) -> None:
    old, fresh = a_case(), a_case()
    for case, days in ((old, 15), (fresh, 13)):
        with told(days), inside() as aylin:
            actions.save_draft(actor=aylin, case=case, form="note", content={"text": WORDS})
    forget_everywhere(0)
    with inside() as aylin:
        assert queries.draft_of(aylin, old, "note") is None
        assert queries.draft_of(aylin, fresh, "note") is not None


def test_the_draft_survives_a_closed_file(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        mark_closed(actor=aylin, case=case, closing="reached")
        with pytest.raises(Refused):
            actions.discard_draft(actor=aylin, case=case, form="note")
