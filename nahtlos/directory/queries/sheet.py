"""The offer as data of its printed sheet."""

from typing import Any

from nahtlos.directory.queries.pages import OfferPage
from nahtlos.foundation.provenance import Provenance

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)


def provenance_sentence(facts: Provenance) -> str:
    """Where the sheet's facts come from, in one sentence."""
    if facts.checked_on is None:
        return (
            f"Quelle: {facts.source or 'unbekannt'}. Wann die Angaben geprüft wurden, ist nicht"
            " bekannt."
        )
    day = facts.checked_on
    by = f" von: {facts.checked_by}" if facts.checked_by else ""
    return (
        f"Zuletzt geprüft am {day.day}. {MONTHS[day.month - 1]} {day.year}{by}. Quelle:"
        f" {facts.source or 'die Organisation selbst'}."
    )


def _facts(page: OfferPage) -> list[tuple[str, str]]:
    offer = page.offer
    rows = [
        ("Für wen", ", ".join(page.who) or offer.audience_text or "nicht bekannt"),
        ("Alter", page.age),
        ("Wie", ", ".join(page.how)),
        (
            "Wo",
            ", ".join(part for part in (page.site.street if page.site else "", offer.city) if part),
        ),
        ("Einzugsgebiet", page.catchment),
        (
            "Kosten",
            {"free": "kostenlos", "some": offer.cost_note or "kostet etwas"}.get(
                offer.cost, "nicht bekannt"
            ),
        ),
        ("Sprachen", ", ".join(page.languages)),
        ("Barrierefreiheit", offer.access_note),
    ]
    return [(label, text) for label, text in rows if text]


def offer_sheet(page: OfferPage) -> dict[str, Any]:
    """The data of `directory/offer.typ`."""
    contact = [("Telefon", page.phone), ("E-Mail", page.email), ("Internet", page.website)]
    return {
        "title": page.offer.title,
        "organisation": page.organisation.name,
        "summary": page.offer.summary,
        "description": page.offer.description,
        "facts": _facts(page),
        "steps": list(page.offer.first_steps),
        "contact": [row for row in contact if row[1]],
        "provenance": provenance_sentence(page.facts),
    }
