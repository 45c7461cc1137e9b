"""The shape of what comes in."""

from typing import Any, Final

from django import forms

from nahtlos.exchange.rules.sheets import (
    LARGEST_FILE,
    MOST_LINES,
    TOO_LARGE,
    TOO_MANY,
    Line,
    NoTable,
    read_rows,
)
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.lists.actions.receiving import Received
from nahtlos.lists.rules.columns import has_headings

LONGEST: Final = 500_000
NOTHING: Final = "Bitte fügen Sie Zeilen ein oder wählen Sie eine Datei."
BOTH: Final = "Bitte entweder Zeilen einfügen oder eine Datei wählen, nicht beides."
NO_PERSON: Final = "Hier stehen nur Überschriften. Bitte fügen Sie auch die Zeilen darunter ein."
ACCEPTED: Final = (
    ".xlsx,.csv,.txt,text/csv,text/plain,"
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)


class ListForm(forms.Form):
    """Lines pasted from a screen, or a file."""

    zeilen = forms.CharField(
        label="Zeilen einfügen",
        required=False,
        max_length=LONGEST,
        strip=False,
        help_text=(
            "Kopieren Sie die Zeilen aus Ihrem Fachverfahren oder aus Excel, mit oder ohne"
            " Überschriften. Eine Zeile je Person."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    datei = forms.FileField(
        label="Oder eine Datei",
        required=False,
        help_text="Excel (.xlsx) oder CSV. Höchstens 2.000 Zeilen und 2 MB.",
        error_messages={"empty": "Diese Datei ist leer."},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    anstalt = forms.ChoiceField(label="Wo sind die Personen?", required=False)

    def __init__(self, *args: Any, prisons: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anstalt"].choices = prisons  # type: ignore[attr-defined]
        german_lengths(self)

    def clean(self) -> dict[str, Any]:
        """Puts `received` beside what was typed."""
        values = dict(super().clean() or {})
        text, upload = values.get("zeilen") or "", values.get("datei")
        if self.errors:
            return values
        if bool(text.strip()) == bool(upload):
            self.add_error("zeilen", BOTH if upload else NOTHING)
            return values
        field = "datei" if upload else "zeilen"
        try:
            values["received"] = _received(_content(text, upload))
        except NoTable as error:
            self.add_error(field, str(error))
        return values


def _content(text: str, upload: Any) -> bytes:  # noqa: ANN401 (what Django hands over)
    if upload is None:
        return text.encode()
    if upload.size > LARGEST_FILE:
        raise NoTable(TOO_LARGE)
    return bytes(upload.read())


def _received(content: bytes) -> Received:
    """The lines, and the headings where the first of them names columns."""
    rows: list[Line] = read_rows(content)
    if not rows:
        raise NoTable(NOTHING)
    headed = has_headings(rows[0].cells)
    lines = rows[1:] if headed else rows
    if not lines:
        raise NoTable(NO_PERSON)
    if len(lines) > MOST_LINES:
        raise NoTable(TOO_MANY)
    return Received(
        rows[0].cells if headed else (), tuple((one.number, one.cells) for one in lines)
    )
