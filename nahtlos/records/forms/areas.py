"""What is asked about an area of life."""

from typing import Any

from django import forms

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.records.actions import AreaViews
from nahtlos.records.models import AreaStanding, Assessment
from nahtlos.records.rules.areas import AgeGroup, AreaAnswer, Scale, questions_of


class BeginForm(forms.Form):
    """For whom the questions are worded."""

    age_group = forms.ChoiceField(
        label="Für wen sind die Fragen?", choices=AgeGroup.choices(), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)


def _scale(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Scale.choices(), widget=forms.RadioSelect, required=False
    )


class AreaForm(forms.Form):
    """The questions of an area, and where it stands in both views. Nothing has to be answered."""

    def __init__(self, *args: Any, assessment: Assessment, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = questions_of(area, assessment.version)
        for question in self.asked:
            self.fields[question.code] = forms.ChoiceField(
                label=question.words(assessment.age_group),
                choices=AreaAnswer.choices(),
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields["self_view"] = _scale("Wie sieht es die Person selbst?")
        self.fields["professional_view"] = _scale("Wie sehen Sie es?")
        german_lengths(self)

    def questions(self) -> list[forms.BoundField]:
        """The fields of the questions."""
        return [self[question.code] for question in self.asked]

    def views(self) -> AreaViews:
        """What was said, for the deed; what nobody answered is left out."""
        values = self.cleaned_data
        answers = {one.code: values[one.code] for one in self.asked if values[one.code]}
        return AreaViews(values["self_view"], values["professional_view"], answers)


def area_initial(standing: AreaStanding | None) -> dict[str, Any]:
    """What stands in the form."""
    if standing is None:
        return {"self_view": "", "professional_view": ""}
    content = standing.content
    return {
        **content["answers"],
        "self_view": content["self"],
        "professional_view": content["professional"],
    }
