"""A request to look through what the directory says of an organisation."""

import uuid

from django.db import models
from django.db.models import Q

from nahtlos.foundation.tenancy import Tenancy
from nahtlos.organisations.models import Organisation


class ConfirmationRequest(models.Model):
    """One letter to one organisation, asked by a coordination office or by the prison itself.

    site_slug: only the visiting record of this prison; '' for everything the organisation says.
    The address it went to stands nowhere.
    """

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    site_slug = models.CharField(max_length=120, blank=True, default="")
    asked_on = models.DateField()
    reminded_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One open request for the same things."""

        constraints = [
            models.UniqueConstraint(
                fields=["to_organisation", "site_slug"],
                condition=Q(closed_on=None),
                name="confirmation_open_once",
            ),
            models.UniqueConstraint(
                fields=["to_organisation", "code"], name="confirmation_code_once"
            ),
        ]
        indexes = [
            models.Index(fields=["from_organisation", "closed_on"], name="confirmation_by_office")
        ]
