"""The audit chain's tables. Only SECURITY DEFINER functions write them (see the migration
`audit_chain`).
"""

from django.db import models

from nahtlos.foundation.tenancy.declared import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet


class AuditEntry(models.Model):
    """One deed, opening or denial: verb, codes and ids only; no name, no free text."""

    tenancy = Tenancy.TENANT

    organisation_id = models.UUIDField()
    number = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    account_id = models.UUIDField(null=True)
    roles = models.TextField()
    verb = models.CharField(max_length=40)
    thing = models.CharField(max_length=80)
    code = models.CharField(max_length=120)
    detail = models.TextField()
    block = models.CharField(max_length=7)
    previous = models.CharField(max_length=64, null=True)  # noqa: DJ001 (nothing until commit)
    hash = models.CharField(max_length=64, null=True)  # noqa: DJ001 (nothing until commit)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """The chain's order is unique within an organisation."""

        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="audit_number_once")
        ]
        indexes = [models.Index(fields=["organisation_id", "-at"], name="audit_by_time")]


class AuditBlock(models.Model):
    """One month of a chain and its newest link; the month's entries may go one day, this row
    stays.
    """

    tenancy = Tenancy.TENANT

    organisation_id = models.UUIDField()
    block = models.CharField(max_length=7)
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        """One row a month."""

        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "block"], name="audit_block_once")
        ]
