"""Notes: of three kinds, sealed, changed by their author alone, with what stood there before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404

from nahtlos.cases.actions import add_member, mark_closed
from nahtlos.cases.models import CaseEvent
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import is_code
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.records import actions, queries
from nahtlos.records.models import Note, NoteVersion
from tests.cases.made import inside, membership
from tests.cast import FOREIGN
from tests.records import assert_by, recorded, said
from tests.records_room.made import WORDS, a_case, changed, note_text, written


def test_a_note_is_written(db: None) -> None:
    case = a_case()
    with recorded() as found, inside() as aylin:
        note = written(aylin, case, kind="self_report", concerned="child")
    assert is_code(note.code)
    with inside() as aylin:
        (line,) = queries.journal(aylin, case).lines
        assert (line.kind, line.concerned) == ("Selbstauskunft", "ein Kind")
        assert (line.text, line.mine) == (WORDS, True)
        assert CaseEvent.objects.filter(case=case).latest("at").verb == "note_written"
    assert said(found) == [("created", "note", case.code)]
    assert_by(found, "aylin", WORDS, "Balbina")


def test_what_is_written_is_sealed(db: None) -> None:
    case = a_case()
    with inside() as aylin, connection.cursor() as cursor:
        changed(aylin, case, written(aylin, case), text="Doch lieber bei Onkel Gisbert.")
        for table in ("note", "noteversion"):
            cursor.execute(f"SELECT row_to_json(c)::text FROM records_{table} c")  # noqa: S608
            rows = " ".join(row[0] for row in cursor.fetchall())
            assert "Balbina" not in rows
            assert "Gisbert" not in rows
        texts = {one.text for one in NoteVersion.objects.all()}
    assert WORDS in texts


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"concerned": "everybody"}, "concerned"),
        ({"concerned": "victim"}, "concerned"),
        ({"text": "  \n"}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"on": None}, "on"),
        ({"on": today() + timedelta(days=1)}, "on"),
        ({"on": today().replace(year=1600)}, "on"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    db: None, values: dict[str, object], field: str
) -> None:
    case = a_case()
    with inside() as aylin:
        with pytest.raises(Refused) as caught:
            written(aylin, case, **values)
        assert caught.value.field == field
        assert not Note.objects.filter(case=case).exists()


def test_prisons_may_note_who_was_harmed(db: None) -> None:
    case = a_case("doro", "jva-musterstadt")
    with inside("doro", "jva-musterstadt") as doro:
        assert written(doro, case, concerned="victim").pk


def test_any_script_and_ten_thousand_characters_are_kept(db: None) -> None:
    text = 'Şahin "SELECT" % 😀 <b>' + "x" * 9_000
    case = a_case()
    with inside() as aylin:
        note = written(aylin, case, text=text)
        assert Note.objects.get(pk=note.pk).text == text


def test_only_the_author_changes_a_note(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        note = written(aylin, case)
        add_member(actor=aylin, case=case, membership=membership("bernd"))
    with inside("bernd") as bernd:
        (line,) = queries.journal(bernd, case).lines
        assert (line.text, line.mine) == (WORDS, False)
        with pytest.raises(Http404):
            changed(bernd, case, note, text="Anders.")
        with pytest.raises(Http404):
            actions.remove_note(actor=bernd, case=case, code=note.code)
        assert Note.objects.get(pk=note.pk).text == WORDS


def test_what_stood_there_before_stays(db: None) -> None:
    case = a_case()
    with recorded() as found, inside() as aylin:
        note = written(aylin, case)
        note = changed(aylin, case, note, text="Zweite Fassung.", kind="opinion")
        changed(aylin, case, note, text="Dritte Fassung.")
        (line,) = queries.journal(aylin, case).lines
    assert line.text == "Dritte Fassung."
    assert [(one.text, one.kind) for one in line.versions] == [
        ("Zweite Fassung.", "Einschätzung"),
        (WORDS, "Tatsache"),
    ]
    assert [entry.verb for entry in found] == ["created", "changed", "changed"]
    assert_by(found, "aylin", WORDS, "Fassung")


def test_the_same_again_changes_nothing(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        note = written(aylin, case)
        with recorded() as found:
            changed(aylin, case, note, version="long ago")
        assert not NoteVersion.objects.filter(note=note).exists()
    assert found == []


def test_a_stale_tab_overwrites_nothing(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        note = written(aylin, case)
        old = version_of(note)
        changed(aylin, case, note, text="Aus dem ersten Fenster.")
        with pytest.raises(Stale):
            changed(aylin, case, note, old, text="Aus dem zweiten Fenster.")
        assert Note.objects.get(pk=note.pk).text == "Aus dem ersten Fenster."


def test_a_note_in_the_wrong_file_is_removed_with_its_versions(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        note = changed(aylin, case, written(aylin, case), text="Anders.")
        with recorded() as found:
            actions.remove_note(actor=aylin, case=case, code=note.code)
        assert not Note.objects.filter(case=case).exists()
        assert not NoteVersion.objects.filter(note_id=note.pk).exists()
        with pytest.raises(Http404):
            actions.remove_note(actor=aylin, case=case, code=note.code)
    assert said(found) == [("ended", "note", case.code)]


def test_strangers_and_colleagues_write_nothing(db: None) -> None:
    case = a_case()
    for who in ("bernd", "helga"):
        with inside(who) as person, pytest.raises(Http404):
            actions.write_note(actor=person, case=case, values=note_text())
    with inside("cem", FOREIGN) as cem, pytest.raises(Http404):
        actions.write_note(actor=cem, case=case, values=note_text())
    with inside():
        assert not Note.objects.filter(case=case).exists()


def test_a_closed_case_is_read_only(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        note = written(aylin, case)
        mark_closed(actor=aylin, case=case, closing="reached")
        for deed in (
            lambda: written(aylin, case),
            lambda: changed(aylin, case, note, text="Anders."),
            lambda: actions.remove_note(actor=aylin, case=case, code=note.code),
        ):
            with pytest.raises(Refused) as caught:
                deed()
            assert "abgeschlossen" in caught.value.reason
        assert len(queries.journal(aylin, case).lines) == 1
