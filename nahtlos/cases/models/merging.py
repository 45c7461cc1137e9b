"""Two files of the same person, and what was before they became one person's."""

import json
import uuid

from django.db import models

from nahtlos.cases.models.person import Client
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation


class Ground(models.TextChoices):
    """How somebody knows that two files are about the same person."""

    SHE_SAYS = "she_says", "Die Person sagt es selbst"
    NUMBER = "number", "Buchnummer oder Ausweis stimmen überein"
    KNOWN = "known", "Name und Geburtsdatum stimmen, und wir kennen die Person"
    OTHER = "other", "anders"


class ClientMerge(models.Model):
    """One person was entered twice: her files are those of KEPT from now on. FOLDED has no file any
    more and keeps the name that was not chosen, so that she is found by it.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    kept = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="merges")
    folded = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    # Ids of the files that moved to KEPT, and of persons who had been folded into FOLDED before.
    cases = models.JSONField(default=list)
    along = models.JSONField(default=list)
    # What both said before, and what KEPT said then: {field: value}, sealed.
    before_text = SealedField()
    folded_text = SealedField()
    after_text = SealedField()
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """The newest first; nobody is folded twice at a time."""

        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="merge_code_once"),
            models.UniqueConstraint(
                fields=["folded"],
                condition=models.Q(undone_at=None),
                name="folded_into_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("folded")), name="merge_of_two"
            ),
        ]

    @property
    def before(self) -> dict[str, str]:
        """{field: value} of the kept person before."""
        return dict(json.loads(self.before_text or "{}"))

    @before.setter
    def before(self, values: dict[str, str]) -> None:
        self.before_text = json.dumps(values, sort_keys=True)

    @property
    def folded_before(self) -> dict[str, str]:
        """{field: value} of the folded person before."""
        return dict(json.loads(self.folded_text or "{}"))

    @folded_before.setter
    def folded_before(self, values: dict[str, str]) -> None:
        self.folded_text = json.dumps(values, sort_keys=True)

    @property
    def after(self) -> dict[str, str]:
        """{field: value} of the kept person right after."""
        return dict(json.loads(self.after_text or "{}"))

    @after.setter
    def after(self, values: dict[str, str]) -> None:
        self.after_text = json.dumps(values, sort_keys=True)
