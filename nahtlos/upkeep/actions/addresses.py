"""The night asks the directory's web addresses whether they answer; an office puts a new one in."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from nahtlos import __version__
from nahtlos.directory import actions as directory
from nahtlos.directory.models import Offer
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor, Kind, LinkHold
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.outgoing import Answer, Asker
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations import actions as organisations
from nahtlos.organisations.models import Organisation, Site
from nahtlos.organisations.policy import AMEND
from nahtlos.upkeep import policy
from nahtlos.upkeep.models import WebAddress
from nahtlos.upkeep.queries.addresses import FIXED, Use, uses
from nahtlos.upkeep.rules.addresses import Known, after, is_due, is_our_fault

OBJECT: Final = "web_address"
AT_ONCE: Final = 4
# One night asks so many at most; the others come the next.
A_NIGHT: Final = 1000
LONGEST: Final = 300


def asker() -> Asker:
    """Says honestly who asks, and where one can read why."""
    return Asker(f"Nahtlos/{__version__} (+{settings.ADDRESS}/ueber/)")


@states(
    "Verzeichnis",
    "Internetadressen im Verzeichnis werden nachts geprüft. Als erloschen gilt eine erst, wenn sie"
    " an drei verschiedenen Tagen hintereinander nicht geantwortet hat.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/upkeep/test_addresses.py::test_an_address_is_gone_after_three_failures_on_different_days",
        "tests/upkeep/test_addresses.py::test_only_what_is_public_now_is_asked",
    ),
)
def ask_addresses(day: date, ask: Asker | None = None) -> int:
    """Ask what is due on DAY of the addresses that are public now, and forget those that are not
    any more; how many were asked. A night in which nothing at all was reached says nothing.
    """
    rows = _known(uses(day))
    due = [row for row in rows if is_due(_state(row), day)]
    due.sort(key=lambda row: (row.checked_on or date.min, row.address))
    answers = _answers(due[:A_NIGHT], ask or asker())
    unreached = sum(answer.problem in ("name", "silent") for _row, answer in answers)
    if is_our_fault(len(answers), unreached):
        return 0
    for row, answer in answers:
        _note(row, answer, day)
    return len(answers)


@transaction.atomic
def _known(shown: Iterable[str]) -> list[WebAddress]:
    """A row for each address that is shown; the rows of all others go."""
    listed = set(shown)
    WebAddress.objects.exclude(address__in=listed).delete()
    WebAddress.objects.bulk_create(
        (WebAddress(address=address) for address in sorted(listed)), ignore_conflicts=True
    )
    return list(WebAddress.objects.all())


def _state(row: WebAddress) -> Known:
    return Known(row.checked_on, row.failures, row.failing_since)


def _answers(rows: Sequence[WebAddress], ask: Asker) -> list[tuple[WebAddress, Answer]]:
    """What they answer: a few hosts at a time, the addresses of one host after another."""
    hosts: dict[str, list[WebAddress]] = {}
    for row in rows:
        hosts.setdefault(urlsplit(row.address).netloc.lower(), []).append(row)

    def of_host(some: list[WebAddress]) -> list[tuple[WebAddress, Answer]]:
        return [(row, ask.ask(row.address)) for row in some]

    with ThreadPoolExecutor(AT_ONCE, "addresses") as several:
        return list(chain.from_iterable(several.map(of_host, hosts.values())))


def _note(row: WebAddress, answer: Answer, day: date) -> None:
    known = after(_state(row), day, answered=not answer.problem)
    row.checked_on, row.failures = known.checked_on, known.failures
    row.failing_since = known.failing_since
    row.problem, row.status, row.led_to = answer.problem, answer.status, answer.led_to[:600]
    row.moved_to = answer.moved_to if len(answer.moved_to) <= LONGEST else ""
    row.save()


@states(
    "Verzeichnis",
    "Eine umgezogene Internetadresse übernimmt die Koordinierungsstelle mit einem Knopf, für die"
    " Einträge, die sie auswählt. Es steht im Verlauf und gilt nicht als Bestätigung des Eintrags.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/upkeep/test_addresses.py::test_the_office_takes_a_new_address_over_for_chosen_entries",
        "tests/upkeep/test_addresses.py::test_a_new_address_confirms_nothing_else",
    ),
)
@transaction.atomic
def take_over(*, actor: Actor, row: WebAddress, new: str, names: Iterable[str]) -> int:
    """Put the address to which ROW moved into the entries called NAMES that still show the old one;
    how many. NEW is what the office saw; Refused where the night found another since.
    """
    require(policy.can_ask(actor))
    held = WebAddress.objects.select_for_update().get(pk=row.pk)
    if not held.moved_to or held.moved_to != new:
        raise Refused(
            "Die neue Adresse hat sich inzwischen geändert. Bitte sehen Sie noch einmal nach."
        )
    wanted = set(names)
    shown = uses(today(), [held.address]).get(held.address, [])
    chosen = [use for use in shown if use.name in wanted and use.kind != FIXED]
    for use in chosen:
        _amend(held, use)
        audit.record(actor, Verb.AMENDED, OBJECT, use.slug, {"kind": use.kind})
    return len(chosen)


def _amend(held: WebAddress, use: Use) -> None:
    """Through the deed by which the organisation itself writes; in her chain and in the offer's
    history stands that it was not she.
    """
    actor = Actor(
        kind=Kind.JOB,
        organisation_id=use.home,
        organisation_name=use.home_name,
        link=LinkHold(OBJECT, held.pk, AMEND),
    )
    values = {"website": held.moved_to}
    with tenant(use.home):
        if use.kind == "offer":
            offer = Offer.objects.get(slug=use.slug)
            directory.edit_offer(
                actor=actor, offer=offer, values=values, version=offer.version, confirms=False
            )
        elif use.kind == "organisation":
            home = Organisation.objects.get(pk=use.home)
            organisations.edit_organisation(
                actor=actor,
                organisation=home,
                values=values,
                version=version_of(home),
                confirms=False,
            )
        else:
            site = Site.objects.get(slug=use.slug)
            organisations.save_site(
                actor=actor, site=site, values=values, version=version_of(site), confirms=False
            )
