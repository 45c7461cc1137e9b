"""Tags and filters of all templates: icons, marks, German dates and numbers, stamps, telephones."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nahtlos.foundation import clock, stamps
from nahtlos.foundation.provenance import Provenance, State
from nahtlos.foundation.shell import context as frame
from nahtlos.foundation.shell.calendar import WRITINGS, Writing
from nahtlos.foundation.shell.icons import ICONS

register = template.Library()

TONES: Final = {"", "ok", "wait", "open", "warm"}
_NUMBER = re.compile(r"^(\+?[\d\s()/–-]*\d)(.*)$", re.DOTALL)


def _writing() -> Writing:
    """How the language of the page writes dates and numbers."""
    return WRITINGS[frame.language()]


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(clock.BERLIN).date() if value.tzinfo else value.date()
    return value if isinstance(value, date) else None


@register.filter
def datum(value: object) -> str:
    """A date as "3. Dezember 2026" (English "3 December 2026"); empty for no date."""
    day = _day(value)
    if day is None:
        return ""
    writing = _writing()
    return f"{day.day}{writing.day} {writing.months[day.month - 1]} {day.year}"


@register.filter
def datum_kurz(value: object) -> str:
    """A date as "Do., 3.12." (English "Thu 3 Dec"), with the year where it is another one."""
    day = _day(value)
    if day is None:
        return ""
    name = _writing().days[day.weekday()]
    other_year = day.year != clock.today().year
    if frame.language() == "en":
        year = f" {day.year}" if other_year else ""
        return f"{name} {day.day} {_writing().months[day.month - 1][:3]}{year}"
    comma = "،" if frame.language() == "ar" else ","
    return f"{name}{comma} {day.day}.{day.month}.{day.year if other_year else ''}"


@register.filter
def uhrzeit(value: object) -> str:
    """An instant as "14:05 Uhr" in Europe/Berlin (elsewhere "14:05")."""
    if not isinstance(value, datetime):
        return ""
    local = value.astimezone(clock.BERLIN) if value.tzinfo else value
    return f"{local:%H:%M}{_writing().clock}"


@register.filter
def zahl(value: float | Decimal | None, decimals: int | None = None) -> str:
    """A number as "1.234,5" (English "1,234.5"); DECIMALS fixes the digits behind the comma."""
    if value is None:
        return ""
    text = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    writing = _writing()
    return text.translate({ord(","): writing.thousands, ord("."): writing.decimal})


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The icon NAME as an inline picture that screen readers skip; KeyError for no such icon."""
    return format_html(
        '<svg class="nl-ico" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def chip(text: str, tone: str = "", lang: str = "") -> SafeString:
    """A small mark with words: tone "ok", "wait", "open", "warm" or none. LANG is for words that
    are not in the language of the page.
    """
    if tone not in TONES:
        raise ValueError(f"no such tone: {tone}")
    return format_html(
        '<span class="nl-chip{}"{}>{}</span>',
        f" nl-chip--{tone}" if tone else "",
        format_html(' lang="{}"', lang) if lang else "",
        text,
    )


@register.simple_tag
def public(path: str) -> str:
    """The address of the public page at PATH ("/ueber/") in the active language."""
    return frame.public_url(path)


@register.simple_tag
def crumbs(*parts: str, lang: str = "") -> SafeString:
    """The way to this page: label, address, label, address, ..., and its own label last; LANG where
    that is not in the language of the page.
    """
    steps = [
        format_html('<li><a href="{}">{}</a></li>', address, label)
        for label, address in zip(parts[:-1:2], parts[1:-1:2], strict=True)
    ]
    here = format_html('<bdi lang="{}">{}</bdi>', lang, parts[-1]) if lang else parts[-1]
    steps.append(format_html('<li aria-current="page">{}</li>', here))
    return format_html(
        '<nav class="nl-crumb" aria-label="{}"><ol>{}</ol></nav>',
        _("Sie sind hier"),
        mark_safe("".join(steps)),  # noqa: S308 (each step was escaped above)
    )


@register.simple_tag
def stamp() -> SafeString:
    """The hidden one-time stamp of a form."""
    return format_html('<input type="hidden" name="stamp" value="{}">', stamps.issue())


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form field with label, hint and error."""
    return bound.as_field_group()


def dial(number: str) -> str:
    """What a telephone must dial: "+493023125110" for "030 23125-110"; short numbers stay."""
    digits = re.sub(r"\(0\)|[^\d+]", "", number)
    if digits.startswith("00"):
        return "+" + digits[2:]
    # Freephone numbers are reached from within Germany only.
    if digits.startswith("0") and not digits.startswith("0800"):
        return "+49" + digits[1:]
    return digits


@register.filter
def lacking(things: Iterable[object], attribute: str) -> list[object]:
    """Those of THINGS whose ATTRIBUTE is empty."""
    return [thing for thing in things if not getattr(thing, attribute)]


@register.filter
def phone_link(value: str) -> SafeString | str:
    """A telephone number as a link; what follows the number ("(Besuch)") stays text."""
    found = _NUMBER.match(value.strip()) if value else None
    if found is None:
        return value or ""
    number, rest = found.groups()
    return format_html(
        '<a class="nl-tel" href="tel:{}"><bdi dir="ltr">{}</bdi></a>{}', dial(number), number, rest
    )


@register.filter
def origin_state(value: Provenance) -> str:
    """The state of facts as it is today: "confirmed", "found", "unchecked" or "outdated"."""
    return str(value.state_on(clock.today()))


@register.inclusion_tag("shell/_provenance.html")
def provenance(value: Provenance, *, short: bool = False) -> dict[str, object]:
    """The mark of a group of facts: where from, checked when, by whom, how sure.

    SHORT is for lists in which every line has a mark of its own.
    """
    state = value.state_on(clock.today())
    address = value.source if value.source.startswith(("https://", "http://")) else ""
    return {
        "value": value,
        "state": str(state),
        "short": short,
        "mark": _short_mark(state, value.checked_on) if short else _mark(state, value.checked_on),
        "meaning": _meaning(state),
        "source_url": address,
        "source": urlsplit(address).hostname if address else value.source,
    }


def _mark(state: State, checked_on: date | None) -> str:
    if state is State.CONFIRMED:
        return _("Geprüft am %(day)s") % {"day": datum(checked_on)}
    if state is State.FOUND:
        return _("Öffentlich gefunden")
    if state is State.OUTDATED and checked_on:
        return _("Vielleicht veraltet, Stand %(day)s") % {"day": datum(checked_on)}
    return _("Vielleicht veraltet") if state is State.OUTDATED else _("Noch nicht geprüft")


def _short_mark(state: State, checked_on: date | None) -> str:
    if state is State.UNCHECKED:
        return _("Noch nicht geprüft")
    if state is State.CONFIRMED and checked_on:
        return _("Geprüft %(year)s") % {"year": checked_on.year}
    return _("Quelle, %(year)s") % {"year": checked_on.year} if checked_on else _("Quelle")


def _meaning(state: State) -> str:
    return {
        State.CONFIRMED: _("Jemand, der zuständig ist, hat diese Angaben bestätigt."),
        State.FOUND: _(
            "Diese Angaben standen auf einer öffentlichen Seite. Bestätigt sind sie noch nicht."
        ),
        State.UNCHECKED: _("Diese Angaben hat noch niemand geprüft. Fragen Sie bitte nach."),
        State.OUTDATED: _("Diese Angaben sind alt. Fragen Sie bitte nach, ob sie noch stimmen."),
    }[state]
