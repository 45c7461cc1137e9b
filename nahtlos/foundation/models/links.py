"""Links that act without an account; the application has no grant on this table, only on its
functions.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nahtlos.foundation.tenancy.declared import Tenancy


class Link(models.Model):
    """SHA-256 of a token, and what it allows: one verb on one object of one organisation until an
    instant. Where it asks for a code: a keyed hash of the newest one, how often it was tried, and
    when codes were sent within the last hour.
    """

    tenancy = Tenancy.SHUT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.BinaryField(unique=True)
    organisation_id = models.UUIDField()
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    verb = models.CharField(max_length=40)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    code_hash = models.BinaryField(null=True)
    code_expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    codes_sent = ArrayField(models.DateTimeField(), default=list, db_default=[])
