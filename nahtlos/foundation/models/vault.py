"""Wrapped data keys."""

import uuid

from django.db import models

from nahtlos.foundation.tenancy.declared import Tenancy


class VaultKey(models.Model):
    """The data key of an organisation, or of one sealed compartment of it, for one epoch, wrapped
    by the master key; useless without it.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    compartment = models.CharField(max_length=20, blank=True, default="", db_default="")
    epoch = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One key an epoch."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "compartment", "epoch"], name="vault_key_once"
            )
        ]
