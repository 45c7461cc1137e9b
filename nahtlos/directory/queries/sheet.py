"""The offer as data of its printed sheet."""

from typing import Any

from django.utils.translation import gettext as _

from nahtlos.directory.queries.opening import in_one_line
from nahtlos.directory.queries.pages import OfferPage
from nahtlos.directory.queries.translations import Told, Words
from nahtlos.foundation.provenance import Provenance
from nahtlos.foundation.shell.context import language
from nahtlos.foundation.shell.languages import BY_CODE
from nahtlos.foundation.shell.tags import datum


def provenance_sentence(facts: Provenance) -> str:
    """Where the sheet's facts come from, in one sentence."""
    if facts.checked_on is None:
        return _("Quelle: %(source)s. Wann die Angaben geprüft wurden, ist nicht bekannt.") % {
            "source": facts.source or _("unbekannt")
        }
    said = {
        "day": datum(facts.checked_on),
        "who": facts.checked_by,
        "source": facts.source or _("die Organisation selbst"),
    }
    if facts.checked_by:
        return _("Zuletzt geprüft am %(day)s von: %(who)s. Quelle: %(source)s.") % said
    return _("Zuletzt geprüft am %(day)s. Quelle: %(source)s.") % said


def _facts(page: OfferPage) -> list[tuple[str, str]]:
    offer = page.offer
    rows = [
        (_("Für wen"), ", ".join(page.who) or page.told.audience_text.text or _("nicht bekannt")),
        (_("Alter"), page.age),
        (_("Lage"), ", ".join(page.where)),
        (
            _("Nicht für"),
            ", ".join([*page.not_for, *filter(None, [page.told.exclusion_note.text])]),
        ),
        (_("Wie"), ", ".join(page.how)),
        (
            _("Wo"),
            ", ".join(part for part in (page.site.street if page.site else "", offer.city) if part),
        ),
        (_("Öffnungszeiten"), in_one_line(page.opening)),
        (_("Einzugsgebiet"), page.catchment),
        (
            _("Kosten"),
            {"free": _("kostenlos"), "some": page.told.cost_note.text or _("kostet etwas")}.get(
                offer.cost, _("nicht bekannt")
            ),
        ),
        (_("Sprachen"), _spoken(page)),
        (_("Barrierefreiheit"), page.told.access_note.text),
    ]
    return [(label, text) for label, text in rows if text]


def _spoken(page: OfferPage) -> str:
    notes = [f"{name}: {note}" for name, note in page.language_notes]
    return "; ".join([", ".join(page.languages), *notes])


def _how_translated(told: Told) -> str:
    """Whether a machine translated the words of the sheet, and how the texts came about."""
    unchecked = _("Dieses Blatt hat eine Maschine übersetzt. Es gilt der deutsche Text.")
    notes = [] if BY_CODE[language()].is_trusted else [unchecked]
    return " ".join([*notes, *([told.standing.sentence] if told.standing else [])])


def _words(words: Words) -> dict[str, str]:
    return {"text": words.text, "lang": words.lang, "dir": words.direction}


def offer_sheet(page: OfferPage) -> dict[str, Any]:
    """The data of `directory/offer.typ`."""
    contact = [
        (_("Telefon"), page.phone),
        (_("E-Mail"), page.email),
        (_("Internet"), page.website),
    ]
    told = page.told
    return {
        "title": told.title.text,
        "organisation": page.organisation.name,
        "summary": _words(told.summary),
        "description": _words(told.description),
        "translation": _how_translated(told),
        "german": [told.german["title"], told.german["summary"]] if told.standing else [],
        "facts": _facts(page),
        "steps": [_words(step) for step in told.steps],
        "headings": {
            "start": _("So fangen Sie an"),
            "contact": _("Kontakt"),
            "german": _("Auf Deutsch"),
            "silent": _("Telefon und E-Mail sind uns nicht bekannt."),
        },
        "contact": [row for row in contact if row[1]],
        "provenance": provenance_sentence(page.facts),
    }
