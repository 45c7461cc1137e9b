"""Everything people do with accounts and memberships: each in one transaction, with its line in the
chain.
"""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import EmailAddress
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import Http404, HttpRequest
from django.urls import reverse

from nahtlos.foundation import audit, letters, limits, links
from nahtlos.foundation.access import Actor, Role
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.codes import new_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.actions import hand_over_contacts
from nahtlos.organisations.models import Organisation
from nahtlos.people import policy
from nahtlos.people.models import Account, Invitation, Membership
from nahtlos.people.queries import open_invitations, team

INVITATION_LIFE = timedelta(days=7)
ACCEPT = "accept_invitation"


def _sorted(roles: Collection[Role]) -> list[str]:
    return [str(role) for role in Role if role in roles]


def _one_at_a_time(actor: Actor) -> None:
    """Whoever changes a team waits for whoever is changing it: two at the same moment would both
    decide from yesterday's team.
    """
    Organisation.objects.select_for_update().get(pk=actor.organisation)


def _is_invited(actor: Actor, address: str) -> bool:
    """Whether an invitation to ADDRESS still waits; addresses are sealed, so they are compared
    here.
    """
    waiting = open_invitations(actor).filter(expires_at__gt=now())
    return any(one.address.casefold() == address.casefold() for one in waiting)


def _send(invitation: Invitation) -> None:
    token = links.issue("invitation", invitation.pk, ACCEPT, invitation.expires_at)
    letters.post("invitation", invitation.address, reverse("door:invitation", args=[token]))


@states(
    "Team",
    "Wer mitarbeiten will, braucht eine Einladung der Verwaltung. Sie gilt sieben Tage.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/people/test_accept_invitation.py::test_withdrawn_and_expired_links_look_alike",
        "tests/people/test_invite.py::test_colleagues_without_the_administration_do_not_find_the_page",
    ),
)
@transaction.atomic
def invite(*, actor: Actor, address: str, roles: Collection[Role]) -> Invitation:
    """Offer ROLES in the actor's organisation to ADDRESS, by one letter with a link that lasts
    seven days.

    Refused where nobody could do anything with it: no role, the address is already in the team, or
    its link is still on the way.
    """
    require(policy.can_manage_team(actor))
    if not roles:
        raise Refused("Bitte wählen Sie mindestens eine Rolle.", field="roles")
    _one_at_a_time(actor)
    if team(actor).filter(account__email__iexact=address).exists():
        raise Refused(
            "Diese Person gehört schon zum Team. Ihre Rollen ändern Sie in der Teamliste.",
            field="address",
        )
    if _is_invited(actor, address):
        raise Refused(
            "An diese Adresse ist schon eine Einladung unterwegs. Ist sie verloren gegangen, ziehen"
            " Sie sie in der Teamliste zurück und laden Sie noch einmal ein.",
            field="address",
        )
    if actor.account_id is None:
        raise LookupError("an invitation needs somebody who invites")
    invitation = Invitation(
        organisation_id=actor.organisation,
        code=new_code("E"),
        address=address,
        roles=_sorted(roles),
        invited_by=actor.account_id,
        invited_at=now(),
        expires_at=now() + INVITATION_LIFE,
    )
    invitation.save(force_insert=True)
    audit.record(actor, Verb.INVITED, "invitation", invitation.code, {"roles": invitation.roles})
    _send(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """Take an open invitation back; its link is dead from now on."""
    require(policy.can_manage_team(actor))
    invitation.withdrawn_at = now()
    invitation.address = ""
    invitation.save(update_fields=["withdrawn_at", "address"])
    links.revoke("invitation", invitation.pk)
    audit.record(actor, Verb.INVITATION_WITHDRAWN, "invitation", invitation.code)


def _account_for(address: str, name: str, password: str) -> Account:
    account = Account(email=address.lower(), name=name)
    account.set_password(password)
    account.save(force_insert=True)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def _join(account: Account, organisation_id: UUID, roles: list[str]) -> Membership:
    running = Membership.objects.filter(
        account=account, organisation_id=organisation_id, ended_on=None
    ).first()
    if running is not None:
        return running
    return Membership.objects.create(
        account=account,
        organisation_id=organisation_id,
        code=new_code("M"),
        roles=roles,
        started_on=today(),
    )


@transaction.atomic
def accept_invitation(
    *, actor: Actor, invitation: Invitation, token: str, name: str, password: str
) -> Membership:
    """Come in through the link: a new account with NAME and PASSWORD, or the account the address
    already has (both stay as they are).

    The link is spent in the same transaction, so a second click finds it used. Refused where it was
    used or withdrawn meanwhile.
    """
    if actor.link is None or actor.link.object_id != invitation.pk or actor.link.verb != ACCEPT:
        raise LookupError("this link is for something else")
    if not links.use(token) or invitation.withdrawn_at is not None:
        raise Refused("Dieser Link wurde schon benutzt oder zurückgezogen.")
    address = invitation.address
    account = Account.objects.filter(email__iexact=address).first() or _account_for(
        address, name, password
    )
    member = _join(account, invitation.organisation_id, invitation.roles)
    invitation.accepted_at = now()
    # The address was needed to invite; from now on it lives with the account alone.
    invitation.address = ""
    invitation.save(update_fields=["accepted_at", "address"])
    audit.record(actor, Verb.JOINED, "membership", member.code, {"roles": member.roles})
    return member


@transaction.atomic
def change_roles(*, actor: Actor, member: Membership, roles: Collection[Role]) -> Membership:
    """Give and take roles. Her sessions end, so that nobody works on with yesterday's rights."""
    require(policy.can_change_roles(actor, member))
    if not roles:
        raise Refused(
            "Bitte wählen Sie mindestens eine Rolle. Zum Beenden gibt es einen eigenen Knopf.",
            field="roles",
        )
    _one_at_a_time(actor)
    member.refresh_from_db()
    if member.ended_on is not None:
        raise Refused("Diese Mitgliedschaft ist inzwischen beendet.")
    _keep_an_administration(actor, member, roles)
    before = member.roles
    member.roles = _sorted(roles)
    if member.roles == before:
        return member
    member.save(update_fields=["roles"])
    end_sessions(member.account_id)
    detail = {
        "gave": [r for r in member.roles if r not in before],
        "took": [r for r in before if r not in member.roles],
    }
    audit.record(actor, Verb.ROLES_CHANGED, "membership", member.code, detail)
    return member


@states(
    "Team",
    "Eine Organisation behält immer mindestens eine Person in der Verwaltung.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/people/test_roles.py::test_the_last_administration_stays_although_two_take_each_others",
    ),
)
def _keep_an_administration(actor: Actor, member: Membership, roles: Collection[Role]) -> None:
    admins = team(actor).filter(roles__contains=[str(Role.ORG_ADMIN)]).exclude(pk=member.pk)
    if Role.ORG_ADMIN in member.roles and Role.ORG_ADMIN not in roles and not admins.exists():
        raise Refused(
            "Eine Organisation braucht mindestens eine Person in der Verwaltung.", field="roles"
        )


@states(
    "Team",
    "Niemand scheidet aus, ohne dass die Zuständigkeiten übergeben sind.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/people/test_end_membership.py::test_what_she_answers_for_needs_a_successor",
        "tests/people/test_end_membership.py::test_the_successor_takes_over_unconfirmed",
    ),
)
@transaction.atomic
def end_membership(*, actor: Actor, member: Membership, successor: Membership | None) -> None:
    """End a membership today: what she answers for goes to SUCCESSOR, her sessions are dead, the
    account itself stays.

    Refused where she answers for something and nobody takes it over: nobody becomes ownerless.
    """
    require(policy.can_end_membership(actor, member))
    _one_at_a_time(actor)
    member.refresh_from_db()
    if member.ended_on is not None:
        return
    _keep_an_administration(actor, member, ())
    hand_over_contacts(
        actor=actor, from_membership=member.pk, to_membership=successor.pk if successor else None
    )
    member.ended_on = today()
    member.save(update_fields=["ended_on"])
    end_sessions(member.account_id)
    audit.record(actor, Verb.MEMBERSHIP_ENDED, "membership", member.code)


@states(
    "Team",
    "Ändern sich Rollen oder endet eine Mitgliedschaft, sind alle Anmeldungen sofort erloschen.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/people/test_roles.py::test_sessions_end_when_roles_change",
        "tests/people/test_end_membership.py::test_an_ended_membership_is_out_and_its_sessions_are_dead",
    ),
)
def end_sessions(account_id: UUID | None) -> None:
    """Every session of an account dies with the running transaction."""
    keys = list(
        UserSession.objects.filter(user_id=account_id).values_list("session_key", flat=True)
    )
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user_id=account_id).delete()


def found_administration(*, organisation_id: UUID, address: str, operator: Actor) -> Invitation:
    """The operator's first letter to a new organisation: its administrator comes in through it."""
    with tenant(organisation_id):
        invitation = Invitation(
            organisation_id=organisation_id,
            code=new_code("E"),
            address=address,
            roles=[str(Role.ORG_ADMIN)],
            invited_by=UUID(int=0),
            invited_at=now(),
            expires_at=now() + INVITATION_LIFE,
        )
        invitation.save(force_insert=True)
        audit.record(
            operator, Verb.INVITED, "invitation", invitation.code, {"roles": invitation.roles}
        )
        _send(invitation)
    return invitation


@transaction.atomic
def end_other_sessions(*, account_id: UUID, keep: str) -> int:
    """End every session of an account but the one whose key is KEEP; how many were ended."""
    keys = list(
        UserSession.objects.filter(user_id=account_id)
        .exclude(session_key=keep)
        .values_list("session_key", flat=True)
    )
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user_id=account_id, session_key__in=keys).delete()
    return len(keys)


@transaction.atomic
def enrol(
    *, organisation_id: UUID, address: str, name: str, roles: Collection[Role], password: str
) -> Membership:
    """Put somebody into an organisation without a letter, and leave her as she is where she is in
    it: for the demonstration's cast.
    """
    with tenant(organisation_id):
        account = Account.objects.filter(email__iexact=address).first() or _account_for(
            address, name, password
        )
        return _join(account, organisation_id, _sorted(roles))


def forget_expired(organisation_id: UUID) -> int:
    """Erase the addresses of an organisation's invitations that nobody accepted in time; how
    many.
    """
    with tenant(organisation_id):
        expired = Invitation.objects.filter(accepted_at=None, expires_at__lt=now())
        erased = [invitation for invitation in expired if invitation.address]
        for invitation in erased:
            invitation.address = ""
            invitation.save(update_fields=["address"])
    return len(erased)


@transaction.atomic
def forget_dead_sessions() -> None:
    """Remove sessions that have run out, and what the sign-in library noted about them."""
    Session.objects.filter(expire_date__lt=now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def confirm_again(*, actor: Actor, request: HttpRequest, typed: str) -> None:
    """Somebody who is signed in says once more who she is, by her password or by the code her
    device shows now; her session remembers when. Refused for anything else, and after too many
    tries. The caller keeps the transaction, so that tries count.
    """
    account = request.user
    if not isinstance(account, Account) or actor.account_id != account.pk:
        raise Http404
    if not limits.within_for(limits.CONFIRM, account.pk):
        raise Refused("Das waren zu viele Versuche. Bitte warten Sie zehn Minuten.")
    rows = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP)
    device, code = rows.first(), "".join(typed.split())
    if device is not None and code.isdecimal() and TOTP(device).validate_code(code):
        post_authentication(request, device, reauthenticated=True)
    elif account.check_password(typed):
        reauthenticate_by_password(request)
    else:
        audit.record(actor, Verb.DENIED, "confirmation")
        raise Refused("Das stimmt nicht. Bitte versuchen Sie es noch einmal.")
