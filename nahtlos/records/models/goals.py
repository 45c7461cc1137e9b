"""What somebody wants for herself, in her own words, and the small steps there."""

import uuid

from django.db import models

from nahtlos.cases.models import Case
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.records.rules.goals import GoalState


class Goal(models.Model):
    """A goal of the person's own."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    code = models.CharField(max_length=12)
    words = SealedField()
    state = models.CharField(
        max_length=10, choices=GoalState.choices(), default=str(GoalState.OPEN)
    )
    since = models.DateField()
    author_id = models.UUIDField()
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """In the order they came up."""

        ordering = ["since", "code"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="case_goal_code_once")]


class GoalStep(models.Model):
    """A small step to a goal, with a day where that helps."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=12)
    words = SealedField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=GoalState.choices(), default=str(GoalState.OPEN)
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """By day, those without one as they came up."""

        ordering = ["due_on", "created_at"]
        constraints = [models.UniqueConstraint(fields=["goal", "code"], name="goal_step_code_once")]
