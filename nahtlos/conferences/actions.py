"""Planning a conference, asking people to come, writing down what was agreed."""

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from nahtlos.cases.actions import add_step, note_event
from nahtlos.cases.actions.held import held
from nahtlos.cases.models import Case, CaseMember, Step
from nahtlos.conferences.models import (
    LONGEST,
    SHORTEST,
    Basis,
    Conference,
    ConferenceState,
    ConferenceTask,
    Invited,
    InvitedKind,
    Reply,
    Way,
)
from nahtlos.conferences.queries import talking_partners
from nahtlos.conferences.rules.details import Details
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership

# Two years ahead is a slip of the finger.
FARTHEST: Final = timedelta(days=730)
OVER: Final = "Diese Besprechung ist abgeschlossen oder abgesagt. Daran ändert sich nichts mehr."
NO_CONSENT: Final = (
    "Für diese Stelle gibt es an dem Tag keine Einwilligung, miteinander zu sprechen. Bitte holen"
    " Sie eine ein, oder die Person lädt selbst ein."
)


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
    _add(conference, kind=InvitedKind.PERSON)
    for own in CaseMember.objects.visible_to(actor).filter(case=current, until=None):
        if own.account_id == actor.account_id:
            told = {"membership_id": own.membership_id, "reply": Reply.COMES}
            _add(conference, kind=InvitedKind.MEMBER, **told)
    _tell(actor, current, conference, "conference_planned", Verb.CREATED)
    return conference


def _add(conference: Conference, **values: Any) -> Invited:
    row = Invited(
        organisation_id=conference.organisation_id,
        conference=conference,
        changed_at=now(),
        **values,
    )
    row.save(force_insert=True)
    return row


def _tell(
    actor: Actor, case: Case, conference: Conference, verb: str, audited: Verb, **detail: Any
) -> None:
    """One line in the course and one in the chain: codes, never words."""
    note_event(actor=actor, case=case, verb=verb, about=conference.code)
    audit.record(actor, audited, "conference", case.code, {"conference": conference.code, **detail})


def _held(actor: Actor, conference: Conference) -> tuple[Case, Conference]:
    """(case, conference) as they are now, locked; Refused where it is over."""
    case = held(actor, Case(pk=conference.case_id))
    rows = Conference.objects.select_for_update(no_key=True)
    current = rows.get(pk=conference.pk, case=case)
    if current.state != ConferenceState.PLANNED:
        raise Refused(OVER)
    return case, current


def _save(conference: Conference, **values: Any) -> None:
    for name, value in values.items():
        setattr(conference, name, value)
    conference.changed_at = now()
    conference.save(update_fields=[*values, "changed_at"])


@transaction.atomic
def change_conference(
    *, actor: Actor, conference: Conference, details: Details, version: str
) -> None:
    """Another day, hour or place. Whoever said that she comes is asked again where the time is
    another one. VERSION is that of the conference; Stale where somebody was faster.
    """
    case, current = _held(actor, conference)
    _check(details)
    values = {name: getattr(details, name) for name in ("starts_at", "lasts", "way", "place")}
    changed = [name for name, value in values.items() if (getattr(current, name) or "") != value]
    if not changed:
        return
    require_version(current, version)
    _save(current, **values)
    if "starts_at" in changed:
        rows = Invited.objects.filter(conference=current, reply=Reply.COMES)
        rows.update(reply=Reply.OPEN, changed_at=now())
    _tell(actor, case, current, "conference_changed", Verb.CHANGED, fields=sorted(changed))


@transaction.atomic
def invite_member(*, actor: Actor, conference: Conference, membership: Membership) -> None:
    """Ask somebody of the own organisation who is on the case. Said twice is said once."""
    case, current = _held(actor, conference)
    on_it = CaseMember.objects.filter(case=case, membership_id=membership.pk, until=None)
    if not on_it.exists():
        raise Refused("Bitte wählen Sie jemanden, der hier beteiligt ist.", field="member")
    if Invited.objects.filter(conference=current, membership_id=membership.pk).exists():
        return
    _add(current, kind=InvitedKind.MEMBER, membership_id=membership.pk)
    _tell(actor, case, current, "conference_invited", Verb.CHANGED)


@states(
    "Einwilligung",
    "Eine andere Stelle kommt nur mit an den Tisch, wenn eine gültige Einwilligung das Gespräch"
    " erlaubt oder die Person sie selbst einlädt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/conferences/test_conferences.py::test_without_a_consent_nobody_else_is_invited",
        "tests/conferences/test_conferences.py::test_a_consent_that_covers_talking_is_enough",
        "tests/conferences/test_conferences.py::test_the_person_invites_whom_she_likes",
    ),
)
@transaction.atomic
def invite_partner(
    *, actor: Actor, conference: Conference, partner: Organisation, function: str, basis: str
) -> None:
    """Ask another agency, by FUNCTION. Refused where BASIS is a consent and none covers talking on
    that day. Said twice is said once.
    """
    case, current = _held(actor, conference)
    if not function.strip():
        raise Refused("Wer dort? Bitte nennen Sie die Funktion.", field="function")
    if basis not in Basis.values:
        raise Refused("Bitte wählen Sie, wer einlädt.", field="basis")
    if partner.pk == actor.organisation:
        raise Refused("Das ist Ihre eigene Organisation.", field="partner")
    if basis == Basis.CONSENT and partner.pk not in talking_partners(case, current):
        raise Refused(NO_CONSENT, field="basis")
    if Invited.objects.filter(conference=current, to_organisation=partner).exists():
        return
    _add(
        current,
        kind=InvitedKind.PARTNER,
        to_organisation=partner,
        function=function.strip(),
        basis=basis,
    )
    _tell(actor, case, current, "conference_invited", Verb.CHANGED, basis=basis)


@transaction.atomic
def note_reply(*, actor: Actor, conference: Conference, row: Invited, reply: str) -> None:
    """What somebody said when she was asked."""
    case, current = _held(actor, conference)
    if reply not in Reply.values:
        raise Refused("Bitte wählen Sie eine Antwort.", field="reply")
    found = Invited.objects.select_for_update().get(pk=row.pk, conference=current)
    if found.reply == reply:
        return
    found.reply, found.changed_at = reply, now()
    found.save(update_fields=["reply", "changed_at"])
    _tell(actor, case, current, "conference_replied", Verb.ANSWERED, reply=reply)


@transaction.atomic
def uninvite(*, actor: Actor, conference: Conference, row: Invited) -> None:
    """Take somebody off the list; the person herself stays."""
    case, current = _held(actor, conference)
    if row.kind == InvitedKind.PERSON:
        raise Refused("Die Person selbst ist immer eingeladen.")
    if Invited.objects.filter(pk=row.pk, conference=current).delete()[0]:
        _tell(actor, case, current, "conference_uninvited", Verb.CHANGED)


@transaction.atomic
def write_minutes(*, actor: Actor, conference: Conference, text: str, version: str) -> None:
    """A draft of the minutes. VERSION is that of the conference; Stale where somebody was
    faster.
    """
    case, current = _held(actor, conference)
    if (current.minutes or "") == text.strip():
        return
    require_version(current, version)
    _save(current, minutes=text.strip())
    _tell(actor, case, current, "conference_minutes", Verb.CHANGED)


@states(
    "Begleitung",
    "Ein abgeschlossenes Protokoll ändert sich nicht mehr.",
    checked_on=date(2026, 11, 27),
    proven_by=("tests/conferences/test_conferences.py::test_finished_minutes_never_change",),
)
@transaction.atomic
def finish_minutes(*, actor: Actor, conference: Conference, version: str) -> None:
    """The minutes are finished: the conference was held. VERSION is what was read."""
    case, current = _held(actor, conference)
    require_version(current, version)
    if not current.minutes:
        raise Refused("Bitte schreiben Sie zuerst auf, was besprochen wurde.")
    if current.starts_at.astimezone(BERLIN).date() > today():
        raise Refused("Die Besprechung war noch nicht. Stimmt der Tag?")
    _save(
        current,
        state=ConferenceState.HELD,
        finished_at=now(),
        finished_by=actor.account_id,
    )
    _tell(actor, case, current, "conference_held", Verb.CLOSED)


@transaction.atomic
def cancel_conference(*, actor: Actor, conference: Conference) -> None:
    """It does not take place."""
    case, current = _held(actor, conference)
    _save(current, state=ConferenceState.CANCELLED)
    _tell(actor, case, current, "conference_cancelled", Verb.ENDED)


@transaction.atomic
def add_task(
    *,
    actor: Actor,
    conference: Conference,
    title: str,
    area: str,
    due_on: date | None,
    assigned: Membership | None,
) -> Step:
    """What was agreed, with who and until when: a step of the plan that names its conference. Also
    after the minutes are finished, not where it was called off.
    """
    case = held(actor, Case(pk=conference.case_id))
    current = Conference.objects.get(pk=conference.pk, case=case)
    if current.state == ConferenceState.CANCELLED:
        raise Refused(OVER)
    if assigned is None:
        raise Refused("Wer kümmert sich darum?", field="assigned")
    if due_on is None:
        raise Refused("Bis wann?", field="due_on")
    step = add_step(
        actor=actor, case=case, title=title, area=area, due_on=due_on, assigned=assigned
    )
    task = ConferenceTask(organisation_id=case.organisation_id, conference=current, step=step)
    task.save(force_insert=True)
    return step
