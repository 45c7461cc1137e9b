"""Lets every page of a running installation fail with a canary in what was sent, and looks for the
bird wherever something is written: server, background service, database log, letters, dump.
"""

import http.client
import os
import subprocess
from itertools import product
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.db import connections
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.desk.cast import HOME
from nahtlos.foundation.ground.postgres import binaries
from tests import database
from tests.cast import sign_in
from tests.conftest import WORKER
from tests.drills.accompanied import ABOUT_HER, Accompanied
from tests.drills.breaking import WAYS
from tests.drills.ground import own_ground
from tests.drills.nameless import Nameless
from tests.drills.people import Person
from tests.samples import SAMPLES
from tests.site import Site, running_site
from tests.test_access_matrix import ACTORS, PAGES, rule

NAME = f"nahtlos_canary_{WORKER}"
CANARY = "Kanarienvogel-4711"
# What the bird may be turned into on its way: other case, address escapes, digits of its bytes.
SHAPES = {
    CANARY.encode(),
    CANARY.lower().encode(),
    CANARY.upper().encode(),
    quote(CANARY, safe="").replace("-", "%2D").encode(),
    CANARY.encode().hex().encode(),
    b"anarienvogel",
}
PRIVATE = {
    "/intern/ansprechpersonen/neu/": {
        "function": "Ansprechperson Wohnen",
        "name": CANARY,
        "phone": "030 23125-711",
        "email": f"{CANARY}@verein.example",
        "deputy_name": CANARY,
    }
}


def _cookies() -> dict[str, str]:
    """A session for every column of the access matrix that can have one."""
    return {
        actor: sign_in(f"role:{actor}").cookies["nahtlos"].value
        for actor in ACTORS
        if actor not in ("visitor", "link")
    }


def _ask(site: Site, method: str, url: str, cookie: str = "", how: str = "") -> tuple[int, str]:
    """(status, text) of a request that is full of the bird."""
    line = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=20)
    headers = {
        "X-Break": how,
        "User-Agent": CANARY,
        "Referer": f"{site.address}/suche/?q={CANARY}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"nahtlos={cookie}" if cookie else f"other={CANARY}",
    }
    body = urlencode({"text": CANARY, "name": CANARY, "password": CANARY})
    try:
        line.request(method, f"{url}?q={CANARY}&ort={CANARY}", body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        line.close()


def _break_everything(site: Site) -> int:
    """Every address x declared method x way to fail, as somebody who may; how many failed."""
    cookies, failed = _cookies(), 0
    connections.close_all()
    for mounted in PAGES:
        declared = rule(mounted)
        actor = next(one for one in ACTORS if one in declared.cases.opens)
        url = reverse(mounted.name, kwargs=SAMPLES[mounted.name].things(HOME))
        for method, how in product(declared.methods, WAYS):
            status, page = _ask(site, method, url, cookies.get(actor, ""), how)
            # a form without its token is refused before its view is reached
            assert status in (500, 403), f"{method} {url} {how}: {status}"
            assert CANARY not in page, url
            failed += status == 500
    return failed


def _live_with_it(site: Site) -> None:
    """The bird typed where it belongs: in the search, in addresses nobody has, in a report and in
    what is kept sealed.
    """
    for path in (f"/suche/?q={CANARY}", f"/angebot/{CANARY.lower()}/", f"/einladung/{CANARY}/"):
        for method in ("GET", "POST"):
            _ask(site, method, path)
    report = {"text": f"Sagt {CANARY}.", "reply_to": f"{CANARY}@verein.example"}
    assert Person(site.address, "fritz").send("/barrierefreiheit/", report)
    for path, body in PRIVATE.items():
        assert Person(site.address, "fritz").send(path, body), path
    invited = {"address": f"{CANARY}@verein.example", "roles": ["coach"]}
    assert Person(site.address, "fritz").send("/intern/team/einladen/", invited)
    site.link_for(f"{CANARY}@verein.example")


def _dump() -> bytes:
    place = connections["owner"].get_connection_params()
    command = [str(binaries() / "pg_dump"), "-h", str(place["host"]), "-U", str(place["user"])]
    command += ["-p", str(place.get("port", 5432)), "-d", str(place["dbname"])]
    environment = {"PGPASSWORD": str(place["password"]), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    return done.stdout


def _letters(mail: Path) -> bytes:
    """Every letter without the line that says to whom it goes."""
    lines = [
        line
        for path in mail.glob("*.log")
        for line in path.read_bytes().splitlines()
        if not line.startswith(b"To: ")
    ]
    return b"\n".join(lines)


def test_what_people_type_stands_in_no_log_whatever_fails(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = tmp_path / "server.log"
    with (
        django_db_blocker.unblock(),
        own_ground(tmp_path / "pg") as ground,
        running_site(NAME, application="tests.drills.server:application", log=said) as site,
    ):
        database.use(NAME)
        failed = _break_everything(site)
        _live_with_it(site)
        accompanied = Accompanied(site, CANARY)
        accompanied.everything()
        nameless = Nameless(site, CANARY)
        nameless.everything()
        places = {
            "server and background service": said.read_bytes(),
            "database log": ground.log.read_bytes(),
            "letters": _letters(site.mail),
            "dump": _dump(),
        }
    written = places["server and background service"]
    assert written.count(b"Broken") > 50, "that and where it failed is said"
    assert b"ERROR:  division by zero" in places["database log"], "the database says what failed"
    sought = SHAPES | ABOUT_HER | nameless.codes
    hits = [(where, one) for where, text in places.items() for one in sought if one in text]
    assert hits == []
    with capsys.disabled():
        size = sum(len(text) for text in places.values())
        print(
            f"\ncanary: {failed} failures and {accompanied.broken} in the middle of"
            f" {accompanied.sent} forms about one person, {nameless.broken} of {nameless.sent}"
            f" without a name, over {len(PAGES)} addresses in"
            f" {len(WAYS)} ways, {size / 1e6:.1f} MB searched in {len(places)} places, 0 hits"
        )
