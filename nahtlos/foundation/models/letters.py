"""Outgoing mail, kept until it is sent; address and link are sealed, the text is a template of the
code.
"""

import uuid

from django.db import models

from nahtlos.foundation.tenancy.declared import Tenancy
from nahtlos.foundation.vault.fields import SealedField


class Letter(models.Model):
    """One mail to one address. It never carries a name or a topic: only a sentence of
    `foundation.letters` and a link.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    address = SealedField()
    link = SealedField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
