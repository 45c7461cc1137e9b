"""The finder's form: plain GET, every field optional, a sentence beside the field that could not be
understood.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nahtlos.directory.queries.finder import Search
from nahtlos.directory.queries.hits import labels_of, topic_labels
from nahtlos.directory.queries.knowledge import recall_knowledge
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.foreign import GERMAN, Understood, understood
from nahtlos.directory.rules.labels import Kind
from nahtlos.directory.rules.words import words
from nahtlos.organisations.queries import Place, PrisonName, find_places, match_prison

TOO_LONG = _("Bitte schreiben Sie kürzer: höchstens %(limit_value)s Zeichen.")

_WRITTEN = re.compile(r"[^\W\d_]{3,}")
NO_AGE = _("Bitte geben Sie das Alter als Zahl ein, zum Beispiel 14.")


def _named(kind: Kind) -> Callable[[], list[tuple[str, str]]]:
    """The list KIND as choices, asked for where one of them was chosen: most searches choose none,
    and six lists put into each form cost a tenth of its page.
    """
    return lambda: list(labels_of(kind).items())


def _spoken() -> list[tuple[str, str]]:
    return [(entry.code, entry.own_name) for entry in catalogue.languages()]


class FinderForm(forms.Form):
    """Words or topic, place or postcode, prison, and the filters."""

    q = forms.CharField(
        label=_("Worum geht es?"),
        required=False,
        max_length=300,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(
            attrs={"list": "themen", "autocomplete": "off", "enterkeyhint": "search"}
        ),
    )
    ort = forms.CharField(
        label=_("Ihr Ort oder Ihre PLZ"),
        required=False,
        max_length=80,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    jva = forms.CharField(
        label=_("Haftanstalt (wenn bekannt)"),
        required=False,
        max_length=120,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"list": "anstalten", "autocomplete": "off"}),
    )
    thema = forms.ChoiceField(label=_("Thema"), required=False, choices=_named("topic"))
    fuer = forms.MultipleChoiceField(
        label=_("Für wen?"), required=False, choices=_named("audience")
    )
    wie = forms.MultipleChoiceField(label=_("Wie?"), required=False, choices=_named("format"))
    sprache = forms.MultipleChoiceField(label=_("Sprache"), required=False, choices=_spoken)
    lage = forms.MultipleChoiceField(
        label=_("Lage"), required=False, choices=_named("circumstance")
    )
    geschlecht = forms.MultipleChoiceField(
        label=_("Nur für"), required=False, choices=_named("gender")
    )
    alter = forms.IntegerField(
        label=_("Alter"),
        required=False,
        min_value=0,
        max_value=120,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_AGE),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "size": 4, "form": "suche", "autocomplete": "off"}
        ),
    )
    weit = forms.BooleanField(label=_("auch weiter weg"), required=False)

    def __init__(self, data: QueryDict, prisons: tuple[PrisonName, ...]) -> None:
        super().__init__(data)
        self.prisons = prisons
        self.place: Place | None = None
        self.places: list[Place] = []
        self.prison: PrisonName | None = None
        self.german: tuple[str, ...] = ()

    def clean_ort(self) -> str:
        """The place must be known; which one it is, is kept in `place` and `places`."""
        typed: str = self.cleaned_data["ort"].strip()
        if typed:
            self.places = find_places(typed)
            if not self.places:
                raise forms.ValidationError(
                    _(
                        "Diesen Ort oder diese Postleitzahl kennen wir nicht. Bitte prüfen Sie die"
                        " Schreibweise."
                    )
                )
            self.place = self.places[0]
        return typed

    def clean_jva(self) -> str:
        """The prison must be clear."""
        typed: str = self.cleaned_data["jva"].strip()
        if typed:
            self.prison = match_prison(self.prisons, typed)
            if self.prison is None:
                raise forms.ValidationError(
                    _(
                        "Diese Haftanstalt haben wir nicht gefunden. Wählen Sie eine aus der Liste"
                        " oder lassen Sie das Feld leer."
                    )
                )
        return typed

    def _known_in_german(self, typed: str, meant: Understood) -> list[str]:
        """Words that are German already, on a page in another language: it says so of them too."""
        if (get_language() or "de") in GERMAN:
            return []
        knowledge = recall_knowledge().knowledge
        said = {word for german in meant.german for word in words(german)}
        return [
            written
            for written in dict.fromkeys(_WRITTEN.findall(typed))
            for word in words(written)
            if word not in said and knowledge.knows(word)
        ]

    def search(self, page: int) -> Search:
        """What can be searched for with what was understood; a field in error counts as empty."""
        self.is_valid()
        clean: dict[str, Any] = self.cleaned_data
        meant = understood(clean.get("q", "").strip(), get_language() or "de")
        self.german = (*meant.german, *self._known_in_german(clean.get("q", ""), meant))
        return Search(
            words=meant.words,
            topic=clean.get("thema", ""),
            place=self.place,
            prison=self.prison,
            audiences=tuple(clean.get("fuer", ())),
            formats=tuple(clean.get("wie", ())),
            languages=tuple(clean.get("sprache", ())),
            circumstances=tuple(clean.get("lage", ())),
            genders=tuple(clean.get("geschlecht", ())),
            age=clean.get("alter"),
            wide=bool(clean.get("weit")),
            page=page,
        )


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the fields offer while typing, without a script: the options of two data lists."""

    topics: SafeString
    prisons: SafeString


@lru_cache(maxsize=32)
def _options(values: tuple[str, ...]) -> SafeString:
    """VALUES as options. Two hundred of them stand on each page and hardly ever change; put
    together once they spare each page a tenth of its time (33.7 against 37.4 ms).
    """
    return format_html_join("", '<option value="{}"></option>', ((value,) for value in values))


def suggestions(prisons: tuple[PrisonName, ...]) -> Suggestions:
    """Topic labels and prison names for the data lists."""
    topics = tuple(topic_labels().values())
    return Suggestions(_options(topics), _options(tuple(prison.name for prison in prisons)))
