"""What is seen of accounts and memberships; the doors to the identity tables."""

from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from nahtlos.foundation.access import Actor, Kind, LinkHold, Role
from nahtlos.foundation.clock import now, today
from nahtlos.people.models import Absence, Account, Invitation, Membership, OnCall


def running_memberships(account_id: UUID) -> QuerySet[Membership]:
    """The memberships an account holds now, with their organisations; inside one of them each with
    `stands_in_for`, the accounts of those who are away today, and `is_away`. Door 1: by the
    account's own id.
    """
    away = absences_on(today())
    stands_in_for = away.filter(deputy=OuterRef("pk")).values("membership__account_id")
    return (
        Membership.objects.filter(account_id=account_id, ended_on=None)
        .annotate(
            stands_in_for=ArraySubquery(stands_in_for),
            is_away=Exists(away.filter(membership=OuterRef("pk"))),
        )
        .select_related("organisation", "account")
        .order_by("organisation__name")
    )


def staff_actor(account: Account, membership: Membership | None) -> Actor:
    """The actor ACCOUNT is in the organisation of MEMBERSHIP; without one she is signed in and in
    no organisation.
    """
    if membership is None:
        return Actor(kind=Kind.STAFF, account_id=account.pk, name=account.name)
    return Actor(
        kind=Kind.STAFF,
        account_id=account.pk,
        organisation_id=membership.organisation_id,
        organisation_name=membership.organisation.name,
        roles=frozenset(Role(role) for role in membership.roles),
        name=account.name,
        stands_in_for=frozenset(getattr(membership, "stands_in_for", ())),
        is_away=bool(getattr(membership, "is_away", False)),
    )


def absences_on(day: date) -> QuerySet[Absence]:
    """Who is away on DAY, of the organisation entered, with somebody who stands in."""
    return Absence.objects.filter(
        first_day__lte=day,
        last_day__gte=day,
        ended_at=None,
        membership__ended_on=None,
        deputy__ended_on=None,
    )


def absences_from(actor: Actor, day: date) -> QuerySet[Absence]:
    """The absences of the actor's organisation on DAY and later, with both people, in order."""
    rows = Absence.objects.visible_to(actor).filter(
        last_day__gte=day, ended_at=None, membership__ended_on=None, deputy__ended_on=None
    )
    return rows.select_related("membership__account", "deputy__account").order_by(
        "first_day", "last_day", "code"
    )


def on_call(organisation_id: UUID) -> OnCall | None:
    """Whom one reaches outside the usual hours; None where nobody said."""
    return OnCall.objects.filter(organisation_id=organisation_id).first()


def has_second_factor(account_id: UUID) -> bool:
    """Whether a second factor is set up."""
    return bool(
        Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP).exists()
    )


def team(actor: Actor) -> QuerySet[Membership]:
    """The running memberships of the actor's organisation, with their accounts. Door 1: by the
    organisation's memberships.
    """
    return (
        Membership.objects.visible_to(actor)
        .filter(ended_on=None)
        .select_related("account")
        .order_by("account__name")
    )


def somebody_holds(organisation_id: UUID, *roles: Role) -> bool:
    """Whether somebody in the organisation entered holds one of ROLES now."""
    rows = Membership.objects.filter(organisation_id=organisation_id, ended_on=None)
    return rows.filter(roles__overlap=[str(role) for role in roles]).exists()


def has_team(organisation_id: UUID) -> bool:
    """Whether anybody works in the organisation entered."""
    return Membership.objects.filter(organisation=organisation_id, ended_on=None).exists()


def former_team(actor: Actor) -> QuerySet[Membership]:
    """Ended memberships, the newest first."""
    rows = Membership.objects.visible_to(actor).exclude(ended_on=None)
    return rows.select_related("account").order_by("-ended_on")


def team_member(actor: Actor, code: str) -> Membership:
    """One running membership; Membership.DoesNotExist for a foreign or ended one."""
    return team(actor).get(code=code)


def own_membership(actor: Actor) -> Membership:
    """The actor's own."""
    if actor.account_id is None:
        raise Membership.DoesNotExist
    return team(actor).get(account_id=actor.account_id)


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations nobody accepted, withdrew or let expire for more than a while."""
    return (
        Invitation.objects.visible_to(actor)
        .filter(accepted_at=None, withdrawn_at=None)
        .order_by("-invited_at")
    )


def open_invitation(actor: Actor, code: str) -> Invitation:
    """One of them; Invitation.DoesNotExist for a foreign one."""
    return open_invitations(actor).get(code=code)


def account_names(actor: Actor) -> dict[UUID, str]:
    """{account id: name} of everybody who is or was in the actor's organisation."""
    rows = Membership.objects.visible_to(actor)
    return dict(rows.values_list("account_id", "account__name"))


def sessions_of(account_id: UUID) -> QuerySet[UserSession]:
    """The open sessions of an account, the newest first; those that ran out are not open."""
    alive = Session.objects.filter(expire_date__gt=now()).values("session_key")
    rows: QuerySet[UserSession] = UserSession.objects.filter(
        user_id=account_id, session_key__in=alive
    )
    return rows.order_by("-created_at")


def account_by_address(address: str) -> Account | None:
    """The account with this mail address. Door 1: by the address, at sign-in and when an invitation
    is accepted.
    """
    return Account.objects.filter(email__iexact=address).first()


def invitation_of(link: LinkHold) -> Invitation:
    """The invitation a link leads to, inside its organisation."""
    return Invitation.objects.select_related("organisation").get(pk=link.object_id)
