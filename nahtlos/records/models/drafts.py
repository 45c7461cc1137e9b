"""What somebody is writing and has not saved yet."""

import json
import uuid

from django.db import models

from nahtlos.cases.models import Case
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation


class Draft(models.Model):
    """The unsaved words of one account in one form of one case. Nobody else reads them."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    account_id = models.UUIDField()
    # "note" for a new note, else the code of the note that is being changed.
    form = models.CharField(max_length=12)
    content_text = SealedField()
    saved_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One for each account, case and form; old ones are forgotten by day."""

        constraints = [
            models.UniqueConstraint(fields=["case", "account_id", "form"], name="one_draft_a_form")
        ]
        indexes = [models.Index(fields=["organisation", "saved_at"], name="draft_by_age")]

    @property
    def content(self) -> dict[str, str]:
        """{field: as it was typed}."""
        return dict(json.loads(self.content_text or "{}"))

    @content.setter
    def content(self, values: dict[str, str]) -> None:
        self.content_text = json.dumps(values, ensure_ascii=False)
