"""What is typed about a step and about the answer to one of the four questions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms

from nahtlos.cases.forms.fields import CaseDay, PhoneField, line, text
from nahtlos.cases.models import Answer, AnswerState, Evidence, Step, StepState
from nahtlos.cases.rules.vocabulary import LifeArea
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import BERLIN, today

Choices = Iterable[tuple[str, str]]
NOBODY: Final = ("", "niemand bestimmtes")
# Confidential counselling has no place in a plan that lies on tables.
AREAS: Final = [choice for choice in LifeArea.choices() if choice[0] != LifeArea.DIS]
HOW: Final = "Bitte wählen Sie, woher Sie es wissen."
WHY: Final = "Bitte schreiben Sie in wenigen Worten, warum dieser Schritt nicht zutrifft."


class TickForm(forms.Form):
    """Done, today, in one click: only where it is known from is asked."""

    evidence = forms.ChoiceField(label="Woher wissen Sie es?", choices=Evidence.choices)
    done_on = CaseDay(label="Erledigt am")


class StepForm(forms.Form):
    """Where a step stands, how one knows, by when and by whom."""

    state = forms.ChoiceField(label="Stand", choices=StepState.choices, widget=forms.RadioSelect)
    evidence = forms.ChoiceField(
        label="Woher wissen Sie es?",
        choices=[("", "noch nichts ausgewählt"), *Evidence.choices],
        required=False,
        help_text="Nur, wenn der Schritt erledigt ist. Sie müssen nichts hochladen.",
    )
    done_on = CaseDay(label="Erledigt am", help_text="Leer heißt: heute.")
    reason = text(
        "Grund oder Bemerkung",
        limit=500,
        help_text=(
            "Bei „trifft nicht zu“ nötig. Bitte keine Diagnosen, keine Straftaten, keine Namen"
            " von Dritten."
        ),
    )
    due_on = CaseDay(
        label="Bis wann?",
        help_text=(
            "Nur, wenn Sie ein eigenes Datum setzen möchten. Verschiebt sich die Entlassung,"
            " fragen wir dann nach."
        ),
    )
    assigned = forms.ChoiceField(label="Wer kümmert sich?", required=False)

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned"].choices = [NOBODY, *members]  # type: ignore[attr-defined]
        german_lengths(self)

    def clean(self) -> dict[str, Any]:
        """Done needs where it is known from, not applicable needs a reason; what belongs to another
        state is left out.
        """
        values = dict(super().clean() or {})
        state = values.get("state")
        if state == StepState.DONE:
            if not values.get("evidence") and "evidence" not in self.errors:
                self.add_error("evidence", HOW)
            if "done_on" not in self.errors:
                values["done_on"] = values.get("done_on") or today()
        else:
            values |= {"evidence": "", "done_on": None}
        reasoned = values.get("reason") or "reason" in self.errors
        if state == StepState.NOT_APPLICABLE and not reasoned:
            self.add_error("reason", WHY)
        return values


class OwnStepForm(forms.Form):
    """A step of one's own."""

    title = forms.CharField(
        label="Was ist zu tun?",
        max_length=160,
        help_text="Zum Beispiel: Fahrrad bei der Schwester abholen.",
    )
    area = forms.ChoiceField(label="Lebensbereich", choices=AREAS)
    due_on = CaseDay(label="Bis wann?")
    assigned = forms.ChoiceField(label="Wer kümmert sich?", required=False)

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned"].choices = [NOBODY, *members]  # type: ignore[attr-defined]
        german_lengths(self)


class AnswerForm(forms.Form):
    """The answer to one of the four questions, as it will stand on the card."""

    state = forms.ChoiceField(
        label="Wie weit ist das?", choices=AnswerState.choices, widget=forms.RadioSelect
    )
    words = line("Antwort in einem Satz", help_text="So steht es auf der Karte.")
    place = line("Adresse oder Treffpunkt")
    phone = PhoneField(label="Telefon")
    day = CaseDay(label="Termin am")
    time = forms.TimeField(
        label="Uhrzeit",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "decimal", "class": "nl-short"}),
        help_text="Zum Beispiel 9:30",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)

    def clean(self) -> dict[str, Any]:
        """Day and time become one instant; an hour needs its day."""
        values = dict(super().clean() or {})
        day, time = values.pop("day", None), values.pop("time", None)
        if time and not day and not {"day", "time"} & set(self.errors):
            self.add_error("day", "Zu der Uhrzeit gehört ein Tag.")
        values["at"] = datetime.combine(day, time or datetime.min.time(), BERLIN) if day else None
        return values


def step_initial(step: Step, assigned: str) -> dict[str, Any]:
    """What stands in the form of STEP; ASSIGNED is a membership's code."""
    return {
        "state": step.state,
        "evidence": step.evidence,
        "done_on": step.done_on,
        "reason": step.reason or "",
        "due_on": step.due_on if step.by_hand else None,
        "assigned": assigned,
    }


def answer_initial(answer: Answer | None) -> dict[str, Any]:
    """What stands in the form of ANSWER."""
    if answer is None:
        return {"state": AnswerState.UNKNOWN}
    at = answer.at.astimezone(BERLIN) if answer.at else None
    return {
        "state": answer.state,
        "words": answer.words or "",
        "place": answer.place or "",
        "phone": answer.phone or "",
        "day": at.date() if at else None,
        "time": at.time() if at and (at.hour or at.minute) else None,
    }
