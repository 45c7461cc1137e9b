"""What somebody asks, reads and writes without a name."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.intake.actions.asking import LONGEST_TEXT
from nahtlos.intake.actions.calling import LONGEST_NOTE, LONGEST_NUMBER
from nahtlos.intake.actions.wishing import LONGEST_NAME
from nahtlos.intake.rules.receipt import digits_of

# What `rules.vocabulary` says, in the language of the page and to the person herself.
TOPICS: Final = (
    ("child", _("Ein Kind")),
    ("visit", _("Besuch und Kontakt")),
    ("family", _("Familie und Partnerschaft")),
    ("release", _("Entlassung")),
    ("home", _("Wohnen")),
    ("money", _("Geld und Schulden")),
    ("work", _("Arbeit und Ausbildung")),
    ("other", _("Etwas anderes")),
)
ASKERS: Final = (
    ("unsaid", _("Das möchte ich nicht sagen")),
    ("parent", _("Mutter oder Vater")),
    ("child", _("Kind oder jugendlich")),
    ("relative", _("Angehörige oder Angehöriger")),
    ("imprisoned", _("Ich bin zurzeit in Haft")),
    ("released", _("Ich war früher in Haft")),
    ("professional", _("Fachkraft")),
)
NO_LAND: Final = _("Das möchte ich nicht sagen")
NO_NAMES: Final = _(
    "Bitte schreiben Sie keine Namen, keine Adresse und kein Aktenzeichen. Höchstens 4.000 Zeichen."
)
WRONG_LENGTH: Final = _("Ein Code hat 16 Ziffern. Bitte sehen Sie noch einmal nach.")


def _words(label: Any, rows: int, hint: Any = NO_NAMES) -> forms.CharField:  # noqa: ANN401
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
    )


class QuestionForm(forms.Form):
    """A question without a name."""

    topic = forms.ChoiceField(label=_("Worum geht es?"), choices=TOPICS, widget=forms.RadioSelect)
    text = _words(_("Ihre Frage"), 8)
    asker = forms.ChoiceField(
        label=_("Wer fragt?"), choices=ASKERS, required=False, initial="unsaid"
    )
    land = forms.ChoiceField(
        label=_("In welchem Bundesland?"),
        help_text=_("Dann kann die Stelle antworten, die sich dort auskennt."),
        required=False,
    )

    def __init__(self, data: Any, lands: list[tuple[str, str]]) -> None:  # noqa: ANN401
        super().__init__(data)
        self.fields["land"].choices = [("", NO_LAND), *lands]  # type: ignore[attr-defined]
        german_lengths(self)


class CodeForm(forms.Form):
    """The code to read by, as it was copied from paper or a photograph."""

    code = forms.CharField(
        label=_("Ihr Code zum Nachlesen"),
        help_text=_("16 Ziffern, zum Beispiel 1234 5678 9012 3456. Leerzeichen sind egal."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "nl-num", "dir": "ltr"}
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        german_lengths(self)

    def clean_code(self) -> str:
        """The 16 digits."""
        digits = digits_of(self.cleaned_data["code"])
        if not digits:
            raise forms.ValidationError(str(WRONG_LENGTH))
        return digits


class MessageForm(forms.Form):
    """One more message under the code."""

    text = _words(_("Ihre Nachricht"), 5)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        german_lengths(self)


class DeleteForm(forms.Form):
    """Really everything."""

    sure = forms.BooleanField(label=_("Ja, alles löschen"))


class WishForm(forms.Form):
    """A name, given to be accompanied."""

    name = forms.CharField(
        label=_("Wie heißen Sie?"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Unter welcher Nummer erreichen wir Sie?"),
        required=False,
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "off", "class": "nl-num", "dir": "ltr"}
        ),
    )
    other_way = forms.CharField(
        label=_("Oder wie sonst?"),
        help_text=_("Zum Beispiel eine E-Mail-Adresse oder: montags in der Beratungsstelle."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agree = forms.BooleanField(
        label=_(
            "Ja, ich nenne meinen Namen, damit mich jemand begleitet. Die Koordinierungsstelle darf"
            " dafür eine Akte mit meinem Namen beginnen."
        )
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        german_lengths(self)
        if not self.is_bound:
            # One of the two ways is needed; which, the action says.
            self.fields["phone"].required = self.fields["other_way"].required = True
