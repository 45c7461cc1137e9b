"""How each line of a request's course is told."""

from collections.abc import Mapping
from typing import Final

VERBS: Final[Mapping[str, str]] = {
    "sent": "Anfrage gesendet",
    "seen": "Anfrage gelesen",
    "accepted": "Anfrage angenommen",
    "meeting": "Termin angeboten",
    "declined": "Anfrage abgelehnt",
    "attended": "Der Termin hat stattgefunden",
    "missed": "Der Termin hat nicht stattgefunden",
    "closed": "Anfrage abgeschlossen",
    "amended": "Anfrage ergänzt",
    "withdrawn": "Anfrage zurückgezogen",
    "stopped": "Anfrage gestoppt: Einwilligung entfallen",
    "expired": "Anfrage ohne Antwort abgelaufen",
    "reminded": "An die Antwort erinnert",
    "escalated": "Koordinierungsstelle um Hilfe gebeten",
    "release_moved": "Der Entlassungstermin hat sich geändert",
}
CHANNELS: Final[Mapping[str, str]] = {
    "inbox": "im Portal",
    "link": "über den Link",
    "phone": "am Telefon",
    "letter": "per Brief",
    "fax": "per Fax",
    "in_person": "persönlich",
    "helper": "durch eine Helferin, einen Helfer",
    "mail": "per E-Mail",
}
