"""The files of a case."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from nahtlos.cases.models import Case
from nahtlos.foundation.access import Actor
from nahtlos.people.models import Membership
from nahtlos.records.models import Attachment
from nahtlos.records.queries.journal import SOMEBODY
from nahtlos.records.rules.files import KINDS, size_words


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file as it is listed, without its content."""

    code: str
    name: str
    kind: str
    size: str
    who: str
    mine: bool
    created_at: datetime


def files_of(actor: Actor, case: Case) -> list[FileLine]:
    """The files of a case that was fetched for ACTOR, the newest first; one statement, and no
    content is read.
    """
    ours = Membership.objects.filter(account_id=OuterRef("author_id"))
    who = Subquery(ours.values("account__name")[:1])
    rows = Attachment.objects.filter(case=case).defer("content_text").annotate(who=who)
    return [
        FileLine(
            code=row.code,
            name=row.name,
            kind=KINDS[row.kind][0],
            size=size_words(row.size),
            who=row.who or SOMEBODY,
            mine=row.author_id == actor.account_id,
            created_at=row.created_at,
        )
        for row in rows.order_by("-created_at", "pk")
    ]


def attachment_of(case: Case, code: str) -> Attachment:
    """The file CODE of a case; Attachment.DoesNotExist where it is another one's."""
    found: Attachment = Attachment.objects.get(case=case, code=code)
    return found
