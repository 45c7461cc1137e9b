"""Files that belong to a case."""

import base64
import uuid

from django.db import models
from django.db.models import Q

from nahtlos.cases.models import Case
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.records.rules.files import LARGEST


class Attachment(models.Model):
    """A file of a case, sealed in the database like everything else: one place to save, to restore
    and to delete. Never altered; a better one is a new one.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    code = models.CharField(max_length=12)
    name = SealedField()
    kind = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    # The bytes in base64, because a sealed value is text. Lists leave it out.
    content_text = SealedField()
    author_id = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Newest first, none too large."""

        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="case_attachment_code_once"),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=LARGEST),
                name="attachment_has_a_size",
                violation_error_message="Eine Datei darf höchstens 5 MB groß sein.",
            ),
        ]

    @property
    def content(self) -> bytes:
        """The file itself."""
        return base64.b64decode(self.content_text)

    @content.setter
    def content(self, data: bytes) -> None:
        self.content_text = base64.b64encode(data).decode("ascii")
