"""What the office types: an answer, to whom a question goes, who answers and how soon."""

from typing import Any

from django import forms

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.intake.actions.asking import LONGEST_TEXT
from nahtlos.intake.rules.keeping import LONGEST_REPLY, REPLY_WORKDAYS
from nahtlos.people.models import Membership


def _choices(members: list[Membership], nobody: str) -> list[tuple[str, str]]:
    return [("", nobody), *((one.code, one.account.name) for one in members)]


class AnswerForm(forms.Form):
    """What the person will read."""

    text = forms.CharField(
        label="Ihre Antwort",
        help_text="Ohne Namen, auch nicht Ihren. Die Person liest sie mit ihrem Code."
        " Höchstens 4.000 Zeichen.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        german_lengths(self)


class HandOnForm(forms.Form):
    """To whom."""

    member = forms.ChoiceField(label="Wer antwortet?")

    def __init__(self, data: Any, members: list[Membership], chosen: str = "") -> None:  # noqa: ANN401
        super().__init__(data, initial={"member": chosen})
        self.members = {one.code: one for one in members}
        self.fields["member"].choices = _choices(members, "Bitte wählen")  # type: ignore[attr-defined]
        german_lengths(self)

    def chosen(self) -> Membership:
        """Who was chosen."""
        return self.members[self.cleaned_data["member"]]


class DeskForm(forms.Form):
    """Who answers, who stands in, how soon."""

    lead = forms.ChoiceField(
        label="Wer bekommt neue Fragen?",
        help_text="Eine kurze Nachricht ohne Inhalt geht an diese Person. Ohne Angabe an alle, die"
        " antworten dürfen.",
        required=False,
    )
    deputy = forms.ChoiceField(
        label="Wer vertritt?",
        help_text="Bekommt eine Nachricht, wenn der versprochene Tag vorbei ist.",
        required=False,
    )
    reply_workdays = forms.IntegerField(
        label="Antwort innerhalb von wie vielen Werktagen?",
        help_text="Diesen Tag liest die fragende Person. Feiertage Ihres Landes zählen nicht mit.",
        min_value=1,
        max_value=LONGEST_REPLY,
        widget=forms.NumberInput(attrs={"class": "nl-short", "inputmode": "numeric"}),
    )

    def __init__(
        self,
        data: Any,  # noqa: ANN401
        members: list[Membership],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial or {"reply_workdays": REPLY_WORKDAYS})
        self.members = {one.code: one for one in members}
        for name, nobody in (("lead", "Alle, die antworten dürfen"), ("deputy", "Niemand")):
            self.fields[name].choices = _choices(members, nobody)  # type: ignore[attr-defined]
        german_lengths(self)

    def chosen(self, name: str) -> Membership | None:
        """Who was chosen in the field NAME."""
        return self.members.get(self.cleaned_data[name])
