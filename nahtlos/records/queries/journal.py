"""Notes and contacts of a case, the newest first, and where the contact stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery

from nahtlos.cases.models import Case
from nahtlos.foundation.access import Actor
from nahtlos.people.models import Membership
from nahtlos.records.models import Contact, Note, NoteVersion, Rhythm
from nahtlos.records.rules.contact import Agreed, ContactStanding, standing
from nahtlos.records.rules.vocabulary import Concerned, ContactChannel, NoteKind, area_label

PAGE: Final = 40
SOMEBODY: Final = "jemand"


@dataclass(frozen=True, slots=True)
class NoteVersionLine:
    """How a note read until a moment."""

    kind: str
    concerned: str
    on: date
    text: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note as it is shown; kind and whom it concerns in words."""

    code: str
    kind: str
    concerned: str
    on: date
    text: str
    who: str
    mine: bool
    created_at: datetime
    versions: tuple[NoteVersionLine, ...]

    is_note: bool = True


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact as it is shown; `themes` are (theme, minutes)."""

    code: str
    on: date
    channel: str
    concerned: str
    reached: bool
    themes: tuple[tuple[str, int], ...]
    note: str
    who: str
    mine: bool
    created_at: datetime

    is_note: bool = False

    @property
    def total(self) -> int:
        """All minutes together."""
        return sum(minutes for _, minutes in self.themes)


@dataclass(frozen=True, slots=True)
class Journal:
    """One page of what was written down."""

    lines: list[NoteLine | ContactLine]
    page: int
    has_next: bool


def _named(rows: QuerySet[Any]) -> QuerySet[Any]:
    """ROWS with the name of their author, who keeps it when she has left."""
    ours = Membership.objects.filter(account_id=OuterRef("author_id"))
    named: QuerySet[Any] = rows.annotate(who=Subquery(ours.values("account__name")[:1]))
    return named


def _note_line(note: Any, actor: Actor) -> NoteLine:  # noqa: ANN401 (a note with its annotation)
    return NoteLine(
        code=note.code,
        kind=NoteKind(note.kind).label,
        concerned=Concerned(note.concerned).label,
        on=note.on,
        text=note.text,
        who=note.who or SOMEBODY,
        mine=note.author_id == actor.account_id,
        created_at=note.created_at,
        versions=tuple(
            NoteVersionLine(
                NoteKind(one.kind).label,
                Concerned(one.concerned).label,
                one.on,
                one.text,
                one.until,
            )
            for one in note.versions.all()
        ),
    )


def _contact_line(contact: Any, actor: Actor) -> ContactLine:  # noqa: ANN401 (as above)
    return ContactLine(
        code=contact.code,
        on=contact.on,
        channel=ContactChannel(contact.channel).label,
        concerned=Concerned(contact.concerned).label,
        reached=contact.reached,
        themes=tuple((area_label(area), many) for area, many in contact.minutes.items()),
        note=contact.note,
        who=contact.who or SOMEBODY,
        mine=contact.author_id == actor.account_id,
        created_at=contact.created_at,
    )


def _merged(
    notes: Iterable[NoteLine], contacts: Iterable[ContactLine]
) -> list[NoteLine | ContactLine]:
    lines: list[NoteLine | ContactLine] = [*notes, *contacts]
    return sorted(lines, key=lambda line: (line.on, line.created_at), reverse=True)


def journal(actor: Actor, case: Case, page: int = 1) -> Journal:
    """One PAGE of the notes and contacts of a case that was fetched for ACTOR, the newest first;
    three statements.
    """
    until = page * PAGE + 1
    order = ("-on", "-created_at", "pk")
    versions = Prefetch("versions", NoteVersion.objects.order_by("-until"))
    notes = _named(Note.objects.filter(case=case)).prefetch_related(versions).order_by(*order)
    contacts = _named(Contact.objects.filter(case=case)).order_by(*order)
    lines = _merged(
        (_note_line(note, actor) for note in notes[:until]),
        (_contact_line(contact, actor) for contact in contacts[:until]),
    )
    shown = lines[(page - 1) * PAGE : page * PAGE]
    return Journal(lines=shown, page=page, has_next=len(lines) > page * PAGE)


def own_note(actor: Actor, case: Case, code: str) -> Note:
    """The note CODE of a case, if ACTOR wrote it; Note.DoesNotExist for everybody else."""
    note: Note = Note.objects.get(case=case, code=code)
    if note.author_id != actor.account_id:
        raise Note.DoesNotExist
    return note


def own_contact(actor: Actor, case: Case, code: str) -> Contact:
    """The contact CODE of a case, if ACTOR noted it; Contact.DoesNotExist for everybody else."""
    contact: Contact = Contact.objects.get(case=case, code=code)
    if contact.author_id != actor.account_id:
        raise Contact.DoesNotExist
    return contact


def rhythm_of(case: Case) -> Rhythm | None:
    """What was agreed for a case; None where nothing was."""
    row: Rhythm | None = Rhythm.objects.filter(case=case).first()
    return row


def contact_standing(case: Case, today: date) -> ContactStanding:
    """Where the contact with the person stands; two statements."""
    reached = Contact.objects.filter(case=case, reached=True, concerned=Concerned.CLIENT)
    last_on = reached.aggregate(last=Max("on"))["last"]
    row = rhythm_of(case)
    return standing(row.agreed if row else Agreed(), last_on, today)
