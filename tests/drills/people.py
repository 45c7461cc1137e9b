"""People at work over plain HTTP: what the server acknowledged is remembered, whatever happens to
the rest.
"""

import http.client
import re
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.cast import sign_in

SECONDS = 6.0  # somebody waits for an answer


@dataclass
class Person:
    """Somebody signed in at the site at ADDRESS."""

    address: str
    who: str
    cookie: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.cookie = sign_in(self.who).cookies["nahtlos"].value

    def ask(self, path: str, body: dict[str, Any] | None = None) -> tuple[int, str, str]:
        """(status, where one is sent, text) of one request; OSError where the line breaks."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=SECONDS)
        headers = {"Cookie": f"nahtlos={self.cookie}", "Origin": self.address}
        try:
            if body is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", path, urlencode(body, doseq=True), headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            return answer.status, answer.getheader("Location") or "", text
        finally:
            connection.close()

    def send(self, path: str, body: dict[str, Any]) -> bool:
        """Open the form at PATH, send it with BODY in it; whether the deed was acknowledged."""
        with suppress(OSError, http.client.HTTPException):
            status, _, page = self.ask(path)
            if status == 200:
                hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
                status, target, _ = self.ask(path, {**body, **hidden})
                return status == 302 and "anmelden" not in target
        return False


class AtWork(threading.Thread):
    """Does one thing after the other until told to stop; `acknowledged` holds the numbers of what
    was done according to the server.
    """

    def __init__(self, person: Person, path: str, body: dict[str, Any], number_in: str) -> None:
        super().__init__()
        self.person = person
        self.path = path
        self.body = body
        self.number_in = number_in
        self.over = threading.Event()
        self.tried = 0
        self.acknowledged: list[str] = []

    def run(self) -> None:
        """`%` in the field `number_in` stands for the number of the attempt."""
        while not self.over.is_set():
            self.tried += 1
            typed = str(self.body[self.number_in]).replace("%", str(self.tried))
            if self.person.send(self.path, {**self.body, self.number_in: typed}):
                self.acknowledged.append(typed)
