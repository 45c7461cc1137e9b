"""The team of an organisation: who is in it, as what, and who is invited."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.people import actions, policy, queries
from nahtlos.people.forms import InviteForm, RolesForm
from nahtlos.people.models import Invitation, Membership

ADMIN = Cases.staff(Role.ORG_ADMIN)
ADMIN_THING = Cases.staff(Role.ORG_ADMIN, owned=True)
BOTH = ("GET", "POST")


def _member(request: HttpRequest, code: str) -> Membership:
    try:
        return queries.team_member(actor_of(request), code)
    except Membership.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_manage_team, cases=ADMIN)
def team(request: HttpRequest) -> HttpResponse:
    """Members, open invitations, former members."""
    actor = actor_of(request)
    context = {
        "members": queries.team(actor),
        "invitations": queries.open_invitations(actor),
        "former": queries.former_team(actor)[:20],
    }
    return render(request, "people/team.html", context)


@page(policy.can_manage_team, methods=BOTH, cases=ADMIN)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(
                actor=actor_of(request),
                address=form.cleaned_data["address"],
                roles=form.chosen_roles(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Einladung ist unterwegs. Der Link gilt sieben Tage.")
            return redirect("people:team")
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


@page(policy.can_manage_team, methods=("POST",), cases=ADMIN_THING)
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take an invitation back."""
    actor = actor_of(request)
    try:
        invitation = queries.open_invitation(actor, code)
    except Invitation.DoesNotExist as error:
        raise Http404 from error
    actions.withdraw_invitation(actor=actor, invitation=invitation)
    messages.success(request, "Die Einladung ist zurückgezogen. Der Link öffnet nichts mehr.")
    return redirect("people:team")


@page(policy.can_manage_team, methods=BOTH, cases=ADMIN_THING)
def roles(request: HttpRequest, code: str) -> HttpResponse:
    """Give and take roles."""
    actor, member = actor_of(request), _member(request, code)
    require(policy.can_change_roles(actor, member))
    form = RolesForm(posted(request), initial={"roles": member.roles})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_roles(actor=actor, member=member, roles=form.chosen_roles())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, f"Die Rollen von {member.account.name} sind geändert.")
            return redirect("people:team")
    return render(
        request,
        "people/roles.html",
        {"form": form, "member": member},
        status=422 if form.errors else 200,
    )
