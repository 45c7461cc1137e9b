"""A file comes in: received, its columns named, looked at, written by a job, taken back."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from nahtlos.directory.actions import Written, take_back, write_offers
from nahtlos.directory.models import Offer
from nahtlos.exchange import policy
from nahtlos.exchange.actions.others import take_back_from_others, write_for_others
from nahtlos.exchange.models import (
    About,
    ColumnChoice,
    ImportRow,
    ImportRun,
    Outcome,
    OutsideKey,
    RunState,
)
from nahtlos.exchange.queries.imports import (
    header_of,
    is_about_others,
    judged,
    own_run,
    preview,
    remembered_columns,
    stands_still,
)
from nahtlos.exchange.queries.judging import NEW, Judged
from nahtlos.exchange.rules.columns import (
    BY_CODE,
    OF_PROVIDERS,
    PROVIDER,
    TITLE,
    propose,
    street_of,
)
from nahtlos.exchange.rules.sheets import Sheet
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.codes import new_code
from nahtlos.foundation.folding import bare
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.actions import remove_sites, save_site
from nahtlos.organisations.models import Site
from nahtlos.organisations.policy import can_edit_organisation
from nahtlos.organisations.queries import own_sites
from nahtlos.people.models import Account
from nahtlos.people.queries import running_memberships, staff_actor

AT_ONCE: Final = 200  # lines written in one transaction; what a killed job repeats at most
KEPT_FOR: Final = timedelta(days=30)
RUN_IMPORT: Final = "exchange:run_import"
OVER: Final = "Dieser Import ist schon gelaufen."


@transaction.atomic
def receive_file(*, actor: Actor, sheet: Sheet) -> ImportRun:
    """Keep the lines of a file, sealed, and propose what its columns mean. Nothing is written to
    the directory yet.
    """
    require(policy.can_import(actor))
    moment = now()
    run = ImportRun(
        organisation_id=actor.organisation,
        code=new_code("I"),
        account_id=actor.account_id,
        columns=propose(
            sheet.header,
            remembered_columns(actor),
            others=bool(policy.can_import_for_others(actor)),
        ),
        header=json.dumps(sheet.header),
        total=len(sheet.lines),
        created_at=moment,
        changed_at=moment,
    )
    run.save(force_insert=True)
    ImportRow.objects.bulk_create(
        ImportRow(
            organisation_id=actor.organisation,
            run=run,
            number=line.number,
            surplus=line.surplus,
            cells=json.dumps(line.cells),
        )
        for line in sheet.lines
    )
    audit.record(actor, Verb.RECEIVED, "import", run.code, {"lines": run.total})
    return run


def _locked(actor: Actor, run: ImportRun) -> ImportRun:
    require(policy.can_import(actor))
    return ImportRun.objects.visible_to(actor).select_for_update().get(pk=run.pk)


def _open(actor: Actor, run: ImportRun) -> ImportRun:
    run = _locked(actor, run)
    if run.state not in (RunState.COLUMNS, RunState.CHECKED):
        raise Refused(OVER)
    return run


@transaction.atomic
def choose_columns(*, actor: Actor, run: ImportRun, columns: Sequence[str]) -> ImportRun:
    """Say what the columns mean, and remember it for the next file. Refused where no column is the
    title, or where two are the same.
    """
    run = _open(actor, run)
    chosen = [code for code in columns if code]
    if not policy.can_import_for_others(actor) and {one.code for one in OF_PROVIDERS} & {*chosen}:
        raise Refused("Angebote anderer Organisationen liest die Koordinierungsstelle ein.")
    if {"registergericht", "registernummer"} & {*chosen} and PROVIDER not in chosen:
        raise Refused("Bitte sagen Sie auch, in welcher Spalte die Organisation steht.")
    if TITLE not in chosen and PROVIDER not in chosen:
        raise Refused("Bitte sagen Sie, in welcher Spalte der Titel steht.")
    twice = [code for code, count in Counter(chosen).items() if count > 1]
    if twice:
        raise Refused(f"„{BY_CODE[twice[0]].label}“ ist zweimal gewählt. Bitte nur eine Spalte.")
    run.columns, run.state, run.changed_at = list(columns), RunState.CHECKED, now()
    run.save()
    said = {bare(name): code for name, code in zip(header_of(run), columns, strict=True)}
    kept = remembered_columns(actor) | said
    ColumnChoice.objects.update_or_create(
        organisation_id=actor.organisation, defaults={"columns": kept}
    )
    audit.record(actor, Verb.CHANGED, "import", run.code)
    return run


@transaction.atomic
def choose(
    *,
    actor: Actor,
    run: ImportRun,
    choices: Mapping[int, str],
    providers: Mapping[int, str] | None = None,
) -> None:
    """For lines that resemble an offer: which one it is, or that it is an offer of its own. The
    same for organisations: PROVIDERS, by the line that speaks for them.
    """
    run = _open(actor, run)
    seen = preview(actor, run)
    for provider in seen.unclear:
        choice = (providers or {}).get(provider.line, "")
        if choice in (NEW, *(str(one.pk) for one in provider.alike)):
            run.providers[provider.named.key] = choice
    run.save(update_fields=["providers"])
    for line in seen.undecided:
        choice = choices.get(line.row.number, "")
        if choice in (NEW, *(str(known.pk) for known in line.alike)):
            line.row.choice = choice
            line.row.save(update_fields=["choice"])
    audit.record(actor, Verb.CHANGED, "import", run.code)


@states(
    "Verzeichnis",
    "Ein Import ersetzt nur, was in der Datei steht, und lässt sich einen Monat lang zurücknehmen; "
    "was jemand seitdem geändert hat, bleibt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/exchange/test_import.py::test_a_second_import_updates_in_place_and_keeps_what_the_file_does_not_have",
        "tests/exchange/test_import.py::test_undo_restores_what_was_and_leaves_what_somebody_edited",
    ),
)
@transaction.atomic
def start_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Have a job write it. Asked twice, or from two tabs, it is one import; one that stands still
    is started again, and goes on where it stood.
    """
    run = _locked(actor, run)
    if run.state == RunState.COLUMNS:
        raise Refused("Bitte sagen Sie zuerst, was die Spalten bedeuten.")
    if run.state != RunState.CHECKED and not stands_still(run, now()):
        return run
    run.state, run.account_id, run.changed_at = RunState.RUNNING, actor.account_id, now()
    run.save()
    audit.record(actor, Verb.IMPORTED, "import", run.code, {"lines": run.total})
    app.configure_task(RUN_IMPORT).defer(
        organisation_id=str(run.organisation_id), run_code=run.code, account_id=str(run.account_id)
    )
    return run


def run_import(*, organisation_id: UUID, run_code: str, account_id: UUID) -> int:
    """What the job does: write the lines that are not written yet, some at a time, each time with
    how far it came; how many offers were written. Killed and started again it goes on.
    """
    written = 0
    with tenant(organisation_id, account_id):
        actor = _importer(organisation_id, account_id)
        run = own_run(actor, run_code)
        if run.state != RunState.RUNNING:
            return 0
        may = policy.can_import_for_others if is_about_others(run) else policy.can_import
        if not may(actor):
            _hand_back(actor, run)
            return 0
        lines = [line for line in judged(actor, run) if not line.row.outcome]
    for first in range(0, len(lines), AT_ONCE):
        with tenant(organisation_id, account_id):
            written += _write(actor, run, lines[first : first + AT_ONCE])
    with tenant(organisation_id, account_id):
        _finish(actor, run)
    return written


def _importer(organisation_id: UUID, account_id: UUID) -> Actor:
    """Who started it, with the roles she has now."""
    memberships = running_memberships(account_id).filter(organisation=organisation_id)
    return staff_actor(Account.objects.get(pk=account_id), memberships.first())


def _hand_back(actor: Actor, run: ImportRun) -> None:
    """Who started it may not any more: somebody else can."""
    run.state, run.changed_at = RunState.CHECKED, now()
    run.save(update_fields=["state", "changed_at"])
    audit.record(actor, Verb.STOPPED, "import", run.code)


def _write(actor: Actor, run: ImportRun, lines: Sequence[Judged]) -> int:
    """Write LINES and what became of them."""
    run = _locked(actor, run)
    wanted = [line for line in lines if line.outcome in (Outcome.NEW, Outcome.CHANGED)]
    done = (write_for_others if is_about_others(run) else _write_own)(actor, run, wanted)
    for line in lines:
        line.row.outcome = line.outcome
    _bind_keys(actor, run, lines)
    ImportRow.objects.bulk_create(
        [line.row for line in lines],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["outcome", "offer", "provider", "target", "former", "version"],
    )
    run.done += len(lines)
    run.changed_at = now()
    run.save(update_fields=["done", "sites", "founded", "changed_at"])
    return done


def _write_own(actor: Actor, run: ImportRun, lines: Sequence[Judged]) -> int:
    """Write LINES about the actor's own organisation; how many."""
    _add_sites(actor, run, lines)
    done = write_offers(actor=actor, wanted=[line.wanted for line in lines if line.wanted])
    for line, written in zip(lines, done, strict=True):
        line.row.offer_id, line.row.version = written.offer, written.version
        line.row.former = written.former
    return len(done)


def _bind_keys(actor: Actor, run: ImportRun, lines: Sequence[Judged]) -> None:
    """The offers that LINES mean, and what the file calls them."""
    about_others, keys = is_about_others(run), []
    for line in lines:
        if about_others:
            line.row.target = meant = line.row.target or line.offer
            key = OutsideKey(about=About.OFFER, target=meant)
        else:
            line.row.offer_id = meant = line.row.offer_id or line.offer
            key = OutsideKey(about=About.OWN, offer_id=meant)
        if line.read.key and meant:
            key.organisation_id, key.key = actor.organisation, line.read.key
            keys.append(key)
    OutsideKey.objects.bulk_create(keys, ignore_conflicts=True)


def _add_sites(actor: Actor, run: ImportRun, lines: Sequence[Judged]) -> None:
    """The sites that come with LINES, each once, however many lines name its address; what is
    WANTED of their offers names them from now on.
    """
    there = {_address(site): site for site in own_sites(actor)}
    for line in lines:
        if line.new_site is None:
            continue
        new = line.new_site
        key = (street_of(new.street), new.postcode)
        if key not in there:
            there[key] = save_site(actor=actor, site=None, values=new.values)
            run.sites.append(str(there[key].pk))
        line.read.values["site"] = there[key]


def _address(site: Site) -> tuple[str, str]:
    return street_of(site.street), site.postcode


def _finish(actor: Actor, run: ImportRun) -> None:
    run = _locked(actor, run)
    run.counts = dict(Counter(run.rows.values_list("outcome", flat=True)))
    run.state, run.done, run.changed_at = RunState.DONE, run.total, now()
    run.save()
    audit.record(actor, Verb.CLOSED, "import", run.code, run.counts)


@transaction.atomic
def undo_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Put back what stood there before, offer by offer; new offers end. What somebody changed since
    stays, and is named.
    """
    run = _locked(actor, run)
    if run.state == RunState.UNDONE:
        return run
    if run.state != RunState.DONE:
        raise Refused("Zurücknehmen lässt sich nur, was fertig ist.")
    take = take_back_from_others if is_about_others(run) else _take_back_own
    run.refused = take(actor, run)
    run.state, run.changed_at = RunState.UNDONE, now()
    run.save()
    audit.record(actor, Verb.WITHDRAWN, "import", run.code, {"left": len(run.refused)})
    return run


def _take_back_own(actor: Actor, run: ImportRun) -> list[str]:
    """Put back what RUN wrote about the own organisation; the sentences about what stays."""
    rows = run.rows.filter(outcome__in=(Outcome.NEW, Outcome.CHANGED)).exclude(offer=None)
    written = [
        Written(row.offer_id, row.outcome == Outcome.NEW, row.version, row.former)
        for row in rows
        if row.offer_id
    ]
    refused = take_back(actor=actor, written=written)
    gone = [one.offer for one in written if one.is_new and one.offer not in refused]
    OutsideKey.objects.filter(offer__in=gone).delete()
    _remove_sites(actor, run, gone)
    return list(refused.values())


def _remove_sites(actor: Actor, run: ImportRun, gone: Sequence[UUID]) -> None:
    """Those that RUN added and that no offer needs any more but those that are GONE."""
    if run.sites and can_edit_organisation(actor):
        used = Offer.objects.filter(site__in=run.sites).exclude(pk__in=gone).values("site")
        unused = Site.objects.visible_to(actor).filter(pk__in=run.sites).exclude(pk__in=used)
        remove_sites(actor=actor, sites=list(unused), unchanged_since=run.changed_at)


def forget_old_runs(organisation_id: UUID) -> int:
    """Erase what was read more than a month ago, whether it was written or left lying; how many
    runs.
    """
    with tenant(organisation_id):
        old = ImportRun.objects.filter(
            organisation_id=organisation_id, changed_at__lt=now() - KEPT_FOR
        ).exclude(state=RunState.RUNNING)
        found = old.count()
        if found:
            ImportRow.objects.filter(run__in=old).delete()
            old.delete()
    return found
