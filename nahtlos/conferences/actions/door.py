"""Whoever holds the link of an invitation says whether she comes."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nahtlos.conferences import policy
from nahtlos.conferences.actions.held import tell
from nahtlos.conferences.models import OWN_REPLIES, Conference, Invited
from nahtlos.conferences.queries import opening_of
from nahtlos.conferences.rules.door import Opening
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version


@states(
    "Links ohne Anmeldung",
    "Der Link einer Einladung zeigt Termin, Ort und wer einlädt, aber nicht, um wen es geht. Ihn zu"
    " öffnen ändert nichts.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/conferences/test_door.py::test_the_page_says_when_and_where_and_nothing_of_whom",
        "tests/conferences/test_door.py::test_opening_the_link_changes_nothing",
    ),
)
@transaction.atomic
def answer_invitation(*, actor: Actor, row: Invited, reply: str, words: str, version: str) -> None:
    """Comes, does not come, or sends somebody, with a few WORDS. VERSION is that of the invitation,
    which every change of the appointment renews: Stale where she has not seen the newest. The same
    again changes nothing; until the meeting begins to be over she may think otherwise.
    """
    conferences = Conference.objects.select_for_update(no_key=True)
    conference = conferences.get(pk=row.conference_id)
    rows = Invited.objects.select_for_update(of=("self",), no_key=True).select_related("membership")
    found = rows.get(pk=row.pk)
    require(policy.can_answer(actor, found))
    if opening_of(found, conference) is not Opening.OPEN:
        raise Refused(_("Diese Einladung gilt nicht mehr. Sie müssen nichts tun."))
    if reply not in OWN_REPLIES:
        raise Refused(_("Bitte wählen Sie eine Antwort."), field="reply")
    said = words.strip()
    if (found.reply, found.words or "") == (reply, said):
        return
    require_version(found, version)
    found.reply, found.words = reply, said
    found.answered_at = found.changed_at = now()
    found.save(update_fields=["reply", "words", "answered_at", "changed_at"])
    tell(
        *(actor, conference.case, conference, "conference_replied", Verb.ANSWERED),
        reply=reply,
        channel="link",
    )
