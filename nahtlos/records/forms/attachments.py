"""A file to put into a case."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.records.actions.attachments import TOO_LARGE
from nahtlos.records.rules.files import LARGEST


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="Datei",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.txt"}),
        help_text="PDF, Bild (PNG, JPEG) oder einfacher Text, höchstens 5 MB.",
        error_messages={"required_here": "Bitte wählen Sie eine Datei aus."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)

    def clean_file(self) -> UploadedFile:
        """The file, if it is not too large to be read at all."""
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return upload
