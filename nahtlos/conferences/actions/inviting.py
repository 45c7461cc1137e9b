"""Who is asked to come, and what was said when somebody asked."""

from datetime import date
from typing import Final

from django.db import transaction

from nahtlos.cases.models import CaseMember
from nahtlos.conferences.actions.held import add, held_conference, tell
from nahtlos.conferences.actions.posting import OBJECT, call_off, is_over, write
from nahtlos.conferences.models import Basis, Conference, Invited, InvitedKind, Reply
from nahtlos.conferences.queries import is_wanted, talking_partners
from nahtlos.foundation import letters, links
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership

NO_CONSENT: Final = (
    "Für diese Stelle gibt es an dem Tag keine Einwilligung, miteinander zu sprechen. Bitte holen"
    " Sie eine ein, oder die Person lädt selbst ein."
)
NOT_ON_IT: Final = "Diese Person ist hier nicht mehr beteiligt."


@transaction.atomic
def invite_member(*, actor: Actor, conference: Conference, membership: Membership) -> None:
    """Ask somebody of the own organisation who is on the case. Said twice is said once."""
    case, current = held_conference(actor, conference)
    on_it = CaseMember.objects.filter(case=case, membership_id=membership.pk, until=None)
    if not on_it.exists():
        raise Refused("Bitte wählen Sie jemanden, der hier beteiligt ist.", field="member")
    if Invited.objects.filter(conference=current, membership_id=membership.pk).exists():
        return
    add(current, kind=InvitedKind.MEMBER, membership_id=membership.pk)
    tell(actor, case, current, "conference_invited", Verb.CHANGED)


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
) -> Invited:
    """Put another agency on the list, by FUNCTION. Refused where BASIS is a consent and none covers
    talking on that day. Said twice is said once.
    """
    case, current = held_conference(actor, conference)
    if not function.strip():
        raise Refused("Wer dort? Bitte nennen Sie die Funktion.", field="function")
    if basis not in Basis.values:
        raise Refused("Bitte wählen Sie, wer einlädt.", field="basis")
    if partner.pk == actor.organisation:
        raise Refused("Das ist Ihre eigene Organisation.", field="partner")
    if basis == Basis.CONSENT and partner.pk not in talking_partners(case, current):
        raise Refused(NO_CONSENT, field="basis")
    there = Invited.objects.filter(conference=current, to_organisation=partner).first()
    if there is not None:
        return there
    row = add(
        current,
        kind=InvitedKind.PARTNER,
        to_organisation=partner,
        function=function.strip(),
        basis=basis,
    )
    tell(actor, case, current, "conference_invited", Verb.CHANGED, basis=basis)
    return row


@states(
    "Begleitung",
    "Zu einer Besprechung lädt auf Wunsch eine Nachricht mit Link ein. Die Person selbst wird auf"
    " Papier gefragt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/conferences/test_asking.py::test_a_letter_with_a_link_and_no_name_goes_out",
        "tests/conferences/test_asking.py::test_the_person_herself_is_asked_on_paper",
    ),
)
@transaction.atomic
def ask_by_mail(*, actor: Actor, conference: Conference, row: Invited, address: str) -> None:
    """Write to ROW: to a colleague's own address, or to ADDRESS of another agency. Said again it is
    written again, and former links end. Refused for the person herself, for a time that has passed,
    and where no consent covers the agency any more.
    """
    case, current = held_conference(actor, conference)
    rows = Invited.objects.select_for_update(of=("self",)).select_related("membership__account")
    found = rows.get(pk=row.pk, conference=current)
    if found.kind == InvitedKind.PERSON:
        raise Refused("Die Person selbst fragen Sie bitte auf Papier.")
    if is_over(current):
        raise Refused("Dieser Termin ist schon vorbei.")
    if not is_wanted(found, current):
        raise Refused(NOT_ON_IT if found.membership else NO_CONSENT)
    if found.membership is None:
        found.address = address.strip()
    links.revoke(OBJECT, found.pk)
    letters.withdraw(found.pk)
    if not write(current, found, "conference"):
        raise Refused("Wohin soll die Einladung gehen?", field="address")
    found.asked_at = now()
    found.save(update_fields=["address", "asked_at"])
    tell(actor, case, current, "conference_asked", Verb.SENT)


@transaction.atomic
def note_reply(*, actor: Actor, conference: Conference, row: Invited, reply: str) -> None:
    """What somebody said when she was asked."""
    case, current = held_conference(actor, conference)
    if reply not in Reply.values:
        raise Refused("Bitte wählen Sie eine Antwort.", field="reply")
    found = Invited.objects.select_for_update().get(pk=row.pk, conference=current)
    if found.reply == reply:
        return
    # What she had written belongs to the answer it stood beside.
    found.reply, found.words, found.answered_at, found.changed_at = reply, "", None, now()
    found.save(update_fields=["reply", "words", "answered_at", "changed_at"])
    tell(actor, case, current, "conference_replied", Verb.ANSWERED, reply=reply)


@transaction.atomic
def uninvite(*, actor: Actor, conference: Conference, row: Invited) -> None:
    """Take somebody off the list; the person herself stays."""
    case, current = held_conference(actor, conference)
    if row.kind == InvitedKind.PERSON:
        raise Refused("Die Person selbst ist immer eingeladen.")
    rows = Invited.objects.filter(pk=row.pk, conference=current)
    call_off(current, rows.exclude(asked_at=None).select_related("membership__account"))
    if rows.delete()[0]:
        tell(actor, case, current, "conference_uninvited", Verb.CHANGED)
