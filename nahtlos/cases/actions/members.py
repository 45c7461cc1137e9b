"""Who reads a case: lead, deputy and members, from a day to a day; and that nobody leaves without a
successor.
"""

from datetime import date
from typing import Final

from django.db import transaction
from django.http import Http404

from nahtlos.cases import policy
from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.fitting import UNFINISHED
from nahtlos.cases.actions.held import OVER, held, touch
from nahtlos.cases.models import Case, CaseMember, MemberPart, Step
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.ruling import states
from nahtlos.people import actions as people
from nahtlos.people import policy as people_policy
from nahtlos.people.models import Membership

UNKNOWN: Final = "Diese Person kennen wir in Ihrem Team nicht."


def _now(case: Case) -> list[CaseMember]:
    """Who is on CASE now, locked."""
    rows = CaseMember.objects.select_for_update(of=("self",), no_key=True).filter(
        case=case, until=None
    )
    return list(rows.select_related("membership"))


def _check_colleague(case: Case, membership: Membership, field: str) -> None:
    """Refused beside FIELD. Somebody of another organisation is as unknown as nobody."""
    if membership.organisation_id != case.organisation_id:
        raise Refused(UNKNOWN, field=field)
    if not (decision := policy.can_join_case(membership)):
        raise Refused(decision.reason, field=field)


def _enter(case: Case, membership: Membership, part: str) -> None:
    CaseMember.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        membership=membership,
        account_id=membership.account_id,
        part=part,
        since=today(),
    )


def _leave(row: CaseMember) -> None:
    row.until = today()
    row.save(update_fields=["until"])


@transaction.atomic
def add_member(*, actor: Actor, case: Case, membership: Membership) -> None:
    """From now on a colleague reads the case. Twice is once."""
    current = held(actor, case)
    _check_colleague(current, membership, "member")
    if any(row.account_id == membership.account_id for row in _now(current)):
        return
    _enter(current, membership, MemberPart.MEMBER)
    touch(current)
    note_event(actor=actor, case=current, verb="member_added", about=membership.code)
    detail = {"membership": membership.code}
    audit.record(actor, Verb.JOINED, "case", current.code, detail)


@transaction.atomic
def remove_member(*, actor: Actor, case: Case, membership: Membership) -> None:
    """From now on she does not read the case any more; her open steps are nobody's. The lead cannot
    be taken off: a case always has somebody who leads it.
    """
    current = held(actor, case)
    row = next((row for row in _now(current) if row.membership_id == membership.pk), None)
    if row is None:
        return
    if row.part == MemberPart.LEAD:
        raise Refused(
            "Wer den Fall führt, kann nicht gehen, bevor jemand anderes ihn führt. Bitte ändern Sie"
            " zuerst die Fallführung."
        )
    _leave(row)
    _release_steps(current, membership)
    touch(current)
    note_event(actor=actor, case=current, verb="member_removed", about=membership.code)
    detail = {"membership": membership.code, "part": row.part}
    audit.record(actor, Verb.ENDED, "case_member", current.code, detail)


def _release_steps(case: Case, membership: Membership, to: Membership | None = None) -> None:
    steps = Step.objects.filter(case=case, assigned=membership, state__in=UNFINISHED)
    steps.update(assigned=to)


@transaction.atomic
def reassign(*, actor: Actor, case: Case, lead: Membership, deputy: Membership | None) -> None:
    """Give a case to LEAD, with DEPUTY to stand in. The former ones stay members until somebody
    takes them off, so that nothing breaks off. The Fachleitung does it without reading the case.
    """
    current = _in_hand(actor, case)
    rows = _now(current)
    part = next((row.part for row in rows if row.account_id == actor.account_id), "")
    require(policy.can_reassign(actor, part))
    _check_colleague(current, lead, "lead")
    if deputy is not None:
        _check_colleague(current, deputy, "deputy")
        if deputy.account_id == lead.account_id:
            raise Refused("Fallführung und Vertretung sind zwei Personen.", field="deputy")
    if current.closed_on:
        raise Refused(OVER)
    wanted = {MemberPart.LEAD: lead, MemberPart.DEPUTY: deputy}
    if not _give(current, rows, wanted):
        return
    touch(current)
    detail = {"lead": lead.code, "deputy": deputy.code if deputy else ""}
    note_event(actor=actor, case=current, verb="reassigned", about=lead.code, detail=detail)
    audit.record(actor, Verb.REASSIGNED, "case", current.code, detail)


def _in_hand(actor: Actor, case: Case) -> Case:
    """The case, locked, without looking into it: the Fachleitung need not be on it."""
    require(policy.can_work_on_cases(actor))
    found = Case.objects.select_for_update(no_key=True).filter(
        organisation_id=actor.organisation, pk=case.pk
    )
    current = found.only("id", "code", "organisation_id", "closed_on", "changed_at").first()
    if current is None:
        raise Http404
    return current


def _give(case: Case, rows: list[CaseMember], wanted: dict[MemberPart, Membership | None]) -> bool:
    """Let the parts be as WANTED {part: membership}; whether something changed."""
    parts = {one.account_id: (part, one) for part, one in wanted.items() if one is not None}
    now = {row.account_id: row for row in rows}
    leaving = {
        account: row
        for account, row in now.items()
        if row.part != parts.get(account, (MemberPart.MEMBER,))[0]
    }
    for row in leaving.values():
        _leave(row)
    for account, row in leaving.items():
        if account not in parts:
            _enter(case, row.membership, MemberPart.MEMBER)
    entering = [
        entry for account, entry in parts.items() if account in leaving or account not in now
    ]
    for part, membership in entering:
        _enter(case, membership, part)
    return bool(leaving or entering)


@states(
    "Begleitung",
    "Niemand scheidet aus, solange offene Fälle keine neue Fallführung haben.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_hand_over_cases.py::test_open_cases_need_a_successor",
        "tests/cases/test_hand_over_cases.py::test_the_successor_leads_from_now_on",
    ),
)
@transaction.atomic
def hand_over_cases(
    *, actor: Actor, from_membership: Membership, to_membership: Membership | None
) -> int:
    """Give every open case one membership leads to another, and end what else she was on; how many
    were given. Refused beside `successor` where nobody is named, or somebody who accompanies
    nobody.
    """
    require(people_policy.can_end_membership(actor, from_membership))
    rows = CaseMember.objects.filter(membership=from_membership, until=None)
    on = {row.case_id: row.part for row in rows}
    cases = list(Case.objects.select_for_update(no_key=True).filter(pk__in=on).order_by("pk"))
    led = [case for case in cases if not case.closed_on and on[case.pk] == MemberPart.LEAD]
    if led:
        _check_successor(led[0], from_membership, to_membership)
    for case in cases:
        _pass_on(actor, case, from_membership, to_membership if case in led else None)
    return len(led)


def _check_successor(case: Case, leaver: Membership, successor: Membership | None) -> None:
    if successor is None or successor.pk == leaver.pk:
        raise Refused(
            "Für die Fälle, die diese Person führt, braucht es eine Nachfolge. Bitte wählen Sie"
            " eine Person.",
            field="successor",
        )
    _check_colleague(case, successor, "successor")


def _pass_on(actor: Actor, case: Case, leaver: Membership, lead: Membership | None) -> None:
    """Take LEAVER off CASE; where she led it, LEAD leads from now on."""
    gone = [leaver.account_id, lead.account_id] if lead else [leaver.account_id]
    for row in _now(case):
        if row.account_id in gone:
            _leave(row)
    if lead is not None:
        _enter(case, lead, MemberPart.LEAD)
    _release_steps(case, leaver, lead)
    touch(case)
    detail = {"from": leaver.code, "to": lead.code if lead else ""}
    verb = "reassigned" if lead else "member_removed"
    about = lead.code if lead else leaver.code
    note_event(actor=actor, case=case, verb=verb, about=about, detail=detail)
    audit.record(actor, Verb.HANDED_OVER, "case", case.code, detail)


@transaction.atomic
def end_membership(*, actor: Actor, member: Membership, successor: Membership | None) -> None:
    """End a membership of the organisation, with the cases she leads in other hands: both or
    neither.
    """
    hand_over_cases(actor=actor, from_membership=member, to_membership=successor)
    people.end_membership(actor=actor, member=member, successor=successor)
