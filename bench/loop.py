"""What people who accompany others wait for: their list, a case, a request with its form, the sheet
of a consent, a moved date, a withdrawal.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from django.test import Client

from bench import caseload
from bench.measuring import BackendClock, Row, Take, quantile, row, statements, take, takes_once
from bench.pages import get, ratio_of, warm
from bench.peers import PEERS
from nahtlos.cases.actions import open_plan, write_release
from nahtlos.cases.models import Case
from nahtlos.cases.queries import ORDERS, case_for
from nahtlos.cases.queries import caseload as load_of
from nahtlos.consents.models import Consent
from nahtlos.consents.queries import consent_for, consent_paper
from nahtlos.consents.views.reading import SHEET
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.documents import render
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.referrals.actions import withdraw_consent
from tests.cast import actor, sign_in

MIDDLE, LARGEST = caseload.COACHES[1], caseload.COACHES[0]
LISTS = 40
CASES = 60
COUNTED = 5
PAIRS = 40
SEARCHES = 20  # thirty an hour are allowed
WORDS = {"next": "schritt", "release": "entlassung", "name": "name"}
SIZES = {MIDDLE: "900 of 2,500", LARGEST: "900 of 5,000"}
Deed = Callable[[], bytes]


@cache
def crowd() -> caseload.Made:
    """The cases, made once for all parts that need them; how long it took is a line of its own."""
    print(f"{caseload.CASES:,} cases are being made ...", flush=True)
    return caseload.fill()


def making() -> Iterator[Row]:
    """What it takes to write the cases; names are sealed one by one."""
    began = time.perf_counter()
    made = crowd()
    wall = (time.perf_counter() - began) * 1000
    rate = made.sealed / made.seconds
    yield Row(
        name=f"make {made.cases:,} cases",
        times=made.rows,
        wall_p50=wall,
        figure=f"{made.sealed:,} values sealed in {made.seconds:.1f} s, {rate:,.0f}/s",
    )


def _against(peer: str, line: Row) -> Row:
    ratio = PEERS[peer].ratio(line.sql or 1, line.server_p50 or 1)
    return replace(line, figure=ratio)


def _last_page(who: str, order: str) -> str:
    """The code that the last page goes on after."""
    acting, after, before = actor(who), "", ""
    with tenant(acting.organisation, acting.account_id):
        while True:
            page = load_of(acting, order=order, after=after)
            if not page.after:
                return before
            after, before = page.after, page.after


def _timed(deed: Deed, times: int) -> list[Take]:
    clock = BackendClock()
    return [take(deed, clock) for _ in range(times)]


def case_list() -> Iterator[Row]:
    """The list a day begins with, in each order, its first and its last page."""
    crowd()
    for who, size in SIZES.items():
        client = sign_in(who)
        for order in ORDERS:
            url = f"/intern/faelle/?ordnung={WORDS[order]}"
            for page, address in (("", url), (", last page", f"{url}&ab={_last_page(who, order)}")):
                deed = get(client, address)
                counted = statements([deed])
                takes = _timed(deed, LISTS)
                name = f"case list {size}, by {order}{page}"
                line = row(name, takes, sql=counted, limit=40, most_sql=12, most_kb=60)
                yield _against("case list", line)


def list_row_security() -> Iterator[Row]:
    """What row-level security costs on the list."""
    crowd()
    deed = get(sign_in(LARGEST), "/intern/faelle/")
    warm([deed] * 3)
    yield ratio_of("case list, row security", [deed] * PAIRS)


def _inside(deed: Callable[[Actor], bytes], who: str = MIDDLE) -> Deed:
    """DEED by WHO, in one transaction as a request would be."""
    acting = actor(who)

    def inside() -> bytes:
        with tenant(acting.organisation, acting.account_id):
            return deed(acting)

    return inside


def _cases(*, planned: bool, count: int, skip: int = 0) -> list[Case]:
    """Open cases of the coach that have a consent in force, with a plan or without one."""
    acting = actor(MIDDLE)
    with tenant(acting.organisation, acting.account_id):
        rows = Case.objects.visible_to(acting).filter(closed_on=None, stays__ended_on=None)
        rows = rows.filter(plan_opened_on__isnull=not planned, stays__release_on__isnull=False)
        return list(rows.order_by("code")[skip : skip + count])


@cache
def _with_full_plan() -> list[Case]:
    """Cases whose plan was opened by the action itself, with every step of the template."""
    found = _cases(planned=False, count=CASES)
    for case in found:
        _inside(lambda acting, case=case: b"x" * len(open_plan(actor=acting, case=case)))()
    return found


def case_page() -> Iterator[Row]:
    """A case on one page: with twelve steps, and with a whole plan."""
    crowd()
    client = sign_in(MIDDLE)
    kinds = {
        f"{caseload.STEPS} steps": _cases(planned=True, count=CASES),
        "full plan": _with_full_plan(),
    }
    for name, cases in kinds.items():
        deeds = [get(client, f"/intern/faelle/{case.code}/") for case in cases]
        warm(deeds[:COUNTED])
        clock = BackendClock()
        takes = [take(deed, clock) for deed in deeds[COUNTED:]]
        counted = statements(deeds[:COUNTED])
        line = row(f"case page, {name}", takes, sql=counted, limit=50, most_sql=20)
        yield _against("case page", line)


def _receiver_of(case: Case) -> str:
    acting = actor(MIDDLE)
    with tenant(acting.organisation, acting.account_id):
        consent = Consent.objects.select_related("to_organisation").filter(case=case)[0]
        return str(consent.to_organisation.slug)


def _ask(client: Client, case: Case, receiver: str, drafts: dict[str, str]) -> Deed:
    """Open the form and save it; the address of what came of it goes into DRAFTS."""
    url = f"/intern/faelle/{case.code}/anfrage/"

    def deed() -> bytes:
        form = client.get(url)
        body = {
            "stamp": stamps.issue(),
            "deed": "draft",
            "topic": "wohnen_nach_haft",
            "words": "Gesucht wird ein Zimmer ab dem Tag der Entlassung.",
            "to": f"org:{receiver}",
            "scope_for": receiver,
            "categories": ["PERS", "WOH"],
        }
        saved = client.post(url, body)
        if (form.status_code, saved.status_code) != (200, 302):
            raise RuntimeError(f"{url}: {form.status_code}, {saved.status_code}")
        drafts[case.code] = saved.headers["Location"]
        return bytes(form.content)

    return deed


def _post(client: Client, url: Callable[[], str]) -> Deed:
    def deed() -> bytes:
        response = client.post(url(), {"stamp": stamps.issue()})
        if response.status_code != 302:
            raise RuntimeError(f"{url()}: {response.status_code}")
        return b""

    return deed


def request() -> Iterator[Row]:
    """Open the form of a request and save it; then send it; then the person withdraws what allowed
    it, which stops it.
    """
    crowd()
    client, drafts = sign_in(MIDDLE), dict[str, str]()
    cases = _cases(planned=True, count=CASES, skip=CASES)
    asked = [_ask(client, case, _receiver_of(case), drafts) for case in cases]
    takes, counted = takes_once(asked, COUNTED)
    line = row("request, form and save", takes, sql=counted, limit=60, most_sql=30)
    yield _against("request", line)
    sent = [_post(client, lambda case=case: f"{drafts[case.code]}senden/") for case in cases]
    takes, counted = takes_once(sent, COUNTED)
    yield row("request, send", takes, sql=counted)
    takes, counted = takes_once([_withdraw(case) for case in cases], COUNTED)
    yield row("withdraw a consent, one or two requests stop", takes, sql=counted)


def _withdraw(case: Case) -> Deed:
    def deed(acting: Actor) -> bytes:
        consent = Consent.objects.filter(case=case)[0]
        withdraw_consent(actor=acting, consent=consent, channel="phone")
        return b""

    return _inside(deed)


def move_release() -> Iterator[Row]:
    """The release comes three weeks earlier or later, and the whole plan follows."""
    crowd()

    def moved(case: Case) -> Callable[[Actor], bytes]:
        def deed(acting: Actor) -> bytes:
            held = case_for(acting, case.code)
            on = today() + timedelta(days=200 + held.changed_at.microsecond % 40)
            difference = write_release(
                actor=acting,
                case=held,
                scenario="fixed",
                on=on,
                approved=(),
                version=version_of(held),
            )
            return b"x" * len(difference.written)

        return deed

    deeds = [_inside(moved(case)) for case in _with_full_plan()]
    takes, counted = takes_once(deeds, COUNTED)
    steps = round(quantile([one.size for one in takes], 0.5))
    line = row("write_release, full plan", takes, sql=counted)
    yield replace(line, size=None, figure=f"{steps} steps move")


def consent_sheet() -> Iterator[Row]:
    """The sheet of a consent as accessible PDF."""
    crowd()
    client, acting = sign_in(MIDDLE), actor(MIDDLE)
    with tenant(acting.organisation, acting.account_id):
        rows = Consent.objects.visible_to(acting).filter(revocation=None).order_by("number")
        numbers = list(rows.values_list("number", flat=True)[:CASES])
    deeds = [get(client, f"/intern/einwilligungen/{number}/blatt/") for number in numbers]
    warm(deeds[:COUNTED])
    clock = BackendClock()
    takes = [take(deed, clock) for deed in deeds[COUNTED:]]
    counted = statements(deeds[:COUNTED])
    yield row("consent sheet (PDF/UA), the page", takes, sql=counted, limit=15, part=0.5)
    with tenant(acting.organisation, acting.account_id):
        papers = [consent_paper(consent_for(acting, number)).data() for number in numbers]
    settings = [lambda paper=paper: render(SHEET, paper, within=2) for paper in papers]
    warm(settings[:COUNTED])
    takes = [take(deed, clock) for deed in settings[COUNTED:]]
    yield row("consent sheet, typesetting alone", takes, limit=15, part=0.5)


def start() -> Iterator[Row]:
    """What somebody with 900 open cases sees first."""
    crowd()
    deed = get(sign_in(MIDDLE), "/intern/")
    counted = statements([deed])
    yield row("start page of a coach", _timed(deed, LISTS), sql=counted)


def _people(count: int) -> Sequence[tuple[str, str]]:
    """(full name, birth date as typed) of somebody with a consent."""
    acting = actor(MIDDLE)
    with tenant(acting.organisation, acting.account_id):
        rows = Consent.objects.filter(revocation=None).select_related("case__client")
        people = [one.case.client for one in rows.order_by("number")[:count]]
        days = [str(one.born_on).split("-") for one in people]
        return [
            (one.full_name, ".".join(reversed(day))) for one, day in zip(people, days, strict=True)
        ]


def name_search() -> Iterator[Row]:
    """Whoever takes a call finds the consent by full name and birth date, among all that are in
    force in the organisation. Names are sealed, so each is opened.
    """
    crowd()
    client = sign_in(MIDDLE)

    def search(name: str, born_on: str) -> Deed:
        body = {"name": name, "born_on": born_on, "channel": "phone"}

        def deed() -> bytes:
            response = client.post("/intern/widerruf/", body)
            if response.status_code != 200 or b"E-" not in response.content:
                raise RuntimeError(f"widerruf: {response.status_code}")
            return bytes(response.content)

        return deed

    deeds = [search(*one) for one in _people(SEARCHES + COUNTED)]
    takes, counted = takes_once(deeds, COUNTED)
    yield row("withdrawal search by full name", takes, sql=counted)
