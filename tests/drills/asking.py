"""People who ask other organisations and who answer them, one request after the other."""

import http.client
import re
from contextlib import suppress

from tests.cast import FOREIGN, organisation
from tests.drills.people import AtWork, Person
from tests.drills.referrals import KINDS

WAITING = r'<li class="nl-rowcard nl-rowcard--now">.*?href="/intern/eingang/([^/]+)/"'
TRIES = 6


class Asking(AtWork):
    """Writes a request about one case and sends it; `acknowledged` holds the codes of those that
    went out.
    """

    def __init__(self, person: Person, case: str) -> None:
        super().__init__(person)
        self.path = f"/intern/faelle/{case}/anfrage/"
        self.slug = organisation(FOREIGN).slug

    def attempt(self) -> str:
        """The code of a request that was sent."""
        asked = {
            "deed": "draft",
            "topic": "wohnen_nach_haft",
            "words": f"Gesucht wird ein Zimmer, zum {self.tried}. Mal.",
            "to": f"org:{self.slug}",
            "scope_for": self.slug,
            "categories": KINDS,
        }
        draft = self.person.send(self.path, asked)
        found = re.search(r"/anfragen/([^/]+)/", draft)
        # Whoever sees no answer presses again; sent twice is sent once.
        tries = (self.person.send(f"{draft}senden/", {}, page=draft) for _ in range(TRIES))
        sent = found and any(tries)
        return found[1] if found and sent else ""


class Answering(AtWork):
    """Takes the first request that waits in the inbox and accepts it; `acknowledged` holds the
    codes.
    """

    def attempt(self) -> str:
        """The code of a request that was accepted."""
        with suppress(OSError, http.client.HTTPException):
            _, _, inbox = self.person.ask("/intern/eingang/")
            found = re.search(WAITING, inbox, re.DOTALL)
            if found:
                item = f"/intern/eingang/{found[1]}/"
                answer = {"deed": "accept", "words": "Gern."}
                done = self.person.send(f"{item}antwort/", answer, page=item)
                return found[1] if done else ""
        return ""
