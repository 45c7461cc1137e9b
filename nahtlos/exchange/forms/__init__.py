"""The shape of what comes in."""

from django import forms

from nahtlos.exchange.rules.sheets import LARGEST_FILE, TOO_LARGE, NoTable, Sheet, read_sheet


class FileForm(forms.Form):
    """A table of offers: Excel or CSV, with a header line."""

    file = forms.FileField(
        label="Ihre Tabelle",
        help_text="Excel (.xlsx) oder CSV. Höchstens 2.000 Zeilen und 2 MB.",
        error_messages={
            "required": "Bitte wählen Sie eine Datei.",
            "empty": "Diese Datei ist leer.",
        },
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,.csv,text/csv,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )

    def clean_file(self) -> Sheet:
        """What stands in it."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        try:
            return read_sheet(upload.read())
        except NoTable as error:
            raise forms.ValidationError(str(error)) from error
