"""How forms look and what they say: KERN markup, hint and error beside the field, plain German."""

import re
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.template.backends.django import Template
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# Django's own sentences are translated, but official; these say what to do.
# A form's own sentences win over them.
PLAIN: Final[dict[str, Words]] = {
    "required": _("Bitte füllen Sie dieses Feld aus."),
    "max_length": _("Das ist zu lang. Möglich sind höchstens %(limit_value)d Zeichen."),
    "min_length": _("Das ist zu kurz. Nötig sind mindestens %(limit_value)d Zeichen."),
    "max_value": _("Die Zahl ist zu groß. Möglich ist höchstens %(limit_value)s."),
    "min_value": _("Die Zahl ist zu klein. Nötig ist mindestens %(limit_value)s."),
    "invalid_choice": _("Bitte wählen Sie etwas aus der Liste."),
    "invalid_list": _("Bitte wählen Sie etwas aus der Liste."),
    "empty": _("Diese Datei ist leer. Bitte wählen Sie eine andere."),
    "missing": _("Bitte wählen Sie eine Datei aus."),
}
# Widgets that are one <input> and nothing else.
LINES: Final = {
    f"django/forms/widgets/{kind}.html" for kind in ("text", "hidden", "email", "number")
}
NO_DAY: Final = _("Bitte geben Sie das Datum so ein: 3.12.2026")
PLAIN_INVALID: Final[tuple[tuple[type[forms.Field], Words], ...]] = (
    (
        forms.EmailField,
        _("Bitte prüfen Sie die E-Mail-Adresse. Sie sieht so aus: name@beispiel.de"),
    ),
    (forms.URLField, _("Bitte prüfen Sie die Internetadresse. Sie beginnt mit https://")),
    (forms.IntegerField, _("Bitte geben Sie eine ganze Zahl ein.")),
    (forms.DateField, NO_DAY),
    (forms.TimeField, _("Bitte geben Sie die Uhrzeit so ein: 14:30")),
)
CHOOSE: Final = _("Bitte wählen Sie etwas aus.")
AGREE: Final = _("Bitte setzen Sie hier ein Häkchen, wenn Sie weitermachen möchten.")


def _official(field: forms.Field) -> dict[str, Words]:
    """The sentences FIELD would have if its form had said nothing."""
    sentences: dict[str, Words] = {}
    for kind in reversed(type(field).__mro__):
        sentences.update(getattr(kind, "default_error_messages", {}))
    return sentences


def _plain(field: forms.Field) -> dict[str, Words]:
    """The sentences we would rather say for FIELD."""
    sentences = dict(PLAIN)
    if isinstance(field, forms.BooleanField):
        sentences["required"] = AGREE
    elif isinstance(field, forms.ChoiceField | forms.FileField):
        sentences["required"] = CHOOSE
    for kind, sentence in PLAIN_INVALID:
        if isinstance(field, kind):
            sentences["invalid"] = sentence
    return sentences


class ShellField(BoundField):
    """A bound field that knows its KERN classes and its neighbours for screen readers."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        # A form's fields are copies of its own, so this changes no other form.
        official = _official(field)
        for code, sentence in _plain(field).items():
            if field.error_messages.get(code) == official.get(code):
                field.error_messages[code] = cast("str", sentence)

    @property
    def kind(self) -> str:
        """Which markup the field needs: hidden, choices, check, select, file or text."""
        widget = self.field.widget
        if widget.is_hidden:
            return "hidden"
        if isinstance(widget, forms.RadioSelect):
            return "choices"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, forms.SelectMultiple):
            return "text"
        return "select" if isinstance(widget, forms.Select) else "text"

    @property
    def anchor(self) -> str:
        """Where the error summary's link leads: the first thing that can be focused."""
        return f"{self.auto_id}_0" if self.kind == "choices" else self.auto_id

    @property
    def kern_class(self) -> str:
        """The class of the control itself."""
        base = {
            "check": "kern-form-check__checkbox",
            "select": "kern-form-input__select",
            # Django's list of boxes is a kind of radio list, so this way round.
            "choices": "kern-form-check__checkbox"
            if isinstance(self.field.widget, forms.CheckboxSelectMultiple)
            else "kern-form-check__radio",
        }.get(self.kind, "kern-form-input__input")
        return f"{base} {base}--error" if self.errors else base

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Django's attributes with ours.

        No `required`: browsers would then answer in their own language, before we can.
        """
        built = super().build_widget_attrs(attrs, widget)
        if self.kind == "hidden":
            return built
        own = self.field.widget.attrs.get("class", "")
        built["class"] = f"{self.kern_class} {own}".strip()
        if built.pop("required", False) and self.kind != "choices":
            built["aria-required"] = "true"
        if self.kind == "choices":
            built.pop("aria-invalid", None)
        return cast("dict[str, Any]", built)


class ShellRenderer(DjangoTemplates):
    """Renders fields with our templates and widgets with Django's."""

    field_template_name = "shell/forms/field.html"
    form_template_name = "shell/forms/form.html"
    bound_field_class = ShellField

    def get_template(self, template_name: str) -> Template:
        """Ours come from the project's engine, because they use its tags."""
        if template_name.startswith("shell/"):
            return cast("Template", get_template(template_name))
        return cast("Template", super().get_template(template_name))

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """A field of one line is put together here: by Django's three templates it takes ten times
        as long, and lists of results have four of them.
        """
        if template_name in LINES:
            widget = context["widget"]
            return format_html(
                '<input type="{}" name="{}"{}{}>',
                *(widget["type"], widget["name"]),
                "" if widget["value"] is None else flatatt({"value": widget["value"]}),
                flatatt(widget["attrs"]),
            )
        return super().render(template_name, context, request)


class DayField(forms.DateField):
    """A date typed by hand: "3.12.2026", "3.12.26", "03122026", with any sign between the numbers.

    The browser's own date control differs on every telephone and cannot be filled from a letter
    in one go. The decimal keypad has no full stop on some of them, so commas, blanks and nothing
    at all are understood as well.
    """

    default_error_messages = {"invalid": NO_DAY}

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Zum Beispiel 3.12.2026"))
        options.setdefault(
            "widget",
            forms.DateInput(
                format="%d.%m.%Y",
                attrs={"inputmode": "decimal", "autocomplete": "off", "class": "nl-short"},
            ),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:  # noqa: ANN401 (what Django hands over)
        """The date; ValidationError with a plain sentence where it is none."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        parts = _parts(str(value).strip())
        try:
            day, month, year = (int(part) for part in parts)
            return date(year + 2000 if year < 100 else year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _parts(text: str) -> list[str]:
    """Day, month and year as typed; a list of another length where they cannot be told apart."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text.split("-")[::-1]
    if re.fullmatch(r"\d{6}|\d{8}", text):
        return [text[:2], text[2:4], text[4:]]
    return [part for part in re.split(r"\D+", text) if part]
