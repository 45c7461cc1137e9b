"""What is typed for a note, a contact and the rhythm of contacts."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import today
from nahtlos.records.actions import ContactMade, NoteText
from nahtlos.records.actions.contacts import LONGEST_NOTE, MOST_MINUTES
from nahtlos.records.actions.notes import LONGEST
from nahtlos.records.forms.fields import RecordDay, lines
from nahtlos.records.models import Contact, Note, Rhythm
from nahtlos.records.rules.contact import LONGEST as LONGEST_RHYTHM
from nahtlos.records.rules.contact import SHORTEST, Agreed
from nahtlos.records.rules.vocabulary import (
    AREAS,
    GENERAL,
    GENERAL_LABEL,
    WITHOUT_VICTIMS,
    Concerned,
    ContactChannel,
    NoteKind,
    Reached,
)

# How many themes of one contact the form takes; who spoke of more notes a second one.
THEMES: Final = (1, 2, 3)
MINUTES_WITHOUT_THEME: Final = "Bitte nennen Sie die Minuten zu diesem Thema."
TWICE: Final = "Dieses Thema steht schon weiter oben."


class NoteForm(forms.Form):
    """A note: what it is, whom it concerns, when, the words."""

    kind = forms.ChoiceField(
        label="Was ist das?",
        choices=NoteKind.choices(),
        widget=forms.RadioSelect,
        error_messages={"required_here": "Bitte wählen Sie, was das ist."},
    )
    concerned = forms.ChoiceField(label="Um wen geht es?")
    on = RecordDay(label="Von welchem Tag?", required=True)
    text = lines(
        "Notiz",
        limit=LONGEST,
        rows=8,
        help_text=(
            "So kurz, wie es reicht. Keine Straftaten, keine Diagnosen, keine Aktenzeichen: Eine"
            " Notiz kann vor Gericht verlangt werden."
        ),
    )

    def __init__(self, *args: Any, concerned: Iterable[Concerned], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(word), word.label) for word in concerned]
        self.fields["concerned"].choices = choices  # type: ignore[attr-defined]
        self.fields["text"].required = True
        german_lengths(self)

    def note(self) -> NoteText:
        """What was typed, for the deed."""
        return NoteText(**{name: self.cleaned_data[name] for name in note_blank()})


def note_blank() -> dict[str, Any]:
    """What a new note begins with."""
    return {"kind": "", "concerned": str(Concerned.CLIENT), "on": today(), "text": ""}


def note_initial(note: Note) -> dict[str, Any]:
    """What stands in the form of a note that is there."""
    return {"kind": note.kind, "concerned": note.concerned, "on": note.on, "text": note.text}


class ContactForm(forms.Form):
    """A contact, typed in seconds: the day stands there, most answers are one letter."""

    channel = forms.ChoiceField(
        label="Auf welchem Weg?",
        choices=[("", "Bitte wählen"), *ContactChannel.choices()],
        error_messages={"required_here": "Bitte wählen Sie, auf welchem Weg."},
    )
    reached = forms.ChoiceField(label="Erreicht?", choices=Reached.choices(), initial=Reached.YES)
    concerned = forms.ChoiceField(
        label="Wen?",
        choices=[(str(word), word.label) for word in WITHOUT_VICTIMS],
        initial=Concerned.CLIENT,
    )
    on = RecordDay(label="Wann?", required=True)
    note = lines(
        "Kurze Notiz",
        limit=LONGEST_NOTE,
        rows=2,
        help_text="Nur, wenn etwas zu merken ist.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = [(GENERAL, GENERAL_LABEL), *AREAS.items()]
        for number in THEMES:
            self.fields[f"area_{number}"] = forms.ChoiceField(
                label="Thema", choices=themes, required=False
            )
            self.fields[f"minutes_{number}"] = forms.IntegerField(
                label="Minuten",
                required=False,
                min_value=1,
                max_value=MOST_MINUTES,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
            )
        german_lengths(self)

    def clean(self) -> dict[str, Any]:
        """A theme needs its minutes, and stands there once."""
        values = dict(super().clean() or {})
        seen: set[str] = set()
        for number in THEMES:
            area, many = values.get(f"area_{number}", ""), values.get(f"minutes_{number}")
            if area and many is None and f"minutes_{number}" not in self.errors:
                self.add_error(f"minutes_{number}", MINUTES_WITHOUT_THEME)
            if many and area in seen:
                self.add_error(f"area_{number}", TWICE)
            seen |= {area} if many else set()
        return values

    def themes(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """(theme, minutes) of each line."""
        return [(self[f"area_{number}"], self[f"minutes_{number}"]) for number in THEMES]

    def first_theme(self) -> tuple[forms.BoundField, forms.BoundField]:
        """The line that is always open."""
        return self.themes()[0]

    def further_themes(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The lines that open on demand."""
        return self.themes()[1:]

    def has_further(self) -> bool:
        """Whether something stands in them."""
        return any(minutes.value() or area.value() for area, minutes in self.further_themes())

    def contact(self) -> ContactMade:
        """What was typed, for the deed."""
        values = self.cleaned_data
        minutes = {
            values[f"area_{number}"]: values[f"minutes_{number}"]
            for number in THEMES
            if values[f"minutes_{number}"]
        }
        return ContactMade(
            on=values["on"],
            channel=values["channel"],
            concerned=values["concerned"],
            reached=values["reached"] == Reached.YES,
            minutes=minutes,
            note=values["note"],
        )


def contact_blank() -> dict[str, Any]:
    """What a new contact begins with."""
    return {"on": today(), "reached": str(Reached.YES), "concerned": str(Concerned.CLIENT)}


def contact_initial(contact: Contact) -> dict[str, Any]:
    """What stands in the form of a contact that is there."""
    lines_of = list(contact.minutes.items())
    themes: dict[str, Any] = {}
    for number in THEMES:
        area, many = lines_of[number - 1] if number <= len(lines_of) else (GENERAL, None)
        themes |= {f"area_{number}": area, f"minutes_{number}": many}
    return {
        "on": contact.on,
        "channel": contact.channel,
        "concerned": contact.concerned,
        "reached": str(Reached.YES if contact.reached else Reached.NO),
        "note": contact.note,
        **themes,
    }


class RhythmForm(forms.Form):
    """How often, when next, or no contact at the moment."""

    every_days = forms.IntegerField(
        label="Alle wie viele Tage?",
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST_RHYTHM,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        help_text="Leer heißt: kein fester Abstand. 7 heißt: jede Woche.",
    )
    next_on = RecordDay(
        label="Nächster Kontakt am", help_text="Danach rechnet Nahtlos mit dem Abstand weiter."
    )
    quiet = forms.BooleanField(label="Zurzeit kein Kontakt", required=False)
    follow_up_on = RecordDay(
        label="Dann noch einmal nachfragen am",
        help_text="Nur, wenn zurzeit kein Kontakt ist. Leer heißt: in vier Wochen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)

    def agreed(self) -> Agreed:
        """What was typed, for the deed."""
        values = self.cleaned_data
        return Agreed(
            every_days=values["every_days"],
            next_on=values["next_on"],
            follow_up_on=values["follow_up_on"],
        )


def rhythm_initial(row: Rhythm | None) -> dict[str, Any]:
    """What stands in the form."""
    if row is None:
        return {}
    return {
        "every_days": row.every_days,
        "next_on": row.next_on,
        "quiet": row.quiet_since is not None,
        "follow_up_on": row.follow_up_on,
    }
