"""Somebody asks without a name, reads, writes again and wants to be called, with
a canary in every word; each form is sent as it should be, and while the view breaks.
"""

import http.client
import re
from urllib.parse import urlencode, urlsplit

from tests.drills.accompanied import PHONE
from tests.drills.breaking import WAYS
from tests.drills.people import Person
from tests.site import Site

ASK, READ, CALL = "/fragen/", "/fragen/lesen/", "/fragen/rueckruf/"
Body = dict[str, str]


class Nameless:
    """A visitor with a bird in her words; `codes` are those she was shown, and what she could be
    betrayed by.
    """

    def __init__(self, site: Site, canary: str) -> None:
        self.site, self.canary = site, canary
        self.codes: set[bytes] = set()
        self.sent = self.broken = 0

    def everything(self) -> None:
        """From the first question to the last click."""
        code = self._question()
        passed = self._pass(self._do(READ, {"deed": "open", "code": code}))
        words = {"text": f"Noch etwas über {self.canary}.", "pass": passed}
        self._do(READ, {"deed": "write", **words, "stamp": self._stamp(READ, code)})
        name = {"name": self.canary, "phone": PHONE, "other_way": self.canary, "agree": "on"}
        named = {**name, "pass": passed, "stamp": self._stamp(READ, code)}
        assert self.canary in self._do(READ, {"deed": "wish", **named})
        edda = Person(self.site.address, "edda")
        found = re.search(r"/intern/fragen/E-[^/]+/", edda.ask("/intern/fragen/")[2])
        assert found, "the question lies in the inbox"
        answer = {"text": f"An {self.canary}: ja."}
        assert edda.send(f"{found[0]}antworten/", answer, page=found[0])
        self._do(CALL, {"number": PHONE, "reachable": self.canary, "spoken": self.canary})
        assert self.canary in edda.ask("/intern/rueckrufe/")[2]
        assert self.canary in self._do(READ, {"deed": "open", "code": code})
        self._question()

    def _question(self) -> str:
        typed = {"topic": "child", "text": f"Mein Kind heißt {self.canary}.", "asker": "parent"}
        page = self._do(ASK, typed)
        found = re.search(r"\b\d{4} \d{4} \d{4} \d{4}\b", page.split("nl-receipt", 1)[1])
        assert found, "the code is shown"
        self.codes |= {found[0].encode(), found[0].replace(" ", "").encode()}
        return found[0]

    def _do(self, path: str, body: Body) -> str:
        """Send BODY while the view breaks in every way, then as it should be; the page."""
        for how in WAYS:
            status, _ = self._send(path, body, how)
            assert status == 500, f"{path} {how}: {status}"
            self.broken += 1
        status, page = self._send(path, body)
        assert status in (200, 302), f"{path}: {status}"
        self.sent += 1
        return page

    def _send(self, path: str, body: Body | None, how: str = "") -> tuple[int, str]:
        line = http.client.HTTPConnection(urlsplit(self.site.address).netloc, timeout=20)
        headers = {
            "X-Break": how,
            "User-Agent": self.canary,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        stamped = {"stamp": self._stamp(path), **body} if body is not None else None
        try:
            line.request(
                "GET" if stamped is None else "POST",
                path,
                urlencode(stamped) if stamped else None,
                headers,
            )
            answer = line.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            line.close()

    def _stamp(self, path: str, code: str = "") -> str:
        """A fresh stamp from the page at PATH, behind CODE where one is needed."""
        page = self._send(path, {"deed": "open", "code": code, "stamp": ""} if code else None)[1]
        found = re.search(r'name="stamp" value="([^"]+)"', page)
        return found[1] if found else ""

    def _pass(self, page: str) -> str:
        found = re.search(r'name="pass" value="([^"]+)"', page)
        assert found, "the code opened the thread"
        return found[1]
