"""How good an offer's entry is, with the words for its parts."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy

from nahtlos.directory.models import Cost, Offer
from nahtlos.directory.rules.quality import Part, quality_of
from nahtlos.foundation.provenance import STALE_AFTER, State
from nahtlos.foundation.ruling import states

LABELS: Final = {
    Part.CHECKED: gettext_lazy("im letzten halben Jahr geprüft"),
    Part.SOURCE: gettext_lazy("mit Quelle"),
    Part.REACHED: gettext_lazy("Telefon oder E-Mail"),
    Part.ABOUT: gettext_lazy("worum es geht"),
    Part.TOPIC: gettext_lazy("Thema"),
    Part.WHOM: gettext_lazy("für wen"),
    Part.WHERE: gettext_lazy("Ort oder Einzugsgebiet"),
    Part.COST: gettext_lazy("Kosten"),
    Part.LANGUAGES: gettext_lazy("Sprachen"),
    Part.HOURS: gettext_lazy("Öffnungszeiten"),
    Part.ACCESS: gettext_lazy("Barrierefreiheit"),
}


@dataclass(frozen=True, slots=True)
class EntryQuality:
    """score: 0 to 100. met, missing: the parts in words."""

    score: int
    met: list[str]
    missing: list[str]


@states(
    "Verzeichnis",
    "Jedes Angebot zeigt öffentlich, wie vollständig und wie frisch sein Eintrag ist und woraus"
    " sich das ergibt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_quality.py::test_the_public_page_shows_the_score_and_its_parts",
        "tests/directory/test_quality.py::test_what_is_old_counts_as_not_checked",
    ),
)
def offer_quality(offer: Offer, today: date, *, reached: bool, hours: bool) -> EntryQuality:
    """The quality of OFFER on TODAY. REACHED: whether the page names a telephone or an address for
    mail; HOURS: whether its opening hours are known.
    """
    facts = offer.facts
    checked = facts.checked_on is not None and today - facts.checked_on <= STALE_AFTER
    found = quality_of(
        {
            Part.CHECKED: checked and facts.state in (State.CONFIRMED, State.FOUND),
            Part.SOURCE: bool(facts.source),
            Part.REACHED: reached,
            Part.ABOUT: bool(offer.summary or offer.description),
            Part.TOPIC: bool(offer.topics),
            Part.WHOM: bool(offer.audiences or offer.audience_text),
            Part.WHERE: offer.lat is not None or offer.catchment != "unknown",
            Part.COST: offer.cost != Cost.UNKNOWN,
            Part.LANGUAGES: bool(offer.languages),
            Part.HOURS: hours,
            Part.ACCESS: bool(offer.access_note),
        }
    )
    return EntryQuality(
        found.score,
        [str(LABELS[part]) for part in found.met],
        [str(LABELS[part]) for part in found.missing],
    )
