"""Outgoing mail, kept until it is sent; address, link and code are sealed, the text is a template
of the program.
"""

import uuid

from django.db import models

from nahtlos.foundation.clock import now
from nahtlos.foundation.tenancy.declared import Tenancy
from nahtlos.foundation.vault.fields import SealedField


class Letter(models.Model):
    """One mail to one address. It never carries a name or a topic: only a sentence of
    `foundation.wordings` and a link, or a code. ABOUT is the thing that, when it ends, takes back
    what was not sent yet.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    address = SealedField()
    link = SealedField()
    code = SealedField()
    about = models.UUIDField(null=True, db_index=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
