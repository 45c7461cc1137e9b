"""Kills processes, database connections and the database itself at named steps of a request's life:
before its commit nothing of the deed is there, after it everything, and a second try goes through.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.desk.cast import HOME
from nahtlos.foundation import audit
from nahtlos.foundation.ground.state import PROJECT
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions import ReferralDraft, draft_referral, send_referral
from nahtlos.referrals.models import Package, Referral, ReferralEvent
from tests import database
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.conftest import WORKER
from tests.drills.dying import COMMITTED, STEPS, deeds
from tests.drills.ground import OwnGround, own_ground
from tests.drills.referrals import KINDS, half_states, herr_k, signed_consent
from tests.site import _url

NAME = f"nahtlos_steps_{WORKER}"
# The database itself falls once in each deed.
FALLS = {
    "send": "between package and audit",
    "accept": "event but nobody took it",
    "withdraw": "key gone but no event",
    "move": "between package and event",
}
PLANNED = [
    (deed, step, how)
    for deed, steps in STEPS.items()
    for step in (*steps, COMMITTED)
    for how in ("process", "backend", "database")
    if how != "database" or FALLS[deed] == step
]


@dataclass
class Drill:
    """One database with everything in it, and what was killed in it."""

    ground: OwnGround
    killed: Counter[str] = field(default_factory=Counter)

    def prepared(self, deed: str) -> tuple[UUID, Referral]:
        """A fresh thing to do DEED to, and the request it shows in."""
        aylin = actor("aylin")
        with tenant(aylin.organisation, aylin.account_id):
            case = herr_k()
            consent = signed_consent(case)
            values = ReferralDraft(
                to_organisation=organisation(FOREIGN),
                words="Gesucht wird ein Zimmer.",
                categories=KINDS,
                topic="wohnen_nach_haft",
                consent_number=consent.number,
            )
            referral = draft_referral(actor=aylin, case=case, values=values)
            if deed != "send":
                send_referral(actor=aylin, referral=referral)
        things = {"withdraw": consent.pk, "move": case.pk}
        return things.get(deed, referral.pk), referral

    def seen(self, deed: str, referral: Referral) -> object:
        """What tells whether DEED was done."""
        with tenant(organisation_id()):
            if deed == "move":
                events = ReferralEvent.objects.filter(referral=referral, verb="release_moved")
                return herr_k().stays.get(ended_on=None).release_on, events.count()
            return Referral.objects.get(pk=referral.pk).state

    def die(self, deed: str, step: str, how: str, key: UUID) -> None:
        """Let a process of its own do it and die."""
        environment = os.environ | {
            "DATABASE_URL": _url(NAME, "DATABASE_URL"),
            "DATABASE_OWNER_URL": _url(NAME, "DATABASE_OWNER_URL"),
            "DRILL_OWNER": self.ground.cluster.url(self.ground.cluster.roles.owner, "postgres"),
        }
        command = [sys.executable, "-m", "tests.drills.dying", deed, step, how, str(key)]
        with subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            if how == "database":
                assert child.stdout.readline() == "HERE\n"
                connections.close_all()
                self.ground.fall()
                self.ground.rise()
                child.stdin.write("\n")
            child.stdin.close()
            code = child.wait(60)
        assert code != 0 or step == COMMITTED, f"{deed}, {step}: it lived"
        self.killed[how] += 1
        connections.close_all()
        self._settle()

    def _settle(self) -> None:
        """Wait until the database has noticed that somebody is gone."""
        owner = self.ground.cluster.url(self.ground.cluster.roles.owner, NAME)
        mine = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        )
        give_up = time.monotonic() + 20
        while time.monotonic() < give_up:
            with psycopg.connect(owner, autocommit=True) as direct:
                if direct.execute(mine, [NAME]).fetchone() == (0,):
                    return
            time.sleep(0.05)


def test_a_deed_is_done_whole_or_not_at_all_wherever_it_dies(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    began = time.monotonic()
    with django_db_blocker.unblock(), own_ground(tmp_path / "pg") as ground:
        database.copy(NAME, furnished=False)
        database.use(NAME)
        drill = Drill(ground)
        try:
            for deed, step, how in PLANNED:
                key, referral = drill.prepared(deed)
                before = drill.seen(deed, referral)
                drill.die(deed, step, how, key)
                after = drill.seen(deed, referral)
                assert (after != before) == (step == COMMITTED), f"{deed}, {step}, {how}: {after}"
                assert half_states(organisation_id()) == [], f"{deed}, {step}, {how}"
                if step != COMMITTED:
                    deeds()[deed](key)
                    assert drill.seen(deed, referral) != before, f"{deed}, {step}: no second try"
                    assert half_states(organisation_id()) == [], f"{deed}, {step}, second try"
            for key in (HOME, FOREIGN):
                assert audit.verify(organisation_id(key)) == []
            # What would be missed if nothing were ever found: a request that lost its package.
            with tenant(organisation_id()):
                Package.objects.filter(referral=referral).delete()
            assert half_states(organisation_id()) != []
        finally:
            connections.close_all()
    assert drill.killed.total() == len(PLANNED) >= 40
    with capsys.disabled():
        print(
            f"\nnamed steps: {drill.killed.total()} kills {dict(drill.killed)} in"
            f" {time.monotonic() - began:.0f} s, 0 half states, every second try went through"
        )
