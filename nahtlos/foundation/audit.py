"""Writes and verifies the organisation's chain: who did, opened or was denied what, in the same
transaction as the deed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from django.db import connection

from nahtlos.foundation.access.actor import Actor
from nahtlos.foundation.clock import BERLIN, real_now
from nahtlos.foundation.models.audit import AuditBlock, AuditEntry
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant

LONGEST_TRANSACTION = timedelta(hours=1)


class Verb(StrEnum):
    """What can stand in a chain. The verb never comes from a request."""

    DENIED = "denied"
    SIGNED_IN = "signed_in"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    JOINED = "joined"
    ROLES_CHANGED = "roles_changed"
    MEMBERSHIP_ENDED = "membership_ended"
    CREATED = "created"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    ENDED = "ended"
    IMPORTED = "imported"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    OPENED = "opened"
    SEARCHED = "searched"
    PRINTED = "printed"
    SENT = "sent"
    AMENDED = "amended"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    EXPIRED = "expired"
    MOVED = "moved"
    RELEASED = "released"
    TRANSFERRED = "transferred"
    CONSENTED = "consented"
    REVOKED = "revoked"
    REASSIGNED = "reassigned"
    CLOSED = "closed"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    REMINDED = "reminded"
    CODE_REQUESTED = "code_requested"
    TAKEN_ALONG = "taken_along"
    MERGED = "merged"
    SEPARATED = "separated"


@states(
    "Protokoll",
    "Das Protokoll nennt, wer was getan hat, aber keine Namen und keine Inhalte.",
    checked_on=date(2026, 11, 25),
    proven_by=("tests/foundation/test_audit.py::test_a_deed_says_who_and_what_but_no_name",),
)
def record(
    actor: Actor,
    verb: Verb,
    thing: str,
    code: object = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Append one entry to the chain of the organisation entered. DETAIL holds codes and field
    names, never values of persons.
    """
    roles = ",".join(sorted(actor.roles))
    body = json.dumps(detail or {}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_append(%s, %s, %s, %s, %s, %s, %s)",
            [
                real_now(),
                str(actor.kind),
                actor.account_id,
                roles,
                str(verb),
                thing,
                f"{code}\x1f{body}",
            ],
        )


@states(
    "Protokoll",
    "Wird jemandem etwas verwehrt, bleibt das im Protokoll, auch wenn sonst nichts "
    "gespeichert wird.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/foundation/test_audit.py::test_a_denial_is_kept_once_although_the_request_was_rolled_back",
    ),
)
def record_denial(actor: Actor, page: str, method: str) -> None:
    """Keep that ACTOR was denied PAGE, in a short transaction of its own: the request's was rolled
    back.
    """
    if actor.organisation_id is None:
        return
    with tenant(actor.organisation_id, actor.account_id):
        record(actor, Verb.DENIED, page[:80], method)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a chain: at NUMBER, of kind 'content', 'gap', 'link', 'tail' or
    'unlinked' (at 0: an entry that never became part of the chain).
    """

    number: int
    kind: str


def link_hash(entry: AuditEntry, previous: str) -> str:
    """The hash that entry must carry; computed here independently of the database function."""
    fields: Iterable[object] = (
        previous,
        entry.organisation_id,
        entry.number,
        int(entry.at.timestamp() * 1_000_000 + 0.5),
        entry.kind,
        entry.account_id or "",
        entry.roles,
        entry.verb,
        entry.thing,
        entry.code,
        entry.detail,
    )
    return hashlib.sha256("\x1f".join(str(field) for field in fields).encode()).hexdigest()


def month(at: datetime) -> str:
    """The block an entry of this instant belongs to."""
    return at.astimezone(BERLIN).strftime("%Y-%m")


@states(
    "Protokoll",
    "Ein geänderter, entfernter oder abgeschnittener Eintrag im Protokoll fällt auf.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/foundation/test_audit.py::test_a_changed_entry_is_found",
        "tests/foundation/test_audit.py::test_a_removed_entry_is_found",
        "tests/foundation/test_audit.py::test_a_cut_tail_is_found_against_the_head_of_the_month",
    ),
)
def verify(organisation: UUID) -> list[Finding]:
    """Every finding in the chain of ORGANISATION; empty means whole. A cut tail shows against the
    month's kept head.
    """
    findings: list[Finding] = []
    with tenant(organisation):
        blocks = list(AuditBlock.objects.order_by("first_number"))
        entries = AuditEntry.objects.exclude(number=None).order_by("number")
        heads = {block.first_number: previous.head for previous, block in pairwise(blocks)}
        previous, expected = "", None
        for entry in entries.iterator():
            number = int(entry.number or 0)
            if expected is None:
                previous = heads.get(number, "")
            elif number != expected:
                findings.append(Finding(expected, "gap"))
                previous = entry.previous or ""
            if entry.previous != previous:
                findings.append(Finding(number, "link"))
            true = (link_hash(entry, entry.previous or ""), month(entry.at))
            if (entry.hash, entry.block) != true:
                findings.append(Finding(number, "content"))
            previous, expected = entry.hash or "", number + 1
        # the newest month never goes, so a chain without entries was emptied
        if blocks and (blocks[-1].last_number + 1 != expected or blocks[-1].head != previous):
            findings.append(Finding(blocks[-1].last_number, "tail"))
        findings += _unlinked()
    return findings


def _unlinked() -> list[Finding]:
    """Entries without a number are linked when their transaction commits. One that is older than
    any transaction, or of a time to come, was put there by somebody else.
    """
    present = real_now()
    waiting = (present - LONGEST_TRANSACTION, present + LONGEST_TRANSACTION)
    planted = AuditEntry.objects.filter(number=None).exclude(at__range=waiting)
    return [Finding(0, "unlinked")] * planted.count()
