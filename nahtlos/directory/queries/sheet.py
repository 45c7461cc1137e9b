"""The offer as data of its printed sheet."""

from typing import Any

from django.utils.translation import gettext as _

from nahtlos.directory.queries.opening import in_one_line
from nahtlos.directory.queries.pages import OfferPage
from nahtlos.foundation.provenance import Provenance
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
        (_("Für wen"), ", ".join(page.who) or offer.audience_text or _("nicht bekannt")),
        (_("Alter"), page.age),
        (_("Lage"), ", ".join(page.where)),
        (_("Nicht für"), ", ".join([*page.not_for, *filter(None, [offer.exclusion_note])])),
        (_("Wie"), ", ".join(page.how)),
        (
            _("Wo"),
            ", ".join(part for part in (page.site.street if page.site else "", offer.city) if part),
        ),
        (_("Öffnungszeiten"), in_one_line(page.opening)),
        (_("Einzugsgebiet"), page.catchment),
        (
            _("Kosten"),
            {"free": _("kostenlos"), "some": offer.cost_note or _("kostet etwas")}.get(
                offer.cost, _("nicht bekannt")
            ),
        ),
        (_("Sprachen"), ", ".join(page.languages)),
        (_("Barrierefreiheit"), offer.access_note),
    ]
    return [(label, text) for label, text in rows if text]


def offer_sheet(page: OfferPage) -> dict[str, Any]:
    """The data of `directory/offer.typ`."""
    contact = [
        (_("Telefon"), page.phone),
        (_("E-Mail"), page.email),
        (_("Internet"), page.website),
    ]
    return {
        "title": page.offer.title,
        "organisation": page.organisation.name,
        "summary": page.offer.summary,
        "description": page.offer.description,
        "facts": _facts(page),
        "steps": list(page.offer.first_steps),
        "headings": {
            "start": _("So fangen Sie an"),
            "contact": _("Kontakt"),
            "silent": _("Telefon und E-Mail sind uns nicht bekannt."),
        },
        "contact": [row for row in contact if row[1]],
        "provenance": provenance_sentence(page.facts),
    }
