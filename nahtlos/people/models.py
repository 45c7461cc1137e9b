"""Accounts, memberships and invitations."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from nahtlos.foundation.access import Role
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation

ROLE_LABELS: dict[Role, str] = {
    Role.COACH: "Integrationscoach, Lotsin, Lotse",
    Role.LEAD: "Fachleitung",
    Role.PRISON_SOCIAL: "Sozialdienst der Anstalt",
    Role.PRISON_FAMILY: "Familienbeauftragte der Anstalt",
    Role.PARTNER_INTAKE: "Aufnahme (Empfangsstelle)",
    Role.COORDINATION: "Koordinierungsstelle",
    Role.ORG_ADMIN: "Verwaltung der Organisation",
    Role.DATA_PROTECTION: "Datenschutz",
    Role.MINISTRY: "Ministerium (lesend)",
}
ROLE_CHOICES = [(str(role), label) for role, label in ROLE_LABELS.items()]


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with this address."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A person who signs in. There is no superuser and no staff flag: the operator works on the
    command line.
    """

    tenancy = Tenancy.IDENTITY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ANN401
        """Django's own permissions are not used."""
        return False

    def get_full_name(self) -> str:
        """The name shown to colleagues."""
        return self.name

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An account's place in an organisation, with its roles."""

    tenancy = Tenancy.MEMBERSHIP

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    code = models.CharField(max_length=12)
    roles = ArrayField(models.CharField(max_length=20, choices=ROLE_CHOICES), default=list)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One running membership an organisation."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "account"],
                condition=models.Q(ended_on=None),
                name="one_running_membership",
            ),
            models.UniqueConstraint(fields=["organisation", "code"], name="membership_code_once"),
        ]

    @property
    def role_labels(self) -> list[str]:
        """The roles in German, in the order of the list."""
        return [label for role, label in ROLE_LABELS.items() if role in self.roles]


class Absence(models.Model):
    """Somebody is away from a day to a day, and a colleague stands in for her. Access follows from
    the days and ends by itself; nothing is copied.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="stands_in")
    first_day = models.DateField()
    last_day = models.DateField()
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    # She came back earlier, or it was a mistake: from this instant on nobody stands in.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """By deputy and day, because every request of hers asks."""

        indexes = [
            models.Index(
                fields=["organisation", "deputy", "last_day"],
                name="absence_by_deputy",
                condition=models.Q(ended_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="absence_code_once"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="absence_ends_after_it_begins",
                violation_error_message="Der letzte Tag kann nicht vor dem ersten liegen.",
            ),
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("deputy")),
                name="nobody_stands_in_for_herself",
                violation_error_message="Bitte wählen Sie eine andere Person als Vertretung.",
            ),
        ]


class OnCall(models.Model):
    """Whom the people who are accompanied reach outside the usual hours: a telephone of the
    organisation, and when somebody answers it.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    function = models.CharField(max_length=120)
    phone = models.CharField(max_length=60)
    # {"0" (Monday) to "6": [[from, to], ...]} in minutes since midnight; {day: the same} for days
    # that differ, [] for a day on which nobody answers.
    week = models.JSONField(default=dict)
    exceptions = models.JSONField(default=dict)
    on_holidays = models.CharField(max_length=8, default="closed")
    note = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()


class Invitation(models.Model):
    """A place offered to an address; the address is sealed, the link lives in the mail only."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    address = SealedField()
    roles = ArrayField(models.CharField(max_length=20, choices=ROLE_CHOICES), default=list)
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Codes are the organisation's own."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="invitation_code_once")
        ]

    @property
    def role_labels(self) -> list[str]:
        """The roles in German, in the order of the list."""
        return [label for role, label in ROLE_LABELS.items() if role in self.roles]
