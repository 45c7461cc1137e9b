"""What a coordination office's list says of others is written: inside each organisation, with the
name of the office as its source, and taken back there.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from nahtlos.directory.actions import Wanted, Written, take_back, write_offers
from nahtlos.directory.models import Offer
from nahtlos.exchange.models import About, ImportRow, ImportRun, Outcome, OutsideKey, RegisterEntry
from nahtlos.exchange.queries.judging import Judged
from nahtlos.exchange.queries.providers import Provider
from nahtlos.exchange.rules.columns import street_of
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.actions import (
    add_site_looked_after,
    found_by,
    found_looked_after,
    remove_looked_after,
    standing_in,
    withdraw_looked_after,
)
from nahtlos.organisations.models import Organisation, Site
from nahtlos.organisations.policy import can_look_after
from nahtlos.organisations.queries import own_organisation


@states(
    "Verzeichnis",
    "Die Liste einer Koordinierungsstelle ändert nichts, was eine Organisation selbst schrieb, und "
    "gar nichts an einer, die ihren Eintrag selbst pflegt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/exchange/test_lists_about_others.py::test_what_an_organisation_wrote_itself_stays",
        "tests/exchange/test_lists_about_others.py::test_an_organisation_with_members_of_its_own_is_left_alone",
    ),
)
def write_for_others(actor: Actor, run: ImportRun, lines: Sequence[Judged]) -> int:
    """Write LINES, each inside the organisation it is about, and add those that are new; how many
    offers. What became of a line is put into it and saved by the caller.
    """
    office, done = own_organisation(actor), 0
    ordered = sorted(lines, key=lambda line: line.provider.named.key if line.provider else "")
    for _, group in groupby(ordered, key=lambda line: line.provider and line.provider.named.key):
        wanted = list(group)
        provider = wanted[0].provider
        if provider:
            done += _write_for(actor, office, provider, wanted, run)
    return done


def _write_for(
    actor: Actor, office: Organisation, provider: Provider, lines: Sequence[Judged], run: ImportRun
) -> int:
    if provider.organisation is None:
        provider.organisation = found_looked_after(
            actor=actor, office=office, values=provider.named.values()
        )
        run.founded.append(str(provider.organisation.pk))
    home = provider.organisation
    OutsideKey.objects.get_or_create(
        organisation_id=actor.organisation,
        about=About.PROVIDER,
        key=provider.named.remembered,
        defaults={"target": home.pk},
    )
    offers = [(line, line.wanted) for line in lines if line.wanted]
    deputy = standing_in(actor, office, home)
    with tenant(home.pk, actor.account_id):
        if provider.named.register:
            _register(provider, home)
        sites = _add_sites(actor, office, home, lines)
        done = _write(deputy, office, [wanted for _, wanted in offers])
    for (line, _), written in zip(offers, done, strict=True):
        line.row.target, line.row.version = written.offer, written.version
        line.row.former = written.former
    for line in lines:
        line.row.provider = home.pk
    run.sites += sites
    return len(done)


def _write(deputy: Actor, office: Organisation, wanted: Sequence[Wanted]) -> list[Written]:
    if not wanted:
        return []
    done = write_offers(actor=deputy, wanted=wanted, facts=found_by(office))
    detail = {"office": office.slug, "offers": len(done)}
    audit.record(deputy, Verb.IMPORTED, "offer", "", detail)
    return done


def _register(provider: Provider, home: Organisation) -> None:
    """The number is a name that other lists share; one that stands there already stays."""
    register = provider.named.register
    there = RegisterEntry.objects.filter(organisation=home).exists()
    if register and not there:
        RegisterEntry.objects.bulk_create(
            [
                RegisterEntry(
                    organisation=home,
                    court=register.court,
                    number=register.number,
                    key=register.key,
                )
            ],
            ignore_conflicts=True,
        )


def _add_sites(
    actor: Actor, office: Organisation, home: Organisation, lines: Sequence[Judged]
) -> list[str]:
    """The sites that come with LINES, each once; the ids of those that were added."""
    rows = Site.objects.filter(organisation=home)
    there = {(street_of(site.street), site.postcode): site for site in rows}
    added = []
    for line in lines:
        if line.new_site is None:
            continue
        key = (street_of(line.new_site.street), line.new_site.postcode)
        if key not in there:
            values = line.new_site.values
            there[key] = add_site_looked_after(
                actor=actor, office=office, organisation=home, values=values
            )
            added.append(str(there[key].pk))
        line.read.values["site"] = there[key]
    return added


def take_back_from_others(actor: Actor, run: ImportRun) -> list[str]:
    """Put back what RUN wrote, organisation by organisation, and remove those it added; the
    sentences about what stays.
    """
    office, refused = own_organisation(actor), list[str]()
    rows = run.rows.filter(outcome__in=(Outcome.NEW, Outcome.CHANGED)).exclude(provider=None)
    by_provider: dict[UUID, list[ImportRow]] = defaultdict(list)
    for row in rows:
        if row.provider:
            by_provider[row.provider].append(row)
    homes = Organisation.objects.in_bulk(list(by_provider))
    for key, group in by_provider.items():
        if key not in homes:
            continue
        may = can_look_after(actor, office, homes[key])
        if not may:
            refused.append(f"{homes[key].name}: {may.reason}")
        else:
            refused += _take_back_from(actor, office, homes[key], group, run)
    return refused


def _take_back_from(
    actor: Actor,
    office: Organisation,
    home: Organisation,
    rows: Sequence[ImportRow],
    run: ImportRun,
) -> list[str]:
    """As above, from one organisation."""
    deputy = standing_in(actor, office, home)
    written = [
        Written(row.target, row.outcome == Outcome.NEW, row.version, row.former)
        for row in rows
        if row.target
    ]
    with tenant(home.pk, actor.account_id):
        refused = take_back(actor=deputy, written=written, facts=found_by(office))
        gone = [one.offer for one in written if one.is_new and one.offer not in refused]
        left = Offer.objects.filter(organisation=home).exclude(pk__in=gone)
        used = left.filter(site__in=run.sites).values("site")
        unused = Site.objects.filter(organisation=home, pk__in=run.sites).exclude(pk__in=used)
        withdraw_looked_after(
            actor=actor,
            office=office,
            organisation=home,
            sites=list(unused),
            unchanged_since=run.changed_at,
        )
        is_gone = (
            str(home.pk) in run.founded
            and not left.exists()
            and remove_looked_after(
                actor=actor, office=office, organisation=home, unchanged_since=run.changed_at
            )
        )
    keys = OutsideKey.objects.visible_to(actor)
    keys.filter(target__in=[*gone, *([home.pk] if is_gone else [])]).delete()
    stays = str(home.pk) in run.founded and not is_gone
    return [*refused.values(), *([f"„{home.name}“ ist geblieben."] if stays else [])]
