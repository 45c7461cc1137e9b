"""Files: taken by what is in them, opened with a line in the chain, removed by who brought them."""

from typing import Final

from django.db import transaction
from django.http import Http404

from nahtlos.cases.actions import note_event
from nahtlos.cases.models import Case
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.records import policy
from nahtlos.records.actions.held import author_of, code_for, held_for
from nahtlos.records.models import Attachment
from nahtlos.records.rules.files import KINDS, LARGEST, kind_of, plain_name

TOO_LARGE: Final = "Diese Datei ist zu groß: höchstens 5 MB."
EMPTY: Final = "Diese Datei ist leer. Bitte wählen Sie eine andere."
OTHER_KIND: Final = (
    "Diese Art von Datei nimmt Nahtlos nicht an. Möglich sind PDF, Bilder (PNG, JPEG) und einfacher"
    " Text. Ein Dokument aus der Textverarbeitung speichern Sie bitte vorher als PDF."
)


@transaction.atomic
def attach(*, actor: Actor, case: Case, name: str, content: bytes) -> Attachment:
    """Put a file into the case. What it is, its CONTENT says; its NAME is only kept."""
    current = held_for(actor, case)
    if not content:
        raise Refused(EMPTY, field="file")
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE, field="file")
    kind = kind_of(content)
    if not kind:
        raise Refused(OTHER_KIND, field="file")
    taken = Attachment.objects.filter(case=current)
    attachment = Attachment(
        organisation_id=current.organisation_id,
        case=current,
        code=code_for("D", lambda code: taken.filter(code=code).exists()),
        name=plain_name(name, kind),
        kind=kind,
        size=len(content),
        author_id=author_of(actor),
    )
    attachment.content = content
    attachment.save(force_insert=True)
    detail = {"attachment": attachment.code, "kind": kind, "size": len(content)}
    note_event(actor=actor, case=current, verb="file_attached", about=attachment.code)
    audit.record(actor, Verb.CREATED, "attachment", current.code, detail)
    return attachment


def note_file_opened(*, actor: Actor, case: Case, attachment: Attachment) -> None:
    """Somebody opens a file: that stays in the organisation's chain."""
    require(policy.can_read_records(actor))
    detail = {"attachment": attachment.code, "kind": KINDS[attachment.kind][0]}
    audit.record(actor, Verb.OPENED, "attachment", case.code, detail)


@transaction.atomic
def remove_attachment(*, actor: Actor, case: Case, code: str) -> None:
    """Remove a file for good; only who brought it does."""
    current = held_for(actor, case)
    rows = Attachment.objects.defer("content_text").select_for_update(no_key=True)
    attachment: Attachment | None = rows.filter(case=current, code=code).first()
    if attachment is None:
        raise Http404
    require(policy.can_change_entry(actor, attachment.author_id))
    attachment.delete()
    note_event(actor=actor, case=current, verb="file_removed", about=code)
    audit.record(actor, Verb.ENDED, "attachment", current.code, {"attachment": code})
