"""Many offers of one organisation at once: written in a fixed number of statements, with the
history of each as if it were written alone, and taken back again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Field, Model

from nahtlos.directory import policy
from nahtlos.directory.actions.indexing import index_offers
from nahtlos.directory.actions.offers import changes_of, json_of, place_offer
from nahtlos.directory.models import Offer, OfferRevision, OfferState, OpeningHours
from nahtlos.directory.rules.opening import OnHolidays, Spans
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.provenance import Provenance, columns_of
from nahtlos.foundation.slugs import free_slugs
from nahtlos.organisations.actions import confirmed_by_themselves
from nahtlos.organisations.models import Site
from nahtlos.organisations.queries import find_places

PLACED: Final = ("city", "lat", "lon", "plane")
KEPT: Final = ("version", "changed_at", *PLACED, *columns_of("facts"))
Week = dict[str, list[list[int]]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall stand in an offer: OFFER None for a new one. Only the fields of VALUES are
    written; hours None leaves the opening hours alone.
    """

    offer: UUID | None
    values: Mapping[str, Any]
    hours: Mapping[int, Spans] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was done: former holds what stood in the changed fields before (`hours` the week), {}
    where nothing changed or the offer is new. version: the one the offer has now.
    """

    offer: UUID
    is_new: bool
    version: int
    former: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Work:
    """One offer on its way."""

    offer: Offer
    is_new: bool
    changes: dict[str, list[Any]]
    week: Week | None
    fields: set[str]


def week_of(hours: Mapping[int, Spans] | None) -> Week | None:
    """A week as the database keeps it."""
    if hours is None:
        return None
    return {str(day): [list(span) for span in spans] for day, spans in sorted(hours.items())}


@transaction.atomic
def write_offers(
    *, actor: Actor, wanted: Sequence[Wanted], facts: Provenance | None = None
) -> list[Written]:
    """Write what is WANTED of the actor's organisation, new offers as drafts where nothing else is
    wanted; in the same order. An offer that is already as wanted is left alone. FACTS: where it
    comes from, if not from the organisation itself. The caller leaves the line in the chain.
    """
    require(policy.can_edit_offers(actor))
    there = _locked(actor, [one.offer for one in wanted if one.offer])
    hours = _hours(there)
    titles = [one.values["title"] for one in wanted if one.offer is None]
    slugs = iter(free_slugs(titles, Offer, "angebot") if titles else [])
    works = [_prepared(actor, one, there, slugs, hours) for one in wanted]
    _save(actor, works, hours, facts or confirmed_by_themselves())
    return [_written(work) for work in works]


def _locked(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Offer]:
    rows = Offer.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk__in=keys)
    return {offer.pk: offer for offer in rows.select_related("site__land").order_by("pk")}


def _hours(offers: Mapping[UUID, Offer]) -> dict[UUID, OpeningHours]:
    rows = OpeningHours.objects.filter(offer__in=list(offers))
    return {row.offer_id: row for row in rows if row.offer_id}


def _prepared(
    actor: Actor,
    one: Wanted,
    there: Mapping[UUID, Offer],
    slugs: Iterator[str],
    hours: Mapping[UUID, OpeningHours],
) -> _Work:
    if one.offer is None:
        slug = next(slugs)
        offer = Offer(organisation_id=actor.organisation, slug=slug, key=f"own:{slug}")
        changes = {name: [None, json_of(value)] for name, value in one.values.items() if value}
    else:
        offer = there[one.offer]
        changes = changes_of(offer, one.values)
    for name, value in one.values.items():
        setattr(offer, name, value)
    week = week_of(one.hours)
    before = hours[offer.pk].week if offer.pk in hours else None
    if week is not None and week != (before or {}):
        changes["hours"] = [before, week]
    return _Work(offer, one.offer is None, changes, week, set(one.values))


def _written(work: _Work) -> Written:
    former = {} if work.is_new else {name: pair[0] for name, pair in work.changes.items()}
    return Written(work.offer.pk, work.is_new, work.offer.version, former)


def _save(
    actor: Actor,
    works: Sequence[_Work],
    hours: Mapping[UUID, OpeningHours],
    facts: Provenance,
) -> None:
    """Write the offers that changed, their hours, their history and their search terms."""
    changed = [work for work in works if work.changes or work.is_new]
    find = cache(find_places)
    for work in changed:
        place_offer(work.offer, find)
        work.offer.facts, work.offer.changed_at = facts, now()
        work.offer.version += 0 if work.is_new else 1
    Offer.objects.bulk_create([work.offer for work in changed if work.is_new])
    old = [work.offer for work in changed if not work.is_new]
    if old:
        named = {name for work in changed for name in work.fields}
        _rewrite(Offer, old, {*named, *KEPT})
    _save_hours(actor, changed, hours, facts)
    OfferRevision.objects.bulk_create(_revision(actor, work) for work in changed)
    found = [w.offer for w in changed if not w.is_new or w.offer.state == OfferState.PUBLISHED]
    index_offers([(offer, actor.organisation_name) for offer in found])


def _rewrite(model: type[Model], rows: Sequence[Any], columns: set[str]) -> None:
    """Write COLUMNS of ROWS that are there, locked by the caller. One statement whose cost does not
    grow with rows x columns, as that of `bulk_update` does.
    """
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=sorted(columns)
    )


def _save_hours(
    actor: Actor,
    changed: Sequence[_Work],
    hours: Mapping[UUID, OpeningHours],
    facts: Provenance,
) -> None:
    new, old, gone = [], [], []
    for work in changed:
        if "hours" not in work.changes:
            continue
        row = hours.get(work.offer.pk)
        if not work.week:
            gone += [work.offer.pk] if row and not row.exceptions else []
            continue
        if row is None:
            row = OpeningHours(
                organisation_id=actor.organisation,
                offer=work.offer,
                on_holidays=str(OnHolidays.UNKNOWN),
            )
            new.append(row)
        else:
            old.append(row)
        row.week, row.changed_at, row.facts = work.week, now(), facts
    OpeningHours.objects.bulk_create(new)
    if old:
        _rewrite(OpeningHours, old, {"week", "changed_at", *columns_of("facts")})
    if gone:
        OpeningHours.objects.filter(offer__in=gone).delete()


def _revision(actor: Actor, work: _Work) -> OfferRevision:
    return OfferRevision(
        organisation_id=work.offer.organisation_id,
        offer=work.offer,
        version=work.offer.version,
        at=now(),
        account_id=actor.account_id,
        verb=str(Verb.CREATED if work.is_new else Verb.CHANGED),
        changes=work.changes,
    )


@transaction.atomic
def take_back(
    *, actor: Actor, written: Sequence[Written], facts: Provenance | None = None
) -> dict[UUID, str]:
    """Put back what stood there before; new offers end. {offer: why it was left alone}: what
    somebody changed since is not touched. The caller leaves the line in the chain.
    """
    require(policy.can_edit_offers(actor))
    there = _locked(actor, [one.offer for one in written])
    hours = _hours(there)
    refused: dict[UUID, str] = {}
    works = []
    for one in written:
        offer = there.get(one.offer)
        if offer is None:
            refused[one.offer] = "Dieses Angebot gibt es nicht mehr."
        elif offer.version != one.version:
            refused[one.offer] = (
                f"„{offer.title}“ hat seitdem jemand geändert. Es bleibt, wie es ist."
            )
        elif one.is_new or one.former:
            works.append(_backwards(offer, one, hours))
    _save(actor, works, hours, facts or confirmed_by_themselves())
    return refused


def _backwards(offer: Offer, one: Written, hours: Mapping[UUID, OpeningHours]) -> _Work:
    former: dict[str, Any] = {"state": str(OfferState.ENDED)} if one.is_new else {**one.former}
    week = former.pop("hours", None)
    touches_hours = "hours" in one.former
    values = {name: _typed(name, value) for name, value in former.items()}
    changes = changes_of(offer, values)
    for name, value in values.items():
        setattr(offer, name, value)
    if touches_hours:
        before = hours[offer.pk].week if offer.pk in hours else None
        changes["hours"] = [before, week or {}]
    return _Work(offer, is_new=False, changes=changes, week=week, fields=set(values))


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401 (each field has a type of its own)
    """A value of the history as the field takes it."""
    if name == "site":
        return Site.objects.filter(pk=value).first() if value else None
    column = cast("Field[Any, Any]", Offer._meta.get_field(name))
    return column.to_python(value) if value is not None else None
