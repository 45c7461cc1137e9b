"""The answer to a request: the same three ways for the inbox, for the link and for what somebody
says on the telephone.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nahtlos.consents.models import Channel
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import now, today
from nahtlos.referrals.forms import fields
from nahtlos.referrals.models import Missed, Outcome

# (value of the button, move of the state machine)
MOVES: Final = {"accept": "accepted", "meeting": "meeting", "decline": "declined"}
DEEDS: Final = (
    ("accept", _("Annehmen")),
    ("meeting", _("Termin vorschlagen")),
    ("decline", _("Ablehnen")),
)
ASIDE: Final = {
    "accept": ("on", "at", "place", "reason"),
    "meeting": ("reason",),
    "decline": ("on", "at", "place"),
}
# What the rows of the model say, in the language of the page.
REASONS: Final = (
    ("full", _("Zurzeit ist kein Platz frei")),
    ("not_responsible", _("Wir sind nicht zuständig")),
    ("requirements", _("Die Voraussetzungen passen nicht")),
    ("not_reached", _("Wir haben die Person nicht erreicht")),
    ("other", _("Ein anderer Grund")),
)
CHOOSE: Final = _("Bitte wählen Sie eine der drei Antworten.")
WHY: Final = _("Bitte wählen Sie einen Grund.")
WHEN: Final = _("Bitte geben Sie Tag und Uhrzeit an.")
PAST: Final = _("Dieser Termin liegt in der Vergangenheit. Bitte prüfen Sie den Tag.")
# An answer may be taken down after the meeting took place.
CHANNELS: Final = tuple(choice for choice in Channel.choices if choice[0] != "helper")


class AnswerForm(fields.ConditionalForm):
    """One of three answers; what belongs to the other two is left aside."""

    needed = ("on", "at", "reason")

    deed = forms.ChoiceField(
        label=_("Ihre Antwort"),
        choices=DEEDS,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    on = fields.day(_("Tag"))
    at = fields.hour(_("Uhrzeit"))
    place = fields.line(_("Ort"), _("Straße und Hausnummer, Zimmer. Oder: am Telefon."))
    reason = forms.ChoiceField(
        label=_("Warum nicht?"),
        choices=REASONS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Eine Absage hilft auch: Dann wird schnell woanders gefragt."),
    )
    words = fields.words(
        _("Nachricht dazu"),
        _("Zum Beispiel: wer sich meldet, was mitzubringen ist."),
        rows=3,
    )

    def offer(self, moves: Collection[str]) -> None:
        """Leave only the answers that lead to one of MOVES."""
        deeds = [one for one in DEEDS if MOVES[one[0]] in moves]
        self.fields["deed"].choices = deeds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A meeting has a day and an hour, a refusal a reason."""
        values: dict[str, Any] = super().clean() or {}
        deed = values.get("deed")
        # Half a day typed before somebody chose another answer stands in nobody's way.
        for name in ASIDE.get(str(deed), ()):
            self.errors.pop(name, None)
        if deed == "meeting":
            self._clean_meeting(values)
        if deed == "decline" and not values.get("reason"):
            self.add_error("reason", ValidationError(WHY))
        return values

    def _clean_meeting(self, values: dict[str, Any]) -> None:
        if self.errors.get("on") or self.errors.get("at"):
            return
        if values.get("on") is None or values.get("at") is None:
            self.add_error("on" if values.get("on") is None else "at", ValidationError(WHEN))
            return
        try:
            values["meeting_at"] = fields.instant(values["on"], values["at"])
        except ValidationError as error:
            self.add_error("at", error)
            return
        if values["meeting_at"] < self.not_before():
            self.add_error("on", ValidationError(PAST))

    def not_before(self) -> datetime:
        """The first instant a meeting may have."""
        return now()

    def moved(self) -> dict[str, Any]:
        """What the answer says, by the names of the action."""
        values = self.cleaned_data
        deed = values["deed"]
        return {
            "move": MOVES[deed],
            "meeting_at": values.get("meeting_at") if deed == "meeting" else None,
            "place": values["place"] if deed == "meeting" else "",
            "reason": values["reason"] if deed == "decline" else "",
            "words": values["words"],
        }


class TakeDownForm(AnswerForm):
    """An answer that came by telephone, letter, fax or mail: who gave it, when, how."""

    channel = forms.ChoiceField(
        label="Wie kam die Antwort?", choices=CHANNELS, widget=forms.RadioSelect
    )
    who = fields.line(
        "Wer hat geantwortet?",
        "Zum Beispiel: Aufnahme, Frau M. Die Funktion genügt.",
        required=True,
    )
    said_on = fields.day("Wann?", "Heute ist schon eingetragen.", required=True)

    field_order = ("channel", "who", "said_on", "deed", "on", "at", "place", "reason", "words")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["deed"].label = "Was hat die Stelle gesagt?"

    def clean_said_on(self) -> date:
        """Not in the future."""
        on: date = self.cleaned_data["said_on"]
        if on > today():
            raise ValidationError("Dieser Tag liegt in der Zukunft.")
        return on

    def moved(self) -> dict[str, Any]:
        """With who said it."""
        values = self.cleaned_data
        return {**super().moved(), "who": values["who"], "on": values["said_on"]}


class CodeForm(forms.Form):
    """The code from the function mailbox."""

    code = forms.CharField(
        label=_("Code aus der E-Mail"),
        max_length=12,
        help_text=_("Sechs Ziffern. Er gilt 15 Minuten."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "nl-short"}
        ),
    )

    def clean_code(self) -> str:
        """Digits only; blanks between them are how people copy."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isdigit())


class FindForm(forms.Form):
    """The short code of a request, as it stands on the sheet."""

    code = forms.CharField(
        label="Code der Anfrage",
        max_length=20,
        help_text="Er steht groß auf dem Blatt, zum Beispiel R-7F3M-2.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "nl-short"}),
    )

    def clean_code(self) -> str:
        """However it was written: "r 7f3m 2" is "R-7F3M-2"."""
        signs = "".join(sign for sign in self.cleaned_data["code"].upper() if sign.isalnum())
        body = signs.removeprefix("R") if len(signs) == 6 else signs
        return f"R-{body[:4]}-{body[4:]}"


class AttendanceForm(forms.Form):
    """What became of a meeting; three ways of not happening, none of them a failure."""

    what = forms.ChoiceField(
        label="Wie war der Termin?",
        choices=[("attended", "Der Termin hat stattgefunden"), *Missed.choices],
        widget=forms.RadioSelect,
    )
    words = fields.words("Nachricht dazu", "Zum Beispiel: neuer Anlauf nächste Woche.", rows=3)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        german_lengths(self)

    def moved(self) -> dict[str, Any]:
        """What happened, by the names of the action."""
        what = self.cleaned_data["what"]
        move = "attended" if what == "attended" else "missed"
        reason = "" if what == "attended" else what
        return {"move": move, "reason": reason, "words": self.cleaned_data["words"]}


class FinishForm(forms.Form):
    """How a request ends."""

    outcome = forms.ChoiceField(
        label="Was ist daraus geworden?", choices=Outcome.choices, widget=forms.RadioSelect
    )
    finish_step = forms.BooleanField(
        label="Den Schritt im Plan als erledigt eintragen", required=False
    )
    words = fields.words("Nachricht dazu", rows=3)

    def __init__(self, *args: Any, has_step: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_step:
            del self.fields["finish_step"]
        german_lengths(self)

    def moved(self) -> dict[str, Any]:
        """How it ended, by the names of the action."""
        values = self.cleaned_data
        return {
            "move": "closed",
            "outcome": values["outcome"],
            "words": values["words"],
            "finish_step": values.get("finish_step", False),
        }
