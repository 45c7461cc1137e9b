"""Areas of life: an assessment of a day, and in it the standing of each area."""

import json
import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from nahtlos.cases.models import Case
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.records.rules.areas import AgeGroup


class Assessment(models.Model):
    """The areas of life as they stood when somebody went through them: begun, continued, finished.
    Answered in the version of the questions it was begun with.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    code = models.CharField(max_length=12)
    version = models.CharField(max_length=20)
    age_group = models.CharField(max_length=8, choices=AgeGroup.choices())
    begun_on = models.DateField()
    finished_on = models.DateField(null=True, blank=True)
    author_id = models.UUIDField()
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One at a time."""

        ordering = ["begun_on", "changed_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="case_assessment_code_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(finished_on=None), name="one_assessment_at_a_time"
            ),
        ]


class AreaStanding(models.Model):
    """One area in an assessment: the answers and the two views, sealed as one text."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="standings")
    area = models.CharField(max_length=3)
    content_text = SealedField()
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Each area once."""

        constraints = [
            models.UniqueConstraint(fields=["assessment", "area"], name="area_of_assessment_once")
        ]

    @property
    def content(self) -> dict[str, Any]:
        """{"self": scale, "professional": scale, "answers": {question: answer}}."""
        return dict(json.loads(self.content_text or "{}"))

    @content.setter
    def content(self, values: dict[str, Any]) -> None:
        self.content_text = json.dumps(values, sort_keys=True)
