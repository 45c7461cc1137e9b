"""A case of Aylin's and what is written down in it."""

from typing import Any

from nahtlos.cases.models import Case
from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_of
from nahtlos.records import actions
from nahtlos.records.actions import AreaViews, ContactMade, NoteText, StepWords
from nahtlos.records.models import AreaStanding, Contact, Note
from tests.cases.made import inside, new_case

WORDS = "Möchte nach der Entlassung bei Tante Balbina wohnen."
WISH = "Ich möchte wieder Fahrräder reparieren wie bei Onkel Gisbert"
SHORT = "Ruft am Donnerstag Onkel Gisbert an"


def a_case(who: str = "aylin", key: str = HOME) -> Case:
    """A case that WHO leads, in the organisation KEY."""
    with inside(who, key) as person:
        return new_case(person)


def note_text(**values: Any) -> NoteText:
    """What a note says, unless VALUES say otherwise."""
    known = {"kind": "fact", "concerned": "client", "on": today(), "text": WORDS}
    return NoteText(**{**known, **values})


def written(person: Actor, case: Case, **values: Any) -> Note:
    """A note of PERSON's."""
    return actions.write_note(actor=person, case=case, values=note_text(**values))


def changed(person: Actor, case: Case, note: Note, version: str = "", **values: Any) -> Note:
    """The note changed; with the state it is in, unless VERSION is another one."""
    version = version or version_of(note)
    return actions.change_note(
        actor=person, case=case, code=note.code, values=note_text(**values), version=version
    )


def made(**values: Any) -> ContactMade:
    """A telephone call of twenty minutes about housing, unless VALUES say otherwise."""
    known = {
        "on": today(),
        "channel": "phone",
        "concerned": "client",
        "reached": True,
        "minutes": {"WOH": 20},
        "note": SHORT,
    }
    return ContactMade(**{**known, **values})


def logged(person: Actor, case: Case, **values: Any) -> Contact:
    """A contact of PERSON's."""
    return actions.log_contact(actor=person, case=case, values=made(**values))


def note_typed(**values: Any) -> dict[str, Any]:
    """The form of a note."""
    typed = {"kind": "fact", "concerned": "client", "on": f"{today():%d.%m.%Y}", "text": WORDS}
    return {**typed, **values}


def contact_typed(**values: Any) -> dict[str, Any]:
    """The form of a contact."""
    typed = {
        "on": f"{today():%d.%m.%Y}",
        "channel": "phone",
        "reached": "yes",
        "concerned": "client",
        "area_1": "WOH",
        "minutes_1": "20",
        "note": SHORT,
    }
    return {**typed, **values}


def seen(
    person: Actor, case: Case, code: str, area: str, own: str, professional: str
) -> AreaStanding:
    """An area in the assessment CODE, in both views."""
    now = AreaStanding.objects.filter(assessment__code=code, area=area).first()
    views = AreaViews(own, professional, {f"{area}1": "partly"})
    return actions.save_area(
        actor=person, case=case, code=code, area=area, views=views, version=version_of(now)
    )


def furnish(lead: Actor, case: Case) -> None:
    """One of everything for the access matrix, by who leads the case."""
    written(lead, case)
    logged(lead, case)
    begun = actions.begin_assessment(actor=lead, case=case, age_group="adult")
    seen(lead, case, begun.code, "WOH", "urgent", "clarifying")
    actions.attach(actor=lead, case=case, name="Brief.txt", content=b"Von Tante Balbina")
    goal = actions.set_goal(actor=lead, case=case, words=WISH)
    values = StepWords(words="Bei der Werkstatt anrufen")
    actions.add_goal_step(actor=lead, case=case, code=goal.code, values=values)
