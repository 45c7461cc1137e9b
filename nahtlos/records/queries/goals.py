"""The goals of a case with their steps."""

from nahtlos.cases.models import Case
from nahtlos.records.models import Goal, GoalStep
from nahtlos.records.rules.goals import GoalState


def goals_of(case: Case) -> list[Goal]:
    """The goals of a case with their steps, those that are open first; two statements."""
    rows = Goal.objects.filter(case=case).prefetch_related("steps").order_by("since", "code")
    return sorted(rows, key=lambda goal: goal.state != GoalState.OPEN)


def goal_of(case: Case, code: str) -> Goal:
    """The goal CODE of a case with its steps; Goal.DoesNotExist where it is another one's."""
    goal: Goal = Goal.objects.prefetch_related("steps").get(case=case, code=code)
    return goal


def goal_step_of(case: Case, code: str, step: str) -> GoalStep:
    """A step of the goal CODE; GoalStep.DoesNotExist where it is another one's."""
    rows = GoalStep.objects.select_related("goal")
    found: GoalStep = rows.get(goal__case=case, goal__code=code, code=step)
    return found
