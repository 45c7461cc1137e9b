"""The organisation's chain in words."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from nahtlos.foundation.access import Actor
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.models import AuditEntry
from nahtlos.people.queries import account_names


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the chain in words. more: of a list that was taken along, how many rows and
    which.
    """

    number: int | None
    at: datetime
    who: str
    verb: str
    thing: str
    code: str
    more: str = ""


VERBS = {
    "denied": "Zugriff abgelehnt",
    "signed_in": "angemeldet",
    "invited": "eingeladen",
    "invitation_withdrawn": "Einladung zurückgezogen",
    "joined": "beigetreten",
    "roles_changed": "Rollen geändert",
    "membership_ended": "Mitgliedschaft beendet",
    "created": "angelegt",
    "changed": "geändert",
    "confirmed": "bestätigt",
    "published": "veröffentlicht",
    "ended": "beendet",
    "imported": "eingelesen",
    "handed_over": "übergeben",
    "received": "eingegangen",
    "opened": "angesehen",
    "searched": "gesucht",
    "printed": "gedruckt",
    "sent": "gesendet",
    "amended": "ergänzt",
    "seen": "gelesen",
    "accepted": "angenommen",
    "declined": "abgelehnt",
    "answered": "beantwortet",
    "withdrawn": "zurückgezogen",
    "stopped": "gestoppt",
    "expired": "abgelaufen",
    "moved": "verschoben",
    "released": "entlassen",
    "transferred": "verlegt",
    "consented": "eingewilligt",
    "revoked": "widerrufen",
    "reassigned": "neu zugeordnet",
    "closed": "abgeschlossen",
    "reopened": "wieder geöffnet",
    "escalated": "weitergemeldet",
    "reminded": "erinnert",
    "code_requested": "Code angefordert",
    "taken_along": "als Tabelle mitgenommen",
    "merged": "zusammengeführt",
    "separated": "wieder getrennt",
}
KINDS = {
    "job": "automatisch",
    "link": "über einen Link",
    "visitor": "Öffentlichkeit",
    "staff": "Team",
}


def log_lines(actor: Actor, page: int, size: int = 50) -> list[LogLine]:
    """One page of the organisation's chain, the newest first; one entry more than SIZE tells that
    there is another page.
    """
    rows: QuerySet[AuditEntry] = AuditEntry.objects.visible_to(actor).order_by("-at", "-id")
    names = account_names(actor)
    start = (page - 1) * size
    return [
        LogLine(
            number=row.number,
            at=row.at,
            who=_who(row, names),
            verb=VERBS.get(row.verb, row.verb),
            thing=row.thing,
            code=row.code,
            more=_more(row),
        )
        for row in rows[start : start + size + 1]
    ]


def _more(row: AuditEntry) -> str:
    if row.verb != Verb.TAKEN_ALONG:
        return ""
    detail = json.loads(row.detail)
    return f"{detail.get('rows', 0)} Zeilen, {detail.get('list', '')}: {detail.get('look', '')}"


def _who(row: AuditEntry, names: dict[UUID, str]) -> str:
    if row.account_id:
        return names.get(row.account_id, "ehemals im Team")
    return KINDS.get(row.kind, row.kind)
