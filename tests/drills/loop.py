"""People who send, answer, withdraw and move at the same time, and lose patience; each remembers
what the server acknowledged to her.
"""

import email
import email.policy
import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from nahtlos.foundation.clock import today
from tests.drills.people import Person

IDLE = {"send": 0.4, "answer": 0.4, "withdraw": 9.0, "move": 3.0, "code": 2.0}
BUSY = 0.1  # where the drill waits for this deed
CODE_SECONDS = 12.0
HIDDEN = r'type="hidden" name="(\w+)" value="([^"]*)"'


@dataclass
class CaseAtHand:
    """What somebody needs to know of a case to work on it."""

    code: str
    receiver: str
    consent: str
    steps: list[str]
    sent: int = 0
    withdrawn: bool = False


@dataclass
class Wanted:
    """Which deed the drill waits for."""

    deed: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def pause(self, deed: str) -> None:
        """Between two deeds of a kind; short while just this one is wanted."""
        until = time.monotonic() + IDLE[deed]
        while time.monotonic() < until and not self.over.is_set():
            if self.deed == deed:
                time.sleep(BUSY)
                return
            time.sleep(BUSY)


class AtLoop(threading.Thread):
    """Does one kind of DEED again and again until the drill is over."""

    deed = ""

    def __init__(self, person: Person, wanted: Wanted, seed: int = 0) -> None:
        super().__init__()
        self.person = person
        self.wanted = wanted
        self.random = random.Random(f"{person.who} {self.deed} {seed}")  # noqa: S311 (repeatable)

    def run(self) -> None:
        """Whatever breaks on the way is what the drill is about."""
        while not self.wanted.over.is_set():
            with suppress(OSError, http.client.HTTPException):
                self.once()
            self.wanted.pause(self.deed)

    def once(self) -> None:
        """One deed."""
        raise NotImplementedError

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the page at PATH."""
        status, _, page = self.person.ask(path)
        return dict(re.findall(HIDDEN, page)) if status == 200 else {}


class Sends(AtLoop):
    """Writes drafts and sends them."""

    deed = "send"

    def __init__(self, person: Person, wanted: Wanted, cases: list[CaseAtHand]) -> None:
        super().__init__(person, wanted)
        self.cases = cases
        self.drafted: list[str] = []
        self.sent: list[str] = []

    def once(self) -> None:
        """A draft out of a case whose consent still holds, and on its way."""
        case = self.random.choice([one for one in self.cases if not one.withdrawn] or self.cases)
        path = f"/intern/faelle/{case.code}/anfrage/"
        body = {**self.form(path), **self._body(case)}
        case.sent += 1
        status, target, _ = self.person.ask(path, body)
        found = re.search(r"/intern/anfragen/([^/]+)/$", target)
        if status != 302 or not found:
            return
        self.drafted.append(found[1])
        status, target, _ = self.person.ask(f"{target}senden/", {})
        if status == 302 and "anmelden" not in target:
            _, _, page = self.person.ask(target)
            if "Gesendet. Sie sehen hier" in page:
                self.sent.append(found[1])

    def _body(self, case: CaseAtHand) -> dict[str, object]:
        return {
            "deed": "draft",
            "topic": "wohnen_nach_haft",
            "words": "Gesucht wird ein Zimmer.",
            "to": f"org:{case.receiver}",
            "scope_for": case.receiver,
            "categories": ["PERS", "TERM", "WOH"],
            "step_code": case.steps[case.sent % len(case.steps)],
        }


class Hastes(Sends):
    """Sends, and does not wait for an answer: the line is cut in the middle of a request."""

    def __init__(self, person: Person, wanted: Wanted, cases: list[CaseAtHand]) -> None:
        super().__init__(person, wanted, cases)
        self.cut = 0

    def once(self) -> None:
        """The draft is made in peace, then sent in haste."""
        case = self.random.choice([one for one in self.cases if not one.withdrawn] or self.cases)
        path = f"/intern/faelle/{case.code}/anfrage/"
        body = {**self.form(path), **self._body(case)}
        case.sent += 1
        _, target, _ = self.person.ask(path, body)
        if re.search(r"/intern/anfragen/[^/]+/$", target):
            self._cut(f"{target}senden/")

    def _cut(self, path: str) -> None:
        line = http.client.HTTPConnection(urlsplit(self.person.address).netloc, timeout=5)
        headers = {"Cookie": f"nahtlos={self.person.cookie}", "Origin": self.person.address}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request("POST", path, urlencode({}), headers)
            time.sleep(self.random.uniform(0, 0.08))
            self.cut += 1
        finally:
            line.close()


class Answers(AtLoop):
    """Opens what came and says yes, a day, or no."""

    deed = "answer"

    def __init__(self, person: Person, wanted: Wanted, seed: int) -> None:
        super().__init__(person, wanted, seed)
        self.answered: list[tuple[str, str]] = []

    def once(self) -> None:
        """One of the newest requests that still wait."""
        _, _, page = self.person.ask("/intern/eingang/")
        codes = sorted(set(re.findall(r"/intern/eingang/(R-[^/\"]+)/", page)))
        if not codes:
            return
        code = self.random.choice(codes)
        hidden = self.form(f"/intern/eingang/{code}/")
        said, move = self._said()
        status, target, _ = self.person.ask(f"/intern/eingang/{code}/antwort/", said | hidden)
        if status == 302 and code in target:
            self.answered.append((code, move))

    def _said(self) -> tuple[dict[str, str], str]:
        kind = self.random.choice(("accept", "accept", "accept", "meeting", "decline"))
        day = f"{today() + timedelta(days=8):%d.%m.%Y}"
        said = {
            "accept": ({"deed": "accept", "words": "Gern."}, "accepted"),
            "meeting": ({"deed": "meeting", "on": day, "at": "10:30", "place": "Tür"}, "meeting"),
            "decline": ({"deed": "decline", "reason": "full"}, "declined"),
        }
        return said[kind]


class Withdraws(AtLoop):
    """Takes withdrawals down at the telephone."""

    deed = "withdraw"

    def __init__(self, person: Person, wanted: Wanted, cases: list[CaseAtHand]) -> None:
        super().__init__(person, wanted)
        self.cases = cases
        self.withdrawn: list[str] = []

    def once(self) -> None:
        """The consent of the case most was sent from; asked again until it is acknowledged."""
        left = [one for one in self.cases if one.consent not in self.withdrawn and one.sent]
        if len(left) < 2:
            return  # somebody has to go on sending
        case = max(left, key=lambda one: (one.withdrawn, one.sent))
        case.withdrawn = True
        typed = {"code": case.consent, "name": "", "born_on": "", "channel": "phone"}
        status, _, page = self.person.ask("/intern/widerruf/", typed | {"number": case.consent})
        done = "Der Widerruf gilt" in page or "Vielleicht ist sie schon widerrufen" in page
        if status == 200 and done:
            self.withdrawn.append(case.consent)


class Moves(AtLoop):
    """Moves release dates."""

    deed = "move"

    def __init__(self, person: Person, wanted: Wanted, cases: list[CaseAtHand]) -> None:
        super().__init__(person, wanted)
        self.cases = cases
        self.moved: list[tuple[str, date]] = []

    def once(self) -> None:
        """Another day for one of the cases."""
        case = self.random.choice([one for one in self.cases if one.sent] or self.cases)
        path, on = f"/intern/faelle/{case.code}/termin/", self._day()
        body = {"deed": "write", "scenario": "fixed", "on": f"{on:%d.%m.%Y}"}
        status, target, _ = self.person.ask(path, body | self.form(path))
        if status == 302 and case.code in target:
            self.moved.append((case.code, on))

    def _day(self) -> date:
        return today() + timedelta(days=self.random.randint(40, 150))


class Visitor(Person):
    """Somebody without an account."""

    def __post_init__(self) -> None:
        self.cookie = ""


class OpensLinks(AtLoop):
    """Opens the links in the function mailbox, asks for the code, reads and accepts."""

    deed = "code"

    def __init__(self, person: Person, wanted: Wanted, mail: Path, mailbox: str) -> None:
        super().__init__(person, wanted)
        self.mail = mail
        self.mailbox = mailbox
        self.seen: set[str] = set()
        self.accepted: list[str] = []

    def once(self) -> None:
        """The newest link that was not opened yet."""
        links = [one for one in self._found(r"/antwort/[\w-]+/") if one not in self.seen]
        if not links:
            return
        path = links[-1]
        self.seen.add(path)
        known = set(self._found(r"(?m)^\d{6}$"))
        self.person.ask(path, {"deed": "code", **self.form(path)})
        code = self._wait(lambda: [c for c in self._found(r"(?m)^\d{6}$") if c not in known])
        status, _, page = self.person.ask(path, {"deed": "read", "code": code})
        given = dict(re.findall(HIDDEN, page))
        if status == 200 and "pass" in given:
            status, _, page = self.person.ask(path, {**given, "deed": "accept"})
            found = re.search(r"R-[\w-]+", page)
            if status == 200 and "Diese Anfrage ist angenommen" in page and found:
                self.accepted.append(found[0])

    def _wait(self, find: Callable[[], list[str]]) -> str:
        until = time.monotonic() + CODE_SECONDS
        while time.monotonic() < until and not self.wanted.over.is_set():
            if found := find():
                return found[-1]
            time.sleep(0.2)
        return "000000"

    def _found(self, pattern: str) -> list[str]:
        """In the letters to the mailbox, the newest last."""
        return [
            hit
            for message in mails(self.mail)
            if message["To"] == self.mailbox
            for hit in re.findall(pattern, str(message.get_content()))
        ]


def mails(folder: Path) -> Iterator[email.message.EmailMessage]:
    """Every letter that was sent, in the order of time."""
    rule = email.policy.default
    for path in sorted(folder.glob("*.log"), key=lambda one: one.stat().st_mtime):
        for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            if part.strip():
                message = email.message_from_bytes(part, policy=rule)
                assert isinstance(message, email.message.EmailMessage)
                yield message
