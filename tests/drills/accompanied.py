"""Somebody is accompanied from the first page to the last answer, with a canary in every word about
her: each form is sent as it should be, with the bird in every field, and while the view breaks.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from nahtlos.foundation.clock import today
from tests.cast import FOREIGN, organisation
from tests.drills.breaking import HOW, WAYS
from tests.drills.people import Person
from tests.site import Site

BORN = "17.11.1961"
PHONE = "030 23125-471"
# What of her may stand nowhere in the open, in every form it is written in.
ABOUT_HER = {
    *(one.encode() for one in (BORN, "1961-11-17", "17. November 1961", "17.11.61")),
    *(one.encode() for one in (PHONE, "23125-471", "23125471", "+493023125471")),
}
HIDDEN = r'type="hidden" name="(\w+)" value="([^"]*)"'
Body = dict[str, object]


def _day(days: int = 0) -> str:
    return f"{today() + timedelta(days=days):%d.%m.%Y}"


@dataclass
class Accompanied:
    """The deeds of all who have to do with her; what was sent, and how often it failed."""

    site: Site
    canary: str
    sent: int = 0
    broken: int = 0
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = {who: Person(self.site.address, who) for who in ("aylin", "bernd", "cem")}

    def everything(self) -> None:
        """From the first page on."""
        case = self._person()
        self._plan(case)
        number = self._consent(case)
        code = self._request(case)
        self._answer(code)
        self._afterwards(case, code)
        self._withdrawal(number)

    def _person(self) -> str:
        name = {"given_name": self.canary, "family_name": f"von {self.canary}"}
        new = {**name, "called": f"{self.canary} K.", "external_code": self.canary}
        dates = {"admitted_on": _day(-90), "scenario": "fixed", "release_on": _day(70)}
        place = {"kind": "transition", "custody": "sentence", **dates}
        target = self._do("aylin", "/intern/faelle/neu/", {**new, **place})
        found = re.search(r"/faelle/([^/]+)/", target)
        assert found, target
        about = {**new, "born_on": BORN, "phone": PHONE}
        self._do("aylin", f"/intern/faelle/{found[1]}/person/", about)
        return found[1]

    def _plan(self, case: str) -> None:
        path = f"/intern/faelle/{case}"
        self._do("aylin", f"{path}/plan/oeffnen/", {}, page=f"{path}/plan/")
        own = {"title": f"Zu {self.canary} gehen", "area": "SOZ"}
        self._do("aylin", f"{path}/schritte/neu/", own)
        said = {"state": "secured", "words": self.canary, "place": f"{self.canary}-Gasse 7"}
        self._do("aylin", f"{path}/fragen/bett/", said)
        self._do("aylin", f"{path}/umstaende/", {"debts": "yes"})

    def _consent(self, case: str) -> str:
        asked: Body = {
            "receiver": organisation(FOREIGN).name,
            "to_function": "Aufnahme",
            "from_function": "Integrationscoach",
            "purpose": "housing",
            "purpose_words": f"damit {self.canary} wohnt",
            "plain": ["PERS", "TERM", "WOH"],
            "extent": ["status"],
            "direction": "one_way",
            "valid_from": _day(),
            "valid_until": _day(60),
            "condition": f"nur bei {self.canary}",
        }
        target = self._do("aylin", f"/intern/faelle/{case}/einwilligungen/neu/", asked)
        found = re.search(r"/einwilligungen/([^/]+)/", target)
        assert found, target
        form = {"form": "witnessed", "given_in": "custody", "interpreter": self.canary}
        path = f"/intern/einwilligungen/{found[1]}/unterschrieben/"
        self._do("aylin", path, {"signed_on": _day(), "informed_on": _day(), **form})
        return found[1]

    def _request(self, case: str) -> str:
        slug = organisation(FOREIGN).slug
        asked: Body = {
            "deed": "draft",
            "topic": "wohnen_nach_haft",
            "words": f"{self.canary} braucht ein Zimmer.",
            "to": f"org:{slug}",
            "scope_for": slug,
            "categories": ["PERS", "TERM", "WOH"],
        }
        target = self._do("aylin", f"/intern/faelle/{case}/anfrage/", asked)
        found = re.search(r"/anfragen/([^/]+)/", target)
        assert found, target
        self._do("aylin", f"{target}senden/", {}, page=target)
        self._do("aylin", f"{target}nachtragen/", {"words": f"Auch {self.canary}."})
        return found[1]

    def _answer(self, code: str) -> None:
        path = f"/intern/eingang/{code}/"
        meeting = {"deed": "meeting", "on": _day(5), "at": "10:30", "place": self.canary}
        said = {**meeting, "words": f"{self.canary} ist willkommen."}
        self._do("cem", f"{path}antwort/", said, page=path)

    def _afterwards(self, case: str, code: str) -> None:
        path = f"/intern/faelle/{case}/termin/"
        moved = {"deed": "write", "scenario": "fixed", "on": _day(90)}
        self._do("aylin", path, moved)
        self._do("aylin", f"/intern/anfragen/{code}/termin/", {"what": "attended"})
        for paper in (f"/intern/faelle/{case}/karte/", f"/intern/anfragen/{code}/blatt/"):
            assert self.people["aylin"].ask(paper)[0] == 200, paper
        typed = {"code": self.canary}
        assert self._send("aylin", "/intern/antwort-eintragen/", typed)[0] == 422

    def _withdrawal(self, number: str) -> None:
        """By her name and her birth date, from whoever picks up the telephone."""
        name = f"{self.canary} von {self.canary}"
        typed = {"code": "", "name": name, "born_on": BORN, "channel": "phone", "number": number}
        status, _, page = self._send("bernd", "/intern/widerruf/", typed)
        assert status == 200
        assert "Der Widerruf gilt" in page

    def _do(self, who: str, path: str, body: Body, *, page: str = "") -> str:
        """Send BODY to PATH as it should be, after it broke in every way and was sent with the bird
        in every field; where that led. PAGE has the form, where PATH has not.
        """
        for way in WAYS:
            status, _, text = self._send(who, path, body, page=page, way=way)
            assert status == 500, f"{path} {way}: {status}"
            assert self.canary not in text
            self.broken += 1
        if body:
            status, _, _ = self._send(who, path, dict.fromkeys(body, self.canary), page=page)
            assert status in (200, 302, 422), f"{path} with the bird everywhere: {status}"
        status, target, text = self._send(who, path, body, page=page)
        assert status == 302, f"{path}: {status} {re.findall('Fehler[^<]*', text)}"
        assert self.canary not in target
        return target

    def _send(
        self, who: str, path: str, body: Body, *, page: str = "", way: str = ""
    ) -> tuple[int, str, str]:
        person = self.people[who]
        status, _, text = person.ask(page or path)
        assert status == 200, f"{page or path}: {status}"
        hidden = dict(re.findall(HIDDEN, text))
        header = HOW.removeprefix("HTTP_").replace("_", "-")
        self.sent += 1
        return person.ask(path, {**hidden, **body}, {header: way} if way else {})
