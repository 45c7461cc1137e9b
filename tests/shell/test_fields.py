"""Forms speak plain German beside the field, and screen readers find what belongs together."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.foundation.shell.fields import DayField


class Sample(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Titel", max_length=10, help_text="Kurz und klar")
    mail = forms.EmailField(label="E-Mail")
    day = DayField(label="Gültig bis")
    places = forms.IntegerField(label="Plätze", min_value=0, required=False)
    cost = forms.ChoiceField(label="Kosten", choices=[("", "Bitte wählen"), ("free", "kostenlos")])
    reach = forms.ChoiceField(
        label="Gebiet", choices=[("all", "überall")], widget=forms.RadioSelect
    )
    spoken = forms.MultipleChoiceField(
        label="Sprachen", choices=[("de", "Deutsch")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Geprüft")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def rendered(form: forms.Form) -> str:
    """The form as a page shows it, with the summary of its errors."""
    source = '{% include "shell/forms/errors.html" %}{{ form }}'
    return Template(source).render(Context({"form": form}))


def errors(**data: Any) -> dict[str, list[str]]:
    """The sentences of a form sent with DATA."""
    return {name: [str(line) for line in lines] for name, lines in Sample(data).errors.items()}


def test_sentences_say_what_to_do() -> None:
    said = errors(title="viel zu langer Titel", mail="x", day="morgen", places="-1")
    assert said["title"] == ["Das ist zu lang. Möglich sind höchstens 10 Zeichen."]
    assert said["mail"] == [
        "Bitte prüfen Sie die E-Mail-Adresse. Sie sieht so aus: name@beispiel.de"
    ]
    assert said["day"] == ["Bitte geben Sie das Datum so ein: 3.12.2026"]
    assert said["places"] == ["Die Zahl ist zu klein. Nötig ist mindestens 0."]
    assert said["cost"] == ["Bitte wählen Sie etwas aus."]
    assert said["agreed"] == ["Bitte setzen Sie hier ein Häkchen, wenn Sie weitermachen möchten."]


def test_a_forms_own_sentence_wins() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Wie heißt der Ort?"})

    assert Own({}).errors["name"] == ["Wie heißt der Ort?"]


def test_one_forms_sentences_do_not_leak_into_the_field_it_was_made_from() -> None:
    assert Sample({}).errors
    assert (
        str(Sample.base_fields["title"].error_messages["required"])
        != "Bitte füllen Sie dieses Feld aus."
    )


def test_hint_and_error_are_announced_with_the_field() -> None:
    html = str(Sample({"title": "viel zu langer Titel"})["title"].as_field_group())
    control = re.search(r"<input[^>]*>", html)
    assert control
    assert 'aria-describedby="id_title_helptext id_title_error"' in control[0]
    assert 'aria-invalid="true"' in control[0]
    assert 'aria-required="true"' in control[0]
    assert re.search(r"\srequired\b", control[0]) is None
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html


def test_what_is_not_needed_says_so() -> None:
    form = Sample()
    assert "(freiwillig)" in form["places"].as_field_group()
    assert "(freiwillig)" not in form["title"].as_field_group()


def test_groups_of_boxes_and_buttons_have_a_legend_and_their_own_shape() -> None:
    form = Sample({})
    radio, boxes = str(form["reach"].as_field_group()), str(form["spoken"].as_field_group())
    assert "<legend" in radio
    assert "kern-form-check__radio" in radio
    assert "kern-form-check__checkbox" in boxes
    assert "kern-form-check__radio" not in boxes
    assert 'aria-describedby="id_spoken_error"' in boxes


def test_every_link_of_the_summary_leads_to_a_field() -> None:
    html = rendered(Sample({}))
    links = re.findall(r'href="#([^"]+)"', html)
    assert len(links) == 7
    assert [link for link in links if f'id="{link}"' not in html] == []


def test_a_form_without_errors_has_no_summary() -> None:
    assert "nl-errors" not in rendered(Sample())


def test_hidden_fields_come_without_label() -> None:
    html = rendered(Sample(initial={"version": 3}))
    assert '<input type="hidden" name="version" value="3" id="id_version">' in html
    assert 'for="id_version"' not in html


@pytest.mark.parametrize(
    "typed",
    [
        "3.12.2026",
        "03.12.26",
        "03122026",
        "031226",
        "3,12,2026",
        "3/12/2026",
        "3 12 2026",
        "2026-12-03",
    ],
)
def test_a_day_is_understood_however_it_is_typed(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 12, 3)


@given(
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
    form=st.sampled_from(["%d.%m.%Y", "%d%m%Y", "%d %m %y", "%Y-%m-%d", "%d,%m,%Y"]),
)
def test_what_was_written_is_what_is_read(day: date, form: str) -> None:
    assert DayField().clean(day.strftime(form)) == day


@pytest.mark.parametrize(
    "typed", ["32.1.2026", "1.13.2026", "29.2.2027", "morgen", "3.12.", "1.2.3.4", "12"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="so ein"):
        DayField().clean(typed)


def test_an_optional_day_may_stay_empty() -> None:
    assert DayField(required=False).clean("") is None
