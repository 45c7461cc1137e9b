"""The web addresses that the directory shows now: whose they are, and which no longer answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from nahtlos.directory.models import VisitingFact
from nahtlos.directory.queries.pages import published
from nahtlos.foundation.access import Actor
from nahtlos.organisations.models import Organisation, Site
from nahtlos.upkeep.models import WebAddress
from nahtlos.upkeep.rules.addresses import FAILURES

PROBLEMS: Final = {
    "forbidden": "führt auf eine Adresse, die wir nicht abfragen",
    "name": "den Namen gibt es nicht mehr",
    "silent": "keine Antwort",
    "certificate": "das Zertifikat ist ungültig",
    "loop": "leitet im Kreis weiter",
}
# A source says where something was found once; another address in its place would not be true.
FIXED: Final = "source"


@dataclass(frozen=True, slots=True)
class Use:
    """One entry that shows an address. kind: offer, organisation, site or source (of a visiting
    record); slug: its own.
    """

    kind: str
    slug: str
    title: str
    home: UUID
    home_name: str

    @property
    def name(self) -> str:
        """How a form calls it."""
        return f"{self.kind}:{self.slug}"

    @property
    def page(self) -> str:
        """Its public page."""
        at = {"offer": "directory:offer", "organisation": "directory:organisation"}
        return reverse(at.get(self.kind, "directory:prison"), args=[self.slug])


def _rows(kind: str, rows: QuerySet[Any], *columns: str) -> list[tuple[str, Use]]:
    return [
        (address, Use(kind, slug, title, home, name))
        for address, slug, title, home, name in rows.order_by().values_list(*columns)
    ]


def uses(today: date, among: Iterable[str] | None = None) -> Mapping[str, list[Use]]:
    """{address: who shows it} of everything that is public on TODAY, or of the addresses AMONG.
    Four statements.
    """
    homes = ("organisation_id", "organisation__name")
    web, source = Q(website__startswith="http"), Q(facts_source__startswith="http")
    if among is not None:
        listed = list(among)
        web, source = Q(website__in=listed), Q(facts_source__in=listed)
    record = VisitingFact.objects.filter(source, site__prison__isnull=False)
    found = [
        *_rows(
            "organisation",
            Organisation.objects.filter(web),
            "website",
            "slug",
            "name",
            "pk",
            "name",
        ),
        *_rows("offer", published(today).filter(web), "website", "slug", "title", *homes),
        *_rows(
            "site",
            Site.objects.filter(web, prison__isnull=False),
            *("website", "slug", "prison__short_name", *homes),
        ),
        *_rows(
            FIXED,
            record.exclude(confidence="low").distinct(),
            *("facts_source", "site__slug", "site__prison__short_name", *homes),
        ),
    ]
    shown: dict[str, list[Use]] = defaultdict(list)
    for address, use in found:
        shown[address].append(use)
    return shown


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address somebody has to look at. elsewhere: it moved to another provider's name. can_move:
    those of its uses a new address can be put into.
    """

    row: WebAddress
    why: str
    uses: list[Use]
    elsewhere: bool

    @property
    def can_move(self) -> list[Use]:
        """Every use but sources."""
        return [use for use in self.uses if use.kind != FIXED]


@dataclass(frozen=True, slots=True)
class AddressPage:
    """gone: those that no longer answer, the longest silent first. moved: those that moved for
    good. asked: how many are known; oldest: the day of the check that is longest ago.
    """

    gone: list[AddressLine] = field(default_factory=list)
    moved: list[AddressLine] = field(default_factory=list)
    asked: int = 0
    oldest: date | None = None


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _why(row: WebAddress) -> str:
    if row.problem == "status":
        return f"antwortet mit Fehler {row.status}"
    return PROBLEMS.get(row.problem, "")


def noteworthy() -> QuerySet[WebAddress]:
    """Those somebody has to look at."""
    return WebAddress.objects.filter(Q(failures__gte=FAILURES) | ~Q(moved_to=""))


def address_page(actor: Actor, today: date, *, everywhere: bool) -> AddressPage:
    """What a coordination office has to look at: in its Land, or EVERYWHERE. Seven statements."""
    rows = list(noteworthy().order_by("failing_since", "address"))
    found = uses(today, [row.address for row in rows])
    near = _near(actor, everywhere=everywhere)
    page = AddressPage(asked=WebAddress.objects.exclude(checked_on=None).count(), oldest=_oldest())
    for row in rows:
        shown = [use for use in found.get(row.address, []) if near is None or use.home in near]
        if shown:
            elsewhere = bool(row.moved_to) and _host(row.moved_to) != _host(row.address)
            shown.sort(key=lambda use: (use.home_name, use.kind, use.title))
            line = AddressLine(row, _why(row), shown, elsewhere)
            (page.gone if row.failures >= FAILURES else page.moved).append(line)
    return page


def _near(actor: Actor, *, everywhere: bool) -> set[UUID] | None:
    if everywhere:
        return None
    own = Organisation.objects.filter(pk=actor.organisation).values("land_id")
    return set(Organisation.objects.filter(land_id__in=own).values_list("pk", flat=True))


def _oldest() -> date | None:
    rows = WebAddress.objects.exclude(checked_on=None).order_by("checked_on")
    return rows.values_list("checked_on", flat=True).first()


def count_noteworthy() -> int:
    """How many addresses somebody has to look at, in all Länder. One statement."""
    return noteworthy().count()


def one_address(key: UUID) -> WebAddress:
    """An address that is known; WebAddress.DoesNotExist for another."""
    return WebAddress.objects.get(pk=key)
