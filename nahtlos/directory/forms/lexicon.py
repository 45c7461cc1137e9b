"""The shape of what is typed into the lexicon."""

from typing import Any

from django import forms

from nahtlos.directory.models import LexiconEntry, LexiconKind
from nahtlos.foundation.access.forms import german_lengths

KINDS = [(LexiconKind.SAME, "Diese Wörter bedeuten dasselbe"), (LexiconKind.STEM, "Ein Wortteil")]


class EntryForm(forms.Form):
    """Words that mean the same, or a part of compounds."""

    kind = forms.ChoiceField(
        label="Was tragen Sie ein?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required_here": "Bitte wählen Sie aus.",
            "invalid_choice": "Bitte wählen Sie aus.",
        },
    )
    words = forms.CharField(
        label="Wörter",
        max_length=2000,
        help_text=(
            "Mit Komma getrennt. Gleiche Bedeutung: Sprechschein, Besuchserlaubnis. Wortteil, dann"
            " was ihn verbindet: schuld, en findet Schuldenberatung und Schuldnerhilfe."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "de"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)


def entry_initial(entry: LexiconEntry | None) -> dict[str, str]:
    """What stands in the form."""
    if entry is None:
        return {"kind": str(LexiconKind.SAME)}
    return {"kind": entry.kind, "words": ", ".join(entry.words)}


def entry_differences(form: EntryForm, entry: LexiconEntry) -> list[tuple[str, str, str]]:
    """Where what was typed differs from ENTRY: (label, stands there, typed)."""
    labels = dict(KINDS)
    stored, typed = entry_initial(entry), form.cleaned_data
    there, here = (str(labels.get(LexiconKind(one["kind"]), "")) for one in (stored, typed))
    pairs = [("Was tragen Sie ein?", there, here), ("Wörter", stored["words"], typed["words"])]
    return [pair for pair in pairs if pair[1] != pair[2]]
