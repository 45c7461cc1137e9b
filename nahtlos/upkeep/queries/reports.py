"""What visitors report as wrong: whom it concerns, who answers, and by when."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from nahtlos.directory.models import Offer
from nahtlos.directory.policy import WRITERS
from nahtlos.directory.queries.pages import published
from nahtlos.foundation.access import Actor, Role
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.vault import packages
from nahtlos.organisations.models import Organisation, Prison
from nahtlos.organisations.queries import COORDINATION, office_for
from nahtlos.people.queries import somebody_holds
from nahtlos.upkeep.models import RESULTS, EntryReport
from nahtlos.upkeep.rules.reports import Result, is_late

TABLE: Final = "upkeep_entryreport"
CLOSED_PAGE: Final = 30
_PAGES: Final = {"angebot": "offer", "organisation": "organisation", "haftanstalt": "prison"}
# With or without the language in front.
_PATH: Final = re.compile(r"^/(?:[a-z-]{2,10}/)?(angebot|organisation|haftanstalt)/([-\w]{1,120})/")
_SITE_OF: Final = {
    "offer": "directory:offer",
    "organisation": "directory:organisation",
    "prison": "directory:prison",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """The entry a public page shows: kind is offer, organisation or prison; home says it."""

    kind: str
    slug: str
    title: str
    home: Organisation


def subject_of(path: str, today: date) -> Subject | None:
    """The entry shown at PATH, None where it is none that is public. At most one statement."""
    found = _PATH.match(path)
    if found is None:
        return None
    kind, slug = _PAGES[found[1]], found[2]
    try:
        if kind == "offer":
            offer = published(today).select_related("organisation").get(slug=slug)
            return Subject(kind, slug, offer.title, offer.organisation)
        if kind == "prison":
            prison = Prison.objects.select_related("organisation").get(site__slug=slug)
            return Subject(kind, slug, prison.short_name, prison.organisation)
        home = Organisation.objects.get(slug=slug)
        return Subject(kind, slug, home.name, home)
    except (Offer.DoesNotExist, Prison.DoesNotExist, Organisation.DoesNotExist):
        return None


def _holds(organisation: Organisation, *roles: Role) -> bool:
    with tenant(organisation.pk):
        return somebody_holds(organisation.pk, *roles)


def _office(home: Organisation | None) -> Organisation | None:
    """The coordination office that looks after HOME, where somebody works; else whoever runs the
    installation.
    """
    runs = Organisation.objects.filter(key=settings.OPERATOR).first()
    if home is None:
        return runs
    near = home if home.kind == COORDINATION else office_for(home)
    if near and _holds(near, Role.COORDINATION):
        return near
    return runs or near


def who_answers(subject: Subject | None) -> tuple[Organisation, Organisation] | None:
    """(who answers, the office that takes over): the organisation of the entry where somebody there
    may change it, the office itself else. For a prison that is its family officer. None where the
    installation has nobody.
    """
    home = subject.home if subject else None
    office = _office(home)
    roles = (Role.PRISON_FAMILY,) if subject and subject.kind == "prison" else WRITERS
    if home is not None and _holds(home, *roles):
        return home, office or home
    return (office, office) if office else None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list. state: late, open or closed. ours: the actor's organisation answers;
    answering: the name of who does.
    """

    code: str
    title: str
    received_on: date
    due_on: date
    state: str
    ours: bool
    answering: str
    closed_on: date | None
    result: str

    @property
    def is_closed(self) -> bool:
        """Whether somebody dealt with it."""
        return self.state == "closed"


def _line(row: EntryReport, actor: Actor, today: date) -> ReportLine:
    late = is_late(row.due_on, today)
    state = "closed" if row.closed_on else "late" if late else "open"
    return ReportLine(
        code=row.code,
        title=row.title or "Allgemeiner Hinweis",
        received_on=row.received_on,
        due_on=row.due_on,
        state=state,
        ours=row.to_organisation_id == actor.organisation,
        answering=row.to_organisation.name,
        closed_on=row.closed_on,
        result=RESULTS[Result(row.result)] if row.result else "",
    )


def reports_for(actor: Actor) -> QuerySet[EntryReport]:
    """What the actor's organisation answers; for a coordination office also what it takes over when
    nobody does.
    """
    mine = Q(to_organisation_id=actor.organisation)
    if actor.has(Role.COORDINATION):
        mine |= Q(from_organisation_id=actor.organisation)
    return EntryReport.objects.filter(mine).select_related("to_organisation__land")


def open_reports(actor: Actor, today: date) -> list[ReportLine]:
    """Those nobody dealt with, the day that is nearest first. One statement."""
    rows = reports_for(actor).filter(closed_on=None).order_by("due_on", "code")
    return [_line(row, actor, today) for row in rows]


def closed_reports(actor: Actor, today: date, page: int) -> tuple[list[ReportLine], bool]:
    """A page of those that are done, the newest first, and whether there is another."""
    rows = reports_for(actor).filter(closed_on__isnull=False).order_by("-closed_on", "code")
    start = (page - 1) * CLOSED_PAGE
    found = [_line(row, actor, today) for row in rows[start : start + CLOSED_PAGE + 1]]
    return found[:CLOSED_PAGE], len(found) > CLOSED_PAGE


def waiting_reports(actor: Actor, today: date) -> list[date]:
    """The days on which what waits for the actor herself came in: what her organisation answers,
    and for a coordination office what is late elsewhere.
    """
    rows = reports_for(actor).filter(closed_on=None)
    hers = Q(to_organisation_id=actor.organisation) | Q(due_on__lt=today)
    return list(rows.filter(hers).order_by("received_on").values_list("received_on", flat=True))


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report with its words; '' where they were erased. public: the page it is about, '' where
    that is not known. edit: where the actor changes it, '' where she cannot.
    """

    row: EntryReport
    line: ReportLine
    words: str
    reply_to: str
    reason: str
    public: str
    edit: str
    office: str


def report_row(actor: Actor, code: str) -> EntryReport:
    """One report; EntryReport.DoesNotExist for a foreign one."""
    rows = reports_for(actor).select_related("from_organisation")
    return rows.get(code=code)


def key_of(row: EntryReport, actor: Actor) -> bytes:
    """The key of a report, for the side the actor is on."""
    side: Literal["from", "to"] = "to" if row.to_organisation_id == actor.organisation else "from"
    wrapped = row.to_key if side == "to" else row.from_key
    return packages.unwrap(actor.organisation, row.pk, side, bytes(wrapped))


def report_page(actor: Actor, code: str, today: date) -> ReportPage:
    """One report, opened; EntryReport.DoesNotExist for a foreign one."""
    row = report_row(actor, code)
    key = key_of(row, actor)

    def opened(column: Literal["words", "reply_to", "reason"]) -> str:
        sealed = getattr(row, column)
        return packages.open_sealed(key, TABLE, column, row.pk, bytes(sealed)) if sealed else ""

    line = _line(row, actor, today)
    return ReportPage(
        row=row,
        line=line,
        words=opened("words"),
        reply_to=opened("reply_to"),
        reason=opened("reason"),
        public=reverse(_SITE_OF[row.kind], args=[row.slug]) if row.kind else "",
        edit=_edit(row, actor) if line.ours else "",
        office=row.from_organisation.name,
    )


def _edit(row: EntryReport, actor: Actor) -> str:
    """Where the entry is changed, if it is the actor's own."""
    if row.kind == "offer":
        own = Offer.objects.filter(slug=row.slug, organisation_id=actor.organisation).exists()
        return reverse("offers:edit", args=[row.slug]) if own else ""
    if row.kind == "prison":
        houses = Prison.objects.filter(organisation_id=actor.organisation, site__slug=row.slug)
        return reverse("offers:visits", args=[row.slug]) if houses.exists() else ""
    own = Organisation.objects.filter(pk=actor.organisation, slug=row.slug).exists()
    return reverse("organisations:own") if own else ""


def subject_home(row: EntryReport) -> Organisation | None:
    """The organisation the report is about, so that its office can telephone; None where that is
    not known any more.
    """
    if row.kind == "offer":
        offer = Offer.objects.filter(slug=row.slug).select_related("organisation").first()
        return offer.organisation if offer else None
    if row.kind == "prison":
        prison = Prison.objects.filter(site__slug=row.slug).select_related("organisation").first()
        return prison.organisation if prison else None
    return Organisation.objects.filter(slug=row.slug).first() if row.kind else None
