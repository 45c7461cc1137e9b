"""Who may do what with records. Whether somebody is on the case is answered by the fetch."""

from datetime import date
from uuid import UUID

from nahtlos.cases.policy import can_work_on_cases
from nahtlos.foundation.access import Actor, Decision, Role, allow, refuse
from nahtlos.foundation.ruling import states


def can_read_records(actor: Actor) -> Decision:
    """Everybody who accompanies people; which records she finds, the fetch says."""
    return can_work_on_cases(actor)


@states(
    "Notizen",
    "Eine Notiz und einen Kontakt ändert nur, wer sie geschrieben hat. Was vorher dastand, bleibt"
    " daneben lesbar.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/records_room/test_notes.py::test_only_the_author_changes_a_note",
        "tests/records_room/test_notes.py::test_what_stood_there_before_stays",
    ),
)
def can_change_entry(actor: Actor, author_id: UUID) -> Decision:
    """The author alone; for everybody else the page to change it does not exist."""
    return allow() if actor.account_id == author_id else refuse()


@states(
    "Stunden",
    "Stunden für Fördergeber gibt es nur für die ganze Organisation. Eine Zeile, die sagt, wer wie"
    " lange gearbeitet hat, gibt es nicht.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/records_room/test_hours.py::test_time_is_counted_without_a_person_and_an_employee",
        "tests/records_room/test_hours.py::test_only_the_fachleitung_sees_hours",
    ),
)
def can_see_hours(actor: Actor) -> Decision:
    """The Fachleitung, for the whole organisation."""
    return allow() if can_work_on_cases(actor) and actor.has(Role.LEAD) else refuse()
