"""What the link in the letter may do. Who works on a case is answered by the room of cases."""

from datetime import date
from typing import Final

from nahtlos.conferences.models import Invited
from nahtlos.foundation.access import Actor, Decision, Kind, allow, refuse
from nahtlos.foundation.ruling import states

ANSWER: Final = "answer_conference"


@states(
    "Begleitung",
    "Wer über den Link einer Einladung antwortet, erreicht genau diese eine Einladung.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/conferences/test_door.py::test_a_link_answers_its_own_invitation_and_no_other",
    ),
)
def can_answer(actor: Actor, row: Invited) -> Decision:
    """Whoever holds the link to exactly this invitation."""
    link = actor.link
    if actor.kind is not Kind.LINK or link is None:
        return refuse()
    fits = (link.verb, link.object_id) == (ANSWER, row.pk)
    return allow() if fits and actor.organisation_id == row.organisation_id else refuse()
