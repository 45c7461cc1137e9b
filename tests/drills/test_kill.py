"""Kills server processes, the worker, database connections and once the whole database while people
invite colleagues, change offers, ask other organisations and answer them: what was acknowledged is
whole, and nothing is half.
"""

import email
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.desk.cast import HOME
from nahtlos.directory.actions.indexing import index_fields
from nahtlos.directory.forms.offers import offer_initial
from nahtlos.directory.models import Offer, OfferRevision, SearchTerm
from nahtlos.directory.queries.knowledge import renewed_knowledge
from nahtlos.directory.rules.scoring import index_terms
from nahtlos.foundation import audit
from nahtlos.foundation.models import AuditEntry, Letter
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Invitation
from nahtlos.referrals.models import Referral
from tests import database
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.conftest import WORKER
from tests.drills.asking import Answering, Asking
from tests.drills.fire import Killer, Worker
from tests.drills.ground import OwnGround, own_ground
from tests.drills.people import AtWork, Person, Typing
from tests.drills.referrals import half_states, herr_k, signed_consent
from tests.site import Site, running_site

DRAINED = 150.0
NAME = f"nahtlos_kill_{WORKER}"
INVITE = "/intern/team/einladen/"


def _inviting(site: Site, who: str, key: str) -> Typing:
    body = {"address": f"drill-{key}-%@nahtlos.example", "roles": ["coach"]}
    return Typing(Person(site.address, who), INVITE, body, "address")


def _changing(site: Site, who: str, offer: Offer) -> Typing:
    values = {k: v for k, v in offer_initial(offer).items() if v is not None and v != []}
    path = f"/intern/angebote/{offer.slug}/bearbeiten/"
    return Typing(
        Person(site.address, who), path, {**values, "summary": "Stand % des Angebots."}, "summary"
    )


def _asking(site: Site) -> Asking:
    """Aylin, with a consent of Herr K. that allows it."""
    with tenant(organisation_id(), actor("aylin").account_id):
        case = herr_k()
        signed_consent(case)
    return Asking(Person(site.address, "aylin"), case.code)


def _published(key: str) -> Offer:
    return Offer.objects.filter(organisation=organisation(key), state="published").order_by("slug")[
        0
    ]


def _under_fire(
    site: Site, ground: OwnGround, worker: Worker, at_work: list[AtWork]
) -> Counter[str]:
    """What was killed while everybody worked."""
    connections.close_all()  # else our own would be among those that are ended
    killer = Killer(NAME, ground, worker)
    for thread in (*at_work, killer):
        thread.start()
    killer.join()
    for one in at_work:
        one.over.set()
    for one in at_work:
        one.join()
    return killer.done


def _open_jobs() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%deliver_letter'"
            " AND status <> 'succeeded'"
        )
        return int(cursor.fetchone()[0])


def _drain() -> None:
    """Wait until the worker has sent what the fire left; a killed worker's job is found by its
    missing heartbeat.
    """
    give_up = time.monotonic() + DRAINED
    while _open_jobs() and time.monotonic() < give_up:
        time.sleep(0.5)


def _invitations(key: str, acknowledged: list[str], answered: int) -> set[str]:
    """Every invitation has its entry, its link, its letter and its job, and no one of these stands
    alone; only what told of one of the ANSWERED requests may have been taken back before it was
    sent. The ids of the letters.
    """
    home = organisation_id(key)
    with tenant(home):
        invitations = list(Invitation.objects.all())
        letters = {str(letter.pk) for letter in Letter.objects.filter(kind="invitation")}
        others = {str(letter.pk) for letter in Letter.objects.exclude(kind="invitation")}
        entries = list(AuditEntry.objects.filter(verb="invited").values_list("code", flat=True))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT object_id FROM foundation_link WHERE organisation_id = %s"
            " AND object_type = 'invitation'",
            [home],
        )
        links = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT args->>'letter_id' FROM procrastinate_jobs"
            " WHERE task_name LIKE '%%deliver_letter' AND args->>'organisation_id' = %s",
            [str(home)],
        )
        jobs = [row[0] for row in cursor.fetchall()]
    addresses = Counter(one.address for one in invitations)
    assert [one for one in acknowledged if addresses[one] != 1] == []
    assert sorted(entries) == sorted(one.code for one in invitations)
    assert {one.pk for one in invitations} <= links
    assert len(letters) == len(invitations)
    assert sorted(job for job in jobs if job in letters) == sorted(letters)
    assert len([job for job in jobs if job not in letters | others]) <= answered
    return letters


def _changes(offer: Offer, before: int, acknowledged: list[str]) -> int:
    """The offer, its revisions, its entries in the chain and its place in the search tell the same;
    how many changes. BEFORE is the version it had when the fire began.
    """
    now = Offer.objects.select_related("organisation").get(pk=offer.pk)
    with tenant(offer.organisation_id):
        revisions = list(
            OfferRevision.objects.filter(offer=offer, version__gt=before).order_by("version")
        )
        entries = AuditEntry.objects.filter(verb="changed", thing="offer", code=offer.slug).count()
    assert [one.version for one in revisions] == list(range(before + 1, now.version + 1))
    steps = [one.changes["summary"] for one in revisions]
    assert [old for old, _ in steps] == [offer.summary, *(new for _, new in steps[:-1])]
    assert now.summary == steps[-1][1]
    assert entries == len(revisions)
    written = Counter(new for _, new in steps)
    assert [one for one in acknowledged if written[one] != 1] == []
    indexed = dict(SearchTerm.objects.filter(offer=now).values_list("term", "weight"))
    assert indexed == index_terms(
        index_fields(now, now.organisation.name), renewed_knowledge().knowledge
    )
    return len(revisions)


def _requests(asked: list[str], accepted: list[str]) -> tuple[int, int]:
    """Both sides tell the same of every request, and what was acknowledged happened; how many went
    out, and how many were accepted.
    """
    assert half_states(organisation_id()) == []
    sides = []
    for key in (HOME, FOREIGN):
        with tenant(organisation_id(key)):
            rows = Referral.objects.filter(to_organisation=organisation_id(FOREIGN))
            rows = rows.filter(from_organisation=organisation_id()).exclude(state="draft")
            sides.append(dict(rows.values_list("code", "state")))
    assert sides[0] == sides[1]
    assert set(asked) <= set(sides[0])
    assert {sides[0][code] for code in accepted} == {"accepted"}
    return len(sides[0]), list(sides[0].values()).count("accepted")


def _sent(mail: Path) -> Counter[tuple[str, str]]:
    """How often each (recipient, Message-ID) was sent."""
    found: Counter[tuple[str, str]] = Counter()
    for path in mail.glob("*.log"):
        for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            message = email.message_from_bytes(part)
            if str(message["To"]).startswith("drill-"):
                found[str(message["To"]), str(message["Message-ID"])] += 1
    return found


def test_nothing_acknowledged_is_lost_and_nothing_half_stays(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with (
        django_db_blocker.unblock(),
        own_ground(tmp_path / "pg") as ground,
        running_site(NAME, with_worker=False, log=tmp_path / "server.log") as site,
    ):
        database.use(NAME)
        offers = {"aylin": _published(HOME), "cem": _published(FOREIGN)}
        inviting = {HOME: _inviting(site, "fritz", HOME), FOREIGN: _inviting(site, "cem", FOREIGN)}
        changing = {who: _changing(site, who, offer) for who, offer in offers.items()}
        asking, answering = _asking(site), Answering(Person(site.address, "cem"))
        worker = Worker(site.environment, tmp_path / "worker.log")
        worker.start()
        try:
            began = time.monotonic()
            at_work = [*inviting.values(), *changing.values(), asking, answering]
            killed = _under_fire(site, ground, worker, at_work)
            seconds = time.monotonic() - began
            _drain()
        finally:
            worker.over.set()
            worker.join()
        assert _open_jobs() == 0
        requests, answered = _requests(asking.acknowledged, answering.acknowledged)
        letters = set[str]()
        for key, one in inviting.items():
            letters |= _invitations(key, one.acknowledged, answered)
        changes = sum(
            _changes(offer, offer.version, changing[who].acknowledged)
            for who, offer in offers.items()
        )
        sent = _sent(site.mail)
        chains = Organisation.objects.values_list("pk", flat=True)
        assert [finding for pk in chains for finding in audit.verify(pk)] == []
    invited = [one for thread in inviting.values() for one in thread.acknowledged]
    changed = [one for thread in changing.values() for one in thread.acknowledged]
    assert len(invited) > 20
    assert len(changed) > 20
    assert len(asking.acknowledged) > 5
    assert len(answering.acknowledged) > 5
    assert set(invited) <= {to for to, _ in sent}
    # Sent twice at most, and then under the same Message-ID, so that it is known as one mail.
    assert len(sent) == len({to for to, _ in sent})
    assert {message_id.strip("<>").split("@")[0] for _, message_id in sent} <= letters
    assert max(sent.values()) <= 2
    with capsys.disabled():
        print(
            f"\nkill: {killed.total()} kills in {seconds:.0f} s ({_told(killed)}),"
            f" {len(invited)} invitations and {len(changed)} changes acknowledged"
            f" ({len(sent)} and {changes} in all), {len(asking.acknowledged)} requests and"
            f" {len(answering.acknowledged)} answers ({requests} in all), 0 lost, 0 half,"
            f" {sent.total() - len(sent)} letters sent twice"
        )


def _told(killed: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in sorted(killed.items()))
