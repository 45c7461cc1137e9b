"""What is typed for a goal and its small steps."""

from typing import Any

from django import forms

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.records.actions import StepWords
from nahtlos.records.actions.goals import LONGEST
from nahtlos.records.forms.fields import RecordDay, lines
from nahtlos.records.models import Goal, GoalStep
from nahtlos.records.rules.goals import GoalState


class _Sayings(forms.Form):
    """Common to goals and steps: the words have to be there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = True
        german_lengths(self)


class NewGoalForm(_Sayings):
    """A goal in the person's own words."""

    words = lines(
        "Was möchte die Person erreichen?",
        limit=LONGEST,
        rows=2,
        help_text="Am besten so, wie sie es selbst sagt: „Ich möchte …“",
    )


class GoalForm(NewGoalForm):
    """A goal, and how it stands."""

    state = forms.ChoiceField(
        label="Wie steht es darum?", choices=GoalState.choices(), widget=forms.RadioSelect
    )


class NewStepForm(_Sayings):
    """A small step."""

    words = lines(
        "Kleiner Schritt", limit=LONGEST, rows=1, help_text="Etwas, das in ein paar Tagen geht."
    )
    due_on = RecordDay(label="Bis wann?")

    def step(self) -> StepWords:
        """What was typed, for the deed."""
        return StepWords(**self.cleaned_data)


class GoalStepForm(NewStepForm):
    """A small step, and how it stands."""

    state = forms.ChoiceField(
        label="Wie steht es darum?", choices=GoalState.choices(), widget=forms.RadioSelect
    )


def goal_initial(goal: Goal) -> dict[str, Any]:
    """What stands in the form of a goal."""
    return {"words": goal.words, "state": goal.state}


def goal_step_initial(step: GoalStep) -> dict[str, Any]:
    """What stands in the form of a step."""
    return {"words": step.words, "due_on": step.due_on, "state": step.state}
