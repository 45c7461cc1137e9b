"""The few words a question is sorted by; pages in other languages have their own."""

from collections.abc import Mapping
from typing import Final

TOPICS: Final[Mapping[str, str]] = {
    "child": "Ein Kind",
    "visit": "Besuch und Kontakt",
    "family": "Familie und Partnerschaft",
    "release": "Entlassung",
    "home": "Wohnen",
    "money": "Geld und Schulden",
    "work": "Arbeit und Ausbildung",
    "other": "Etwas anderes",
}
ASKERS: Final[Mapping[str, str]] = {
    "parent": "Mutter oder Vater",
    "child": "Kind oder jugendlich",
    "relative": "Angehörige",
    "imprisoned": "Zurzeit in Haft",
    "released": "Früher in Haft",
    "professional": "Fachkraft",
    "unsaid": "Nicht gesagt",
}
CHANNELS: Final[Mapping[str, str]] = {
    "phone": "Telefon",
    "mail": "E-Mail",
    "in_person": "persönlich",
    "letter": "Brief",
    "online": "Video oder Chat",
}
RESULTS: Final[Mapping[str, str]] = {
    "answered": "Frage beantwortet",
    "offer": "auf ein Angebot hingewiesen",
    "contact": "Ansprechperson genannt",
    "again": "weiteres Gespräch vereinbart",
    "urgent": "Notfall, sofort weitergegeben",
    "elsewhere": "nicht zuständig, Stelle genannt",
    "open": "offen geblieben",
}
LONGEST_MINUTES: Final = 480
