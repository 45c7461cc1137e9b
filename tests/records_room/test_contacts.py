"""Contacts: noted, corrected, sealed; their time counted where no person stands."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404

from nahtlos.cases.actions import mark_closed
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.records import actions, queries
from nahtlos.records.models import Contact
from tests.cases.made import inside
from tests.cast import FOREIGN
from tests.records import assert_by, recorded, said
from tests.records_room.made import SHORT, a_case, logged, made


def test_a_contact_is_noted(db: None) -> None:
    case = a_case()
    with recorded() as found, inside() as aylin:
        logged(aylin, case, minutes={"WOH": 20, "": 10})
        (line,) = queries.journal(aylin, case).lines
    assert (line.channel, line.concerned, line.reached) == (
        "Telefon",
        "die begleitete Person",
        True,
    )
    assert dict(line.themes) == {"Wohnen": 20, "ohne bestimmtes Thema": 10}
    assert line.total == 30
    assert said(found) == [("created", "contact", case.code)]
    assert_by(found, "aylin", SHORT, "Gisbert", "WOH")


def test_who_speaks_about_what_is_sealed(db: None) -> None:
    case = a_case()
    with inside() as aylin, connection.cursor() as cursor:
        logged(aylin, case, minutes={"SUC": 20})
        cursor.execute("SELECT row_to_json(c)::text FROM records_contact c")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "SUC" not in rows
    assert "Gisbert" not in rows


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"concerned": "victim"}, "concerned"),
        ({"minutes": {"DIS": 5}}, "area_1"),
        ({"minutes": {"WOH": 0}}, "minutes_1"),
        ({"minutes": {"WOH": 1441}}, "minutes_1"),
        ({"note": "x" * 501}, "note"),
        ({"on": None}, "on"),
        ({"on": today() + timedelta(days=1)}, "on"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    db: None, values: dict[str, object], field: str
) -> None:
    case = a_case()
    with inside() as aylin:
        with pytest.raises(Refused) as caught:
            logged(aylin, case, **values)
        assert caught.value.field == field
        assert not Contact.objects.filter(case=case).exists()


def test_a_contact_is_corrected_by_who_noted_it(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        contact = logged(aylin, case)
        old = version_of(contact)
        actions.change_contact(
            actor=aylin,
            case=case,
            code=contact.code,
            values=made(reached=False, minutes={}),
            version=old,
        )
        again = Contact.objects.get(pk=contact.pk)
        assert (again.reached, again.minutes) == (False, {})
        with pytest.raises(Stale):
            actions.change_contact(
                actor=aylin, case=case, code=contact.code, values=made(note="Neu"), version=old
            )
    with inside("bernd") as bernd, pytest.raises(Http404):
        actions.remove_contact(actor=bernd, case=case, code=contact.code)


def test_a_contact_noted_by_mistake_is_removed(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        contact = logged(aylin, case)
        with recorded() as found:
            actions.remove_contact(actor=aylin, case=case, code=contact.code)
        assert not Contact.objects.filter(case=case).exists()
    assert said(found) == [("ended", "contact", case.code)]


def test_strangers_and_colleagues_note_nothing(db: None) -> None:
    case = a_case()
    with inside("bernd") as bernd, pytest.raises(Http404):
        logged(bernd, case)
    with inside("cem", FOREIGN) as cem, pytest.raises(Http404):
        logged(cem, case)


def test_a_closed_case_takes_no_contact(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        mark_closed(actor=aylin, case=case, closing="no_contact")
        with pytest.raises(Refused):
            logged(aylin, case)
