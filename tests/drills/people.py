"""People at work over plain HTTP: what the server acknowledged is remembered, whatever happens to
the rest.
"""

import http.client
import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
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

    def ask(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[int, str, str]:
        """(status, where one is sent, text) of one request with MORE headers; OSError where the
        line breaks.
        """
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=SECONDS)
        headers = {"Cookie": f"nahtlos={self.cookie}", "Origin": self.address, **more}
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

    def send(self, path: str, body: Mapping[str, Any], *, page: str = "") -> str:
        """Open the form at PATH, or on PAGE, and send it with BODY in it; where that led, '' where
        the deed was not acknowledged.
        """
        with suppress(OSError, http.client.HTTPException):
            status, _, text = self.ask(page or path)
            if status == 200:
                hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
                status, target, _ = self.ask(path, {**body, **hidden})
                return target if status == 302 and "anmelden" not in target else ""
        return ""


class AtWork(threading.Thread):
    """Does one thing after the other until told to stop; `acknowledged` holds what was done
    according to the server.
    """

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person
        self.over = threading.Event()
        self.tried = 0
        self.acknowledged: list[str] = []

    def run(self) -> None:
        """Until `over` is set."""
        while not self.over.is_set():
            self.tried += 1
            done = self.attempt()
            if done:
                self.acknowledged.append(done)

    def attempt(self) -> str:
        """Do it once more; what was acknowledged, '' where nothing was."""
        raise NotImplementedError


class Typing(AtWork):
    """Sends the same form again and again; `%` in the field NUMBER_IN stands for the number of the
    attempt.
    """

    def __init__(self, person: Person, path: str, body: dict[str, Any], number_in: str) -> None:
        super().__init__(person)
        self.path = path
        self.body = body
        self.number_in = number_in

    def attempt(self) -> str:
        """What was typed."""
        typed = str(self.body[self.number_in]).replace("%", str(self.tried))
        return typed if self.person.send(self.path, {**self.body, self.number_in: typed}) else ""
