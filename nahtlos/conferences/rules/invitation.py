"""An invitation on paper: it names nobody it is about and no topic. Pure."""

from dataclasses import dataclass
from typing import Any

from nahtlos.cases.rules.paper import when_words
from nahtlos.conferences.rules.details import Details


@dataclass(frozen=True, slots=True)
class Invitation:
    """What stands on the paper. to: whom it goes to, a function and an agency; empty for the person
    herself. way: the words for how people meet. home: who invites, with its telephone. number: the
    code to name when answering.
    """

    to: str
    details: Details
    way: str
    home: str
    phone: str
    number: str

    def data(self) -> dict[str, Any]:
        """For the template."""
        local = self.details.starts_at
        facts = [
            ("Wann", when_words(local.date(), local.time())),
            ("Dauer", f"etwa {self.details.lasts} Minuten"),
            ("Wie", self.way),
            ("Ort", self.details.place),
            ("Nummer", self.number),
        ]
        by_phone = f" am Telefon unter {self.phone}" if self.phone else ""
        return {
            "title": "Einladung zu einer Besprechung",
            "to": self.to or "Für Sie",
            "greeting": "Guten Tag,",
            "words": "wir möchten gemeinsam besprechen, wie es weitergeht, und laden Sie dazu ein.",
            "facts": [fact for fact in facts if fact[1]],
            "answer": (
                f"Antworten Sie{by_phone} oder mit diesem Blatt. Nennen Sie dabei bitte die Nummer."
            ),
            "home": self.home,
        }
