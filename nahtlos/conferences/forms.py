"""What is typed about a conference, its minutes and its tasks."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from nahtlos.cases.rules.vocabulary import LifeArea
from nahtlos.conferences.models import LONGEST, SHORTEST, Basis, Conference, Reply, Way
from nahtlos.conferences.rules.details import Details
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.shell.fields import DayField

Choices = Iterable[tuple[str, str]]
CHOOSE: Final = ("", "Bitte wählen")
AREAS: Final = [choice for choice in LifeArea.choices() if choice[0] != LifeArea.DIS]


class DetailsForm(forms.Form):
    """When and how people meet."""

    day = DayField(label="Tag")
    hour = forms.TimeField(
        label="Beginn",
        help_text="Zum Beispiel 14:30",
        input_formats=["%H:%M", "%H.%M", "%H", "%H:%M Uhr", "%H Uhr"],
        error_messages={"invalid": "Bitte geben Sie die Uhrzeit so ein: 14:30"},
        widget=forms.TimeInput(
            format="%H:%M", attrs={"inputmode": "text", "autocomplete": "off", "class": "nl-short"}
        ),
    )
    lasts = forms.IntegerField(
        label="Dauer in Minuten", min_value=SHORTEST, max_value=LONGEST, initial=60
    )
    way = forms.ChoiceField(label="Wie?", choices=Way.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label="Ort, Telefonnummer oder Adresse des Videogesprächs",
        max_length=300,
        required=False,
        help_text="Lesen die, die beteiligt oder eingeladen sind. In Kalendern steht es nicht.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)

    def clean(self) -> dict[str, Any]:
        """No hour that the clock jumps over."""
        values = dict(super().clean() or {})
        if "day" in values and "hour" in values:
            moment = datetime.combine(values["day"], values["hour"], BERLIN)
            if moment.astimezone(UTC).astimezone(BERLIN).time() != values["hour"]:
                self.add_error("hour", "Diese Uhrzeit gibt es an dem Tag nicht.")
        return values

    @property
    def details(self) -> Details:
        """What was typed."""
        typed = self.cleaned_data
        return Details(
            starts_at=datetime.combine(typed["day"], typed["hour"], BERLIN),
            lasts=typed["lasts"],
            way=typed["way"],
            place=typed["place"],
        )


def details_initial(conference: Conference) -> dict[str, Any]:
    """What stands in the form."""
    local = conference.starts_at.astimezone(BERLIN)
    return {
        "day": local.date(),
        "hour": local.time(),
        "lasts": conference.lasts,
        "way": conference.way,
        "place": conference.place or "",
    }


def details_differences(form: DetailsForm, conference: Conference) -> list[tuple[str, str, str]]:
    """Where what was typed differs from CONFERENCE: (label, stands there, typed), in words."""
    stored = Details(conference.starts_at, conference.lasts, conference.way, conference.place or "")
    pairs = zip(_words(stored), _words(form.details), strict=True)
    return [(label, there, here) for (label, there), (_, here) in pairs if there != here]


def _words(details: Details) -> list[tuple[str, str]]:
    return [
        ("Wann", f"{details.starts_at.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"),
        ("Dauer", f"{details.lasts} Minuten"),
        ("Wie", str(Way(details.way).label)),
        ("Ort", details.place),
    ]


class MemberForm(forms.Form):
    """A colleague who is on the case."""

    member = forms.ChoiceField(label="Wer soll dazukommen?")

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [CHOOSE, *members]  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    """Another agency, by function."""

    partner = forms.ChoiceField(label="Welche Stelle?")
    function = forms.CharField(
        label="Wer dort?",
        max_length=120,
        help_text="Eine Funktion, kein Name: „Fallmanagement“, „Bewährungshilfe“.",
    )
    basis = forms.ChoiceField(
        label="Wer lädt ein?",
        choices=[
            (str(Basis.CONSENT), "Wir: Eine Einwilligung erlaubt das Gespräch"),
            (str(Basis.HERSELF), "Die Person selbst"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, partners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
        self.fields["partner"].choices = [CHOOSE, *partners]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """Where the letter goes."""

    address = forms.EmailField(
        label="E-Mail-Adresse",
        max_length=254,
        error_messages={"required": "Wohin soll die Einladung gehen?"},
        help_text="Am besten das Postfach der Stelle. Wir vergessen sie mit dem Protokoll.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)


class ReplyForm(forms.Form):
    """Whether somebody comes: on the public page behind the link."""

    reply = forms.ChoiceField(
        label=_("Kommen Sie?"),
        choices=[
            (str(Reply.COMES), _("Ja, ich komme")),
            (str(Reply.STAYS_AWAY), _("Nein, ich komme nicht")),
            (str(Reply.SENDS), _("Ich schicke jemanden")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    words = forms.CharField(
        label=_("Ein kurzer Satz dazu, wenn Sie möchten"),
        max_length=300,
        required=False,
        help_text=_(
            "Zum Beispiel, wer kommt oder wann es besser geht. Bitte nennen Sie hier niemanden, um"
            " den es gehen könnte."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)


class MinutesForm(forms.Form):
    """What was said and agreed."""

    text = forms.CharField(
        label="Was wurde besprochen und vereinbart?",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=(
            "Kurz und so, dass die Person es lesen kann. Bitte keine Diagnosen, keine Straftaten,"
            " nichts über Dritte, die nicht dabei waren."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)


class TaskForm(forms.Form):
    """Who does what until when."""

    title = forms.CharField(label="Was ist zu tun?", max_length=160)
    area = forms.ChoiceField(label="Lebensbereich", choices=[CHOOSE, *AREAS])
    assigned = forms.ChoiceField(label="Wer kümmert sich?")
    due_on = DayField(label="Bis wann?")

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
        self.fields["assigned"].choices = [CHOOSE, *members]  # type: ignore[attr-defined]
