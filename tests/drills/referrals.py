"""What belongs together in the loop: every request with its package, course, letter, job and line
in the chain, and nothing of these alone.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connections

from nahtlos.cases.models import Case
from nahtlos.consents.actions import prepare_consent, sign_consent
from nahtlos.consents.models import Consent
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.foundation.models import AuditEntry, Letter
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.referrals.models import Origin, Package, Referral, ReferralEvent
from nahtlos.referrals.rules.states import RUNNING, WAITING
from tests.cast import FOREIGN, actor, organisation

KINDS = ("PERS", "TERM", "WOH")


def herr_k() -> Case:
    """The case of Herr K."""
    cases = Case.objects.filter(closed_on=None).select_related("client")
    return next(one for one in cases if one.client.called == "Herr K.")


def signed_consent(case: Case) -> Consent:
    """What lets a request about CASE go to the second organisation."""
    aylin, day = actor("aylin"), today()
    consent = prepare_consent(
        actor=aylin,
        case=case,
        values={
            "to_organisation": organisation(FOREIGN),
            "to_function": "Aufnahme",
            "from_function": "Fallführung",
            "purpose": "housing",
            "categories": list(KINDS),
            "extent": ["status"],
            "valid_from": day,
            "valid_until": day + timedelta(days=90),
        },
    )
    values = {"signed_on": day, "informed_on": day, "form": "paper", "given_in": "custody"}
    return sign_consent(actor=aylin, consent=consent, values=values, version=version_of(consent))


def _of_owner(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


def _jobs() -> set[str]:
    rows = _of_owner(
        "SELECT args->>'letter_id' FROM procrastinate_jobs WHERE task_name LIKE '%%deliver_letter'"
    )
    return {str(row[0]) for row in rows}


def _links() -> set[UUID]:
    rows = _of_owner("SELECT object_id FROM foundation_link WHERE object_type = 'referral'")
    return {UUID(str(row[0])) for row in rows}


def half_states(organisation: UUID) -> list[str]:
    """Everything about the requests an organisation sent that stands alone or does not fit."""
    with tenant(organisation):
        sent = list(Referral.objects.filter(from_organisation_id=organisation))
        lines = AuditEntry.objects.filter(verb="sent", thing="referral")
        withdrawn = Consent.objects.exclude(revocation=None)
        beside = _Beside(
            origins=dict(Origin.objects.values_list("referral_id", "consent_id")),
            packages=Counter(Package.objects.values_list("referral_id", flat=True)),
            events=Counter(ReferralEvent.objects.values_list("referral_id", "verb")),
            audited=Counter(lines.values_list("code", flat=True)),
            withdrawn=set(withdrawn.values_list("pk", flat=True)),
        )
        found = [what for referral in sent for what in beside.wrong(referral)]
        found += _waiting(sent)
    return found + _letters(sent)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What an organisation holds beside its requests, counted."""

    origins: dict[UUID, UUID]
    packages: Counter[UUID]
    events: Counter[tuple[UUID, str]]
    audited: Counter[str]
    withdrawn: set[UUID]

    def wrong(self, referral: Referral) -> list[str]:
        """What does not fit REFERRAL."""
        return [
            f"{referral.code} ({referral.state}): {what}"
            for what, holds in {**self._of_sending(referral), **self._of_ending(referral)}.items()
            if not holds
        ]

    def _of_sending(self, referral: Referral) -> dict[str, bool]:
        key, out = referral.pk, referral.state != "draft"
        return {
            "somebody knows whose it is": key in self.origins,
            "a package for each version": self.packages[key] == referral.package_version,
            "packed where it went out": out == bool(self.packages[key]),
            "sent once": self.events[key, "sent"] == out,
            "one line in the chain": self.audited[referral.code] == out,
            "a key where there is a package": out == (referral.key_for_sender is not None),
        }

    def _of_ending(self, referral: Referral) -> dict[str, bool]:
        key, state = referral.pk, referral.state
        gone = self.origins.get(key) in self.withdrawn
        return {
            "accepted once": state != "accepted" or self.events[key, "accepted"] == 1,
            "stopped once": state != "stopped" or self.events[key, "stopped"] == 1,
            "goes on with a consent only": state not in (*WAITING, *RUNNING) or not gone,
            "stopped is unreadable": state != "stopped" or referral.key_for_receiver is None,
            "stopped by a withdrawal": state != "stopped" or gone,
        }


def _waiting(sent: list[Referral]) -> list[str]:
    """The case waits exactly as long as one of its requests does."""
    cases = dict(Origin.objects.values_list("referral_id", "case_id"))
    since: dict[UUID, object] = {}
    for referral in sent:
        if referral.state in WAITING and referral.sent_at:
            day = referral.sent_at.astimezone(BERLIN).date()
            since[cases[referral.pk]] = min(day, since.get(cases[referral.pk], day))  # type: ignore[type-var]
    return [
        f"{case.code} waits since {case.waiting_since}, its requests since {since.get(case.pk)}"
        for case in Case.objects.filter(pk__in=set(cases.values()))
        if case.waiting_since != since.get(case.pk)
    ]


def _letters(sent: list[Referral]) -> list[str]:
    """Each request that went out has its link and its letter, each letter its job."""
    links, jobs = _links(), _jobs()
    found = []
    by_receiver: dict[UUID, list[Referral]] = {}
    for referral in sent:
        by_receiver.setdefault(referral.to_organisation_id, []).append(referral)
    for receiver, referrals in by_receiver.items():
        with tenant(receiver):
            letters = {
                about: str(pk)
                for pk, about in Letter.objects.filter(kind="referral").values_list("pk", "about")
            }
        for one in referrals:
            out = one.state != "draft" and one.way == "link"
            kept = one.state in (*WAITING, *RUNNING)
            if out != (one.pk in links):
                found.append(f"{one.code} ({one.state}): link {one.pk in links}")
            # A letter that still waited when its request was stopped is withdrawn.
            if out and kept and letters.get(one.pk, "") not in jobs:
                found.append(f"{one.code} ({one.state}): no letter with a job")
            if not out and one.pk in letters:
                found.append(f"{one.code} ({one.state}): a letter of a draft")
    return found
