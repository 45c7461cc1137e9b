"""What a consent can cover: kinds of data, purposes, extents, laws; and how long it lasts."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from nahtlos.foundation.ruling import states

# Months a consent lasts when nobody types another end, and at most.
USUAL: Final = 6
MAX: Final = 12
# So many days before its end a consent is shown as ending.
WARN_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of data. label: as staff read it. plain_label: as it stands on the paper, said by the
    person. special: needs a tick of its own and never comes along with others. group: its heading.
    """

    code: str
    label: str
    plain_label: str
    special: bool
    group: str


_WHO, _LIFE, _SPECIAL = "Wer und wann", "Alltag", "Besonders geschützt"
_CATEGORIES: Final = (
    Category("PERS", "Name und Erreichbarkeit", "mein Name und wie man mich erreicht", False, _WHO),
    Category("TERM", "Entlassung: Tag und Ort", "wann und wo ich entlassen werde", False, _WHO),
    Category("WOH", "Wohnen", "wo ich wohne oder wohnen kann", False, _LIFE),
    Category("EIN", "Lebensunterhalt", "wovon ich lebe und was ich beantrage", False, _LIFE),
    Category("ARB", "Arbeit und Ausbildung", "meine Arbeit und was ich gelernt habe", False, _LIFE),
    Category("SOZ", "Menschen und Freizeit", "wer mir nahesteht und was mir guttut", False, _LIFE),
    Category("DOK", "Papiere", "welche Papiere ich habe und welche fehlen", False, _LIFE),
    Category(
        "MOB", "Wege und Sprache", "wie ich zu Terminen komme und mich verständige", False, _LIFE
    ),
    Category("SCH", "Schulden und Konto", "meine Schulden und mein Konto", True, _SPECIAL),
    Category("GES", "Gesundheit", "meine Gesundheit und Versicherung", True, _SPECIAL),
    Category("SUC", "Sucht", "Sucht und Hilfe dabei", True, _SPECIAL),
    Category("PSY", "Seelische Gesundheit", "wie es mir seelisch geht", True, _SPECIAL),
    Category("FAM", "Familie", "meine Familie und Beziehungen", True, _SPECIAL),
    Category("KIND", "Kinder", "meine Kinder", True, _SPECIAL),
    Category("REC", "Recht und Vollzug", "Auflagen, Verfahren und mein Vollzug", True, _SPECIAL),
    Category("AUF", "Aufenthaltsstatus", "mein Aufenthaltsrecht in Deutschland", True, _SPECIAL),
)
_BY_CODE: Final = {category.code: category for category in _CATEGORIES}

# A purpose stands in clear, so none of them tells of health, addiction or debts.
PURPOSES: Final[Mapping[str, str]] = {
    "transition": "Den Übergang nach der Haft vorbereiten",
    "housing": "Eine Wohnung oder Unterkunft finden",
    "income": "Lebensunterhalt und Leistungen klären",
    "work": "Arbeit, Ausbildung oder einen Kurs finden",
    "papers": "Papiere besorgen",
    "advice": "Beratung oder Hilfe bekommen",
    "family": "Kontakt zur Familie und Hilfe für Angehörige",
    "handover": "Die Begleitung an die nächste Stelle übergeben",
    "other": "Etwas anderes",
}
EXTENTS: Final[Mapping[str, str]] = {
    "confirmation": "nur Ja oder Nein bestätigen",
    "status": "sagen, wie es steht",
    "document": "Unterlagen weitergeben",
    "talk": "miteinander sprechen",
}


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A law a worker may name for telling without consent. hint: what she should think of first;
    legally unchecked, never an assertion that the law applies.
    """

    code: str
    label: str
    hint: str


UNCHECKED: Final = "rechtlich ungeprüft"
_LEGAL_BASES: Final = (
    LegalBasis(
        "present_danger",
        "§ 34 StGB: gegenwärtige Gefahr, die anders nicht abzuwenden ist",
        "Welche Gefahr, für wen, und warum hilft nichts Milderes? Sprechen Sie vorher mit der"
        " Fachleitung, wenn die Zeit reicht.",
    ),
    LegalBasis(
        "child_protection",
        "§ 8a SGB VIII, § 4 KKG: Schutz eines Kindes",
        "Ist eine insoweit erfahrene Fachkraft gefragt? Ist mit der Familie gesprochen, oder"
        " gefährdet gerade das das Kind?",
    ),
    LegalBasis(
        "supervision",
        "Gerichtlich angeordnete Aufsicht (Bewährungshilfe, Führungsaufsicht)",
        "Nur was der Beschluss verlangt, nur an die Stelle, die er nennt.",
    ),
    LegalBasis(
        "prison_notice",
        "Mitteilung, zu der das Vollzugsgesetz des Landes die Anstalt verpflichtet",
        "Nur für Stellen des Justizvollzugs, nur was die Vorschrift nennt.",
    ),
)
LEGAL_BASES: Final[Mapping[str, LegalBasis]] = {basis.code: basis for basis in _LEGAL_BASES}


def purpose_sentence(purpose: str, words: str) -> str:
    """What the paper says behind "Wofür?": the purpose, and what was added in own words."""
    words = words.strip()
    label = "" if purpose == "other" else PURPOSES.get(purpose, "")
    return ": ".join(part for part in (label, words) if part)


def categories() -> tuple[Category, ...]:
    """Every kind of data, in the order of form and paper; the special ones last."""
    return _CATEGORIES


def category(code: str) -> Category:
    """The kind of data with this code; KeyError where there is none."""
    return _BY_CODE[code]


def in_order(codes: Collection[str]) -> list[str]:
    """CODES once each, in the order of the form; codes that do not exist are left out."""
    return [one.code for one in _CATEGORIES if one.code in codes]


def unknown_codes(codes: Iterable[str]) -> list[str]:
    """Those of CODES that are no kind of data; there is no code for "everything"."""
    return [code for code in codes if code not in _BY_CODE]


def add_months(day: date, months: int) -> date:
    """The same day MONTHS later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@states(
    "Einwilligung",
    "Eine Einwilligung endet von selbst: üblich nach sechs Monaten, spätestens nach zwölf.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/consents/test_rules_scope.py::test_it_never_lasts_longer_than_a_year",
        "tests/consents/test_prepare.py::test_an_end_after_more_than_a_year_is_refused",
    ),
)
def latest_until(valid_from: date) -> date:
    """The last day a consent that begins on VALID_FROM may end on."""
    return add_months(valid_from, MAX)


def default_until(valid_from: date, release_on: date | None) -> date:
    """The end that is proposed: six months; six months after the release where that lies within
    them, because help is needed most after it.
    """
    usual = add_months(valid_from, USUAL)
    if release_on is not None and valid_from < release_on <= usual:
        return min(add_months(release_on, USUAL), latest_until(valid_from))
    return usual
