"""Texts of offers in other languages: as the public reads them, and as the organisation keeps them
up to date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db.models import Prefetch, QuerySet
from django.db.models.query import RawQuerySet
from django.utils.translation import gettext as _

from nahtlos.directory.models import Offer, OfferState, OfferTranslation, TranslationStatus
from nahtlos.directory.rules.translations import (
    LONGEST,
    STEPS,
    TARGETS,
    Texts,
    changed_texts,
    german_name,
    is_outdated,
    texts_of,
)
from nahtlos.foundation.shell.context import language
from nahtlos.foundation.shell.languages import SOURCE
from nahtlos.foundation.shell.tags import datum

LABELS: Final[Mapping[str, str]] = {
    "title": "Titel",
    "summary": "Worum es geht",
    "description": "Was geschieht",
    STEPS: "So fängt man an",
    "audience_text": "Für wen",
    "exclusion_note": "Wann es nicht geht",
    "access_note": "Barrierefreiheit",
    "cost_note": "Was genau es kostet",
}
_HERE: Final = "told_here"
Rows = TypeVar("Rows", QuerySet[Offer], "RawQuerySet[Offer]")


@dataclass(frozen=True, slots=True)
class Words:
    """A text with what `lang` and `dir` say of it."""

    text: str
    lang: str = SOURCE
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader must know of a translation: how it came about (`who` and `day` of a checked
    one), and in `older` that the German is newer, else ''.
    """

    said: str
    who: str
    day: str
    older: str

    @property
    def is_sure(self) -> bool:
        """Checked, and of the German that stands there."""
        return bool(self.who and not self.older)

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        said = f"{self.said} {self.who}, {self.day}." if self.who else self.said
        return f"{said} {self.older}".strip()


@dataclass(frozen=True, slots=True)
class Told:
    """The texts of an offer as the page shows them; what is not translated stays German. standing:
    None where nothing is. german: {field: text} of the same.
    """

    title: Words
    summary: Words
    description: Words
    audience_text: Words
    exclusion_note: Words
    access_note: Words
    cost_note: Words
    steps: list[Words]
    standing: Standing | None
    german: Texts

    @property
    def other_german(self) -> list[str]:
        """The short German texts of the facts."""
        names = ("audience_text", "exclusion_note", "access_note", "cost_note")
        return [self.german[name] for name in names if self.german[name]]


@dataclass(frozen=True, slots=True)
class TranslationLine:
    """One language on the page of an own offer. said: how the translation stands, '' for none;
    is_older: than the German that is published.
    """

    code: str
    name: str
    said: str
    is_older: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The German that is to be translated: {field: text} of what stands there. changes:
    (label, before, now) since the translation was made. is_older: as a reader is told.
    """

    texts: dict[str, str]
    changes: list[tuple[str, str, str]]
    is_older: bool


def with_translation(rows: Rows) -> Rows:
    """ROWS that know their texts in the language of the page; one more statement, none in
    German.
    """
    code = language()
    if code == SOURCE:
        return rows
    wanted = OfferTranslation.objects.filter(language=code)
    return rows.prefetch_related(Prefetch("translations", queryset=wanted, to_attr=_HERE))


def told_of(offer: Offer) -> Told:
    """The texts of an offer that comes from `with_translation`."""
    german = texts_of(offer)
    found: list[OfferTranslation] = getattr(offer, _HERE, [])
    row = found[0] if found else None
    there = texts_of(row) if row else {}
    target = TARGETS[row.language] if row else None

    def words(text: str, translated: object) -> Words:
        if target is None or not translated:
            return Words(text)
        return Words(str(translated), target.html, target.direction)

    steps: list[str] = there.get(STEPS) or []
    single = {name: words(german[name], there.get(name)) for name in LONGEST if name != STEPS}
    return Told(
        **single,
        steps=[words("", step) for step in steps] or [Words(step) for step in german[STEPS]],
        standing=_standing(row, german) if row else None,
        german=german,
    )


def _standing(row: OfferTranslation, german: Texts) -> Standing:
    # Who reads it reads a published offer.
    is_older = is_outdated(row.source, german, is_published=True)
    older = _("Die Übersetzung ist älter als der deutsche Text.") if is_older else ""
    if row.status == TranslationStatus.MACHINE:
        return Standing(_("Maschinell übersetzt, ungeprüft."), "", "", older)
    said = _("Übersetzung geprüft von:")
    return Standing(said, row.checked_by, datum(row.checked_on), older)


def translations_of(offer: Offer) -> list[TranslationLine]:
    """How the texts of an own offer stand in each language. One statement."""
    there = {row.language: row for row in OfferTranslation.objects.filter(offer=offer)}
    return [_line(offer, code, there.get(code)) for code in TARGETS]


def _line(offer: Offer, code: str, row: OfferTranslation | None) -> TranslationLine:
    if row is None:
        return TranslationLine(code, german_name(code), "", is_older=False)
    is_checked = row.status == TranslationStatus.CHECKED and row.checked_on
    said = (
        f"geprüft am {datum(row.checked_on)}, {row.checked_by}"
        if is_checked
        else str(TranslationStatus.MACHINE.label)
    )
    return TranslationLine(code, german_name(code), said, _is_older(offer, row))


def _is_older(offer: Offer, row: OfferTranslation) -> bool:
    published = offer.state == OfferState.PUBLISHED
    return is_outdated(row.source, texts_of(offer), is_published=published)


def own_translation(offer: Offer, code: str) -> OfferTranslation | None:
    """The translation of an own offer into the language CODE."""
    return OfferTranslation.objects.filter(offer=offer, language=code).first()


def source_of(offer: Offer, row: OfferTranslation | None) -> Source:
    """What is to be translated, and what changed since ROW was made."""
    german = texts_of(offer)
    shown = {name: one_text(text) for name, text in german.items()}
    if row is None:
        return Source(shown, [], is_older=False)
    changes = [
        (LABELS[name], one_text(row.source.get(name)), one_text(german[name]))
        for name in changed_texts(row.source, german)
    ]
    return Source(shown, changes, _is_older(offer, row))


def one_text(value: Any) -> str:  # noqa: ANN401 (a text or a list of texts)
    """A text of an offer in one piece, a step a line."""
    return "\n".join(value) if isinstance(value, list | tuple) else str(value or "")
