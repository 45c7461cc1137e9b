"""When and where people meet; another day; called off."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from nahtlos.cases.actions.held import held
from nahtlos.cases.models import Case, CaseMember
from nahtlos.conferences.actions.held import add, held_conference, save, tell
from nahtlos.conferences.actions.posting import ask_again, call_off
from nahtlos.conferences.models import (
    LONGEST,
    SHORTEST,
    Conference,
    ConferenceState,
    Invited,
    InvitedKind,
    Reply,
    Way,
)
from nahtlos.conferences.rules.details import Details
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.versions import require_version

# Two years ahead is a slip of the finger.
FARTHEST: Final = timedelta(days=730)


def _check(details: Details) -> None:
    day = details.starts_at.astimezone(BERLIN).date()
    if abs(day - today()) > FARTHEST:
        raise Refused("Bitte prüfen Sie das Datum.", field="day")
    if not SHORTEST <= details.lasts <= LONGEST:
        raise Refused(f"Bitte geben Sie {SHORTEST} bis {LONGEST} Minuten ein.", field="lasts")
    if details.way not in Way.values:
        raise Refused("Bitte wählen Sie, wie Sie sich treffen.", field="way")


@transaction.atomic
def plan_conference(*, actor: Actor, case: Case, details: Details) -> Conference:
    """A conference of CASE. The person herself and who plans it are invited at once."""
    current = held(actor, case)
    _check(details)
    codes = set(Conference.objects.visible_to(actor).values_list("code", flat=True))
    conference = Conference(
        organisation_id=current.organisation_id,
        case=current,
        code=free_code("T", codes.__contains__),
        starts_at=details.starts_at,
        lasts=details.lasts,
        way=details.way,
        place=details.place,
        changed_at=now(),
    )
    conference.save(force_insert=True)
    add(conference, kind=InvitedKind.PERSON)
    for own in CaseMember.objects.visible_to(actor).filter(case=current, until=None):
        if own.account_id == actor.account_id:
            told = {"membership_id": own.membership_id, "reply": Reply.COMES}
            add(conference, kind=InvitedKind.MEMBER, **told)
    tell(actor, current, conference, "conference_planned", Verb.CREATED)
    return conference


@transaction.atomic
def change_conference(
    *, actor: Actor, conference: Conference, details: Details, version: str
) -> None:
    """Another day, hour or place. Where the time is another one, all answers are open again;
    whoever was asked by mail is written to. VERSION is that of the conference; Stale where somebody
    was faster.
    """
    case, current = held_conference(actor, conference)
    _check(details)
    values = {name: getattr(details, name) for name in ("starts_at", "lasts", "way", "place")}
    changed = [name for name, value in values.items() if (getattr(current, name) or "") != value]
    if not changed:
        return
    require_version(current, version)
    save(current, **values)
    _open_again(current, again="starts_at" in changed)
    ask_again(current)
    tell(actor, case, current, "conference_changed", Verb.CHANGED, fields=sorted(changed))


def _open_again(conference: Conference, *, again: bool) -> None:
    """Whoever has the page behind the link open hears of the change before she answers; where
    everybody is asked AGAIN, no former answer counts.
    """
    for row in Invited.objects.select_for_update(no_key=True).filter(conference=conference):
        if again:
            row.reply, row.words, row.answered_at = Reply.OPEN, "", None
        row.changed_at = now()
        row.save(update_fields=["reply", "words", "answered_at", "changed_at"])


@transaction.atomic
def cancel_conference(*, actor: Actor, conference: Conference) -> None:
    """It does not take place."""
    case, current = held_conference(actor, conference)
    save(current, state=ConferenceState.CANCELLED)
    call_off(current)
    tell(actor, case, current, "conference_cancelled", Verb.ENDED)
