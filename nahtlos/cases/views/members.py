"""Who belongs to a case: who comes, who goes, who leads; and what happens to cases when somebody
leaves the organisation.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases import actions, policy, queries
from nahtlos.cases.forms.members import MemberForm, ReassignForm
from nahtlos.cases.models import Case
from nahtlos.cases.queries.leaving import cases_led_by
from nahtlos.cases.views.reach import BOTH, THING, case_of
from nahtlos.foundation.access import Actor, Cases, Role, page
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.organisations.queries import contacts_held_by
from nahtlos.people import policy as people_policy
from nahtlos.people.forms import EndMembershipForm
from nahtlos.people.models import Membership
from nahtlos.people.queries import team, team_member

# The Fachleitung, and who leads the case, which in the matrix is the coach.
REASSIGNS = frozenset({str(Role.LEAD), str(Role.COACH)})
REASSIGN = Cases(opens=REASSIGNS, owned=True)
ADMIN_THING = Cases.staff(Role.ORG_ADMIN, owned=True)


def _colleagues(actor: Actor) -> dict[str, Membership]:
    """{code: membership} of those who may accompany people."""
    return {member.code: member for member in queries.member_choices(actor)}


def _names(colleagues: dict[str, Membership]) -> list[tuple[str, str]]:
    return [(code, member.account.name) for code, member in colleagues.items()]


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def members(request: HttpRequest, code: str) -> HttpResponse:
    """Who reads this case; add a colleague."""
    actor, case = actor_of(request), case_of(request, code)
    on_it = {row.membership_id for row in case.members.all() if row.until is None}
    others = {c: m for c, m in _colleagues(actor).items() if m.pk not in on_it}
    form = MemberForm(posted(request), colleagues=_names(others))
    if request.method == "POST" and form.is_valid():
        member = others[form.cleaned_data["member"]]
        try:
            actions.add_member(actor=actor, case=case, membership=member)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, f"{member.account.name} gehört jetzt dazu.")
            return redirect("cases:members", code=case.code)
    context = {
        **_parts(actor, case),
        "case": case,
        "form": form,
        "others": bool(others),
        "tab": "members",
    }
    return render(request, "cases/members.html", context, status=422 if form.errors else 200)


def _parts(actor: Actor, case: Case) -> dict[str, Any]:
    """What the list of members shows, and whether who looks may change who leads."""
    return {
        "members": queries.members_of(case),
        "may_reassign": bool(policy.can_reassign(actor, queries.part_in(actor, case))),
    }


@page(policy.can_work_on_cases, methods=("POST",), cases=THING)
def remove_member(request: HttpRequest, code: str, member: str) -> HttpResponse:
    """Somebody does not belong to it any more."""
    actor, case = actor_of(request), case_of(request, code)
    now = (row for row in case.members.all() if row.until is None)
    found = next((row for row in now if row.membership.code == member), None)
    if found is None:
        raise Http404
    try:
        actions.remove_member(actor=actor, case=case, membership=found.membership)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("cases:members", code=case.code)
    name = found.membership.account.name
    messages.success(request, f"{name} gehört nicht mehr dazu und sieht nichts mehr davon.")
    if found.account_id == actor.account_id:
        return redirect("cases:list")
    return redirect("cases:members", code=case.code)


@page(policy.can_work_on_cases, methods=BOTH, cases=REASSIGN)
def reassign(request: HttpRequest, code: str) -> HttpResponse:
    """Who leads and who stands in. The Fachleitung does it from the roster and reads nothing."""
    actor = actor_of(request)
    case, line, part = _in_hand(actor, code)
    colleagues = _colleagues(actor)
    initial = {"lead": line.lead_code, "deputy": line.deputy_code}
    form = ReassignForm(posted(request), colleagues=_names(colleagues), initial=initial)
    if request.method == "POST" and form.is_valid():
        lead = colleagues[form.cleaned_data["lead"]]
        deputy = colleagues.get(form.cleaned_data["deputy"])
        try:
            actions.reassign(actor=actor, case=case, lead=lead, deputy=deputy)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, f"Die Fallführung hat jetzt {lead.account.name}.")
            return redirect("cases:members", code=code) if part else redirect("cases:roster")
    context = {"form": form, "code": code, "part": part}
    return render(request, "cases/reassign.html", context, status=422 if form.errors else 200)


def _in_hand(actor: Actor, code: str) -> tuple[Case, queries.RosterLine, str]:
    """The case with who answers for it and what ACTOR is in it, without looking into it."""
    try:
        case, line = queries.case_to_reassign(actor, code)
    except Case.DoesNotExist as error:
        raise Http404 from error
    part = queries.part_in(actor, case)
    if not policy.can_reassign(actor, part):
        raise Http404
    return case, line, part


@page(people_policy.can_manage_team, methods=BOTH, cases=ADMIN_THING)
def end_membership(request: HttpRequest, code: str) -> HttpResponse:
    """End a membership; the functions and the cases she holds need a successor."""
    actor = actor_of(request)
    try:
        member = team_member(actor, code)
    except Membership.DoesNotExist as error:
        raise Http404 from error
    require(people_policy.can_end_membership(actor, member))
    held = list(contacts_held_by(actor, member.pk))
    led = cases_led_by(actor, member)
    colleagues = team(actor).exclude(pk=member.pk)
    form = EndMembershipForm(posted(request), colleagues=colleagues, needed=bool(held or led))
    if request.method == "POST" and form.is_valid():
        successor = form.cleaned_data["successor"]
        try:
            actions.end_membership(actor=actor, member=member, successor=successor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(
                request,
                f"Die Mitgliedschaft von {member.account.name} ist beendet. Alle Anmeldungen sind"
                " erloschen.",
            )
            return redirect("people:team")
    context = {"form": form, "member": member, "held": held, "led": led}
    status = 422 if form.errors else 200
    return render(request, "cases/end_membership.html", context, status=status)
