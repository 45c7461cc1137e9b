"""What is typed about a person and a stay: a case begins in two minutes, all else can wait."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final

from django import forms

from nahtlos.cases.forms.fields import CaseDay, PhoneField, line
from nahtlos.cases.models import Began, CaseKind, Client, Custody, Scenario, Stay
from nahtlos.cases.queries.prisons import prison_choices
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.organisations.queries import PrisonName

# Kinds of release dates that have no day.
DATELESS: Final = frozenset({Scenario.ANY_TIME, Scenario.UNKNOWN})
# The dates that can stand beside the one that counts.
DATED: Final = (Scenario.HALF, Scenario.TWO_THIRDS, Scenario.END)
CALLED: Final = "Wie möchte die Person genannt werden?"
CALLED_HINT: Final = "So steht es auf Ihren Seiten, zum Beispiel: Herr K. oder Mo."
NEEDS_DAY: Final = "Zu diesem Termin gehört ein Datum. Kennen Sie noch keins, wählen Sie „{}“."
NEEDS_KIND: Final = (
    "Worauf beruht das Datum? Bitte wählen Sie Halbstrafe, 2/3-Termin, Strafende oder „fester"
    " Termin“."
)


class BeginStayForm(forms.Form):
    """Where the person is from now on, and until when."""

    prison_code = forms.ChoiceField(label="Haftanstalt", required=False)
    custody = forms.ChoiceField(label="Art der Haft", choices=Custody.choices)
    admitted_on = CaseDay(label="Aufnahme am")
    summons_on = CaseDay(
        label="Haftantritt am", help_text="Nur, wenn die Haft noch nicht begonnen hat."
    )
    scenario = forms.ChoiceField(
        label="Worauf beruht der Entlassungstermin?", choices=Scenario.choices
    )
    release_on = CaseDay(label="Entlassung am")

    def __init__(
        self,
        *args: Any,
        prisons: Iterable[PrisonName],
        own: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = prison_choices(prisons, own)
        self.fields["prison_code"].choices = choices  # type: ignore[attr-defined]
        german_lengths(self)

    def clean(self) -> dict[str, Any]:
        """A date and what it rests on belong together."""
        values = dict(super().clean() or {})
        release, scenario = values.get("release_on"), values.get("scenario")
        if "release_on" in self.errors or "scenario" in self.errors:
            return values
        if release and scenario in DATELESS:
            self.add_error("scenario", NEEDS_KIND)
        if not release and scenario not in DATELESS:
            self.add_error("release_on", NEEDS_DAY.format(Scenario.UNKNOWN.label))
        return values


class ReturnForm(BeginStayForm):
    """Somebody who was imprisoned before comes into a prison again."""

    began = forms.ChoiceField(
        label="Wie kam es dazu?",
        choices=Began.choices,
        required=False,
        help_text="Nur, wenn Sie es wissen. Wessen jemand beschuldigt wird, gehört nicht hierher.",
    )


class NewCaseForm(BeginStayForm):
    """The few things a case begins with."""

    given_name = line("Vorname", limit=80)
    family_name = line("Nachname", limit=80)
    called = line(CALLED, limit=80, help_text=CALLED_HINT)
    external_code = line(
        "Buchnummer oder Kennzeichen der Anstalt",
        limit=40,
        help_text="Genügt auch allein, wenn Sie noch keinen Namen haben.",
    )
    kind = forms.ChoiceField(
        label="Worum geht es?", choices=CaseKind.choices, widget=forms.RadioSelect
    )


class ClientForm(forms.Form):
    """Who the person is and how she can be reached; all of it may stay empty."""

    called = line(CALLED, limit=80, help_text=CALLED_HINT)
    given_name = line("Vorname", limit=80)
    family_name = line("Nachname", limit=80)
    born_on = CaseDay(label="Geboren am", help_text="Zum Beispiel 3.12.1985")
    phone = PhoneField(label="Telefon", help_text="Nur eine Nummer, die die Person selbst gibt.")
    external_code = line("Buchnummer oder Kennzeichen der Anstalt", limit=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)


CLIENT_FIELDS: Final = tuple(ClientForm.base_fields)


def client_initial(client: Client) -> dict[str, Any]:
    """What stands in the form of CLIENT."""
    values = {name: getattr(client, name) or "" for name in CLIENT_FIELDS}
    born_on = values["born_on"]
    return values | {"born_on": date.fromisoformat(born_on) if born_on else None}


class StayForm(forms.Form):
    """Where the person is, since when, and the dates that may come into question. The one that
    counts is moved on a page of its own, because the plan moves with it.
    """

    prison_code = forms.ChoiceField(label="Haftanstalt", required=False)
    custody = forms.ChoiceField(label="Art der Haft", choices=Custody.choices)
    admitted_on = CaseDay(label="Aufnahme am")
    summons_on = CaseDay(
        label="Haftantritt am", help_text="Nur, wenn die Haft noch nicht begonnen hat."
    )
    half = CaseDay(label=Scenario.HALF.label)
    two_thirds = CaseDay(label=Scenario.TWO_THIRDS.label)
    end = CaseDay(label=Scenario.END.label)

    def __init__(
        self, *args: Any, prisons: Iterable[PrisonName], counts: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prison_code"].choices = prison_choices(prisons)  # type: ignore[attr-defined]
        # The date that counts is shown, not typed.
        self.fields.pop(counts, None)
        german_lengths(self)

    @property
    def dates(self) -> list[forms.BoundField]:
        """The fields of the further dates."""
        return [self[kind] for kind in DATED if kind in self.fields]


def stay_initial(stay: Stay) -> dict[str, Any]:
    """What stands in the form of STAY, with its scenarios fetched."""
    dates = {scenario.kind: scenario.on for scenario in stay.scenarios.all()}
    names = ("prison_code", "custody", "admitted_on", "summons_on")
    return {name: getattr(stay, name) for name in names} | {k: dates.get(k) for k in DATED}
