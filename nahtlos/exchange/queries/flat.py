"""A list about others, one line a service: whose line it is, and what becomes of it there."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from nahtlos.directory.models import Offer, OfferState
from nahtlos.exchange.models import About, ImportRow, ImportRun, Outcome, OutsideKey
from nahtlos.exchange.queries.gazetteer import Gazetteer, gazetteer_for
from nahtlos.exchange.queries.judging import (
    Judged,
    Stock,
    There,
    judge,
    notice_twice,
    read_line,
    stock_of,
)
from nahtlos.exchange.queries.providers import WHO, Provider, providers_of, seat_of
from nahtlos.exchange.rules.columns import BY_CODE, PROVIDER, street_of
from nahtlos.exchange.rules.providers import grouped
from nahtlos.exchange.rules.rows import Fault, Row
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.organisations.actions import BY_THEMSELVES

ITS_OWN = "Das hat die Organisation selbst geschrieben."
INCOMPLETE = "bleibt Entwurf, bis ein Thema und ein Satz dastehen"


def judged_for_others(actor: Actor, run: ImportRun) -> list[Judged]:
    """Every line of RUN and what becomes of it now."""
    rows = list(run.rows.all())
    reads = {row.number: read_line(row, run.columns) for row in rows}
    providers = providers_of(actor, run, grouped(list(reads.values())))
    homes = {one.organisation.pk for one in providers.values() if one.organisation}
    made = [row.target for row in rows if row.outcome == Outcome.NEW]
    stock = stock_of(homes, made)
    there = _there(actor, stock)
    gazetteer, day = gazetteer_for(run.columns), today()
    seen: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    found = []
    for row in rows:
        read, provider = reads[row.number], providers.get(row.number)
        if provider and read.values.get("title"):
            notice_twice(read, seen[provider.named.key])
        line = _judged(row, read, provider, there, gazetteer)
        _publish(line, there, day)
        found.append(line)
    return found


def _there(actor: Actor, stock: dict[UUID, Stock]) -> dict[UUID | None, There]:
    """What each organisation has; under None what a new one has: nothing."""
    rows = OutsideKey.objects.visible_to(actor).filter(about=About.OFFER)
    keys = dict(rows.values_list("key", "target"))
    found: dict[UUID | None, There] = {None: There(Stock(), {}, may_add=True)}
    for home, one in stock.items():
        mine = {offer.pk for offer in one.offers}
        bound = {key: offer for key, offer in keys.items() if offer in mine}
        found[home] = There(one, bound, may_add=True)
    return found


def _judged(
    row: ImportRow,
    read: Row,
    provider: Provider | None,
    there: dict[UUID | None, There],
    gazetteer: Gazetteer,
) -> Judged:
    if provider is None:
        read.faults.append(Fault(BY_CODE[PROVIDER].label, WHO))
    titled = bool(read.values.get("title"))
    if provider is None or (read.faults and not titled):
        return Judged(row, read, Outcome.BAD, provider=provider)
    if provider.closed and not read.faults:
        return Judged(row, read, Outcome.KEPT, provider=provider, kept=provider.closed)
    if provider.alike and not read.faults:
        return Judged(row, read, Outcome.UNDECIDED, provider=provider)
    home = provider.organisation.pk if provider.organisation else None
    if not titled:
        is_news = (provider.is_new or provider.new_register) and provider.line == row.number
        outcome = (Outcome.NEW if provider.is_new else Outcome.CHANGED) if is_news else Outcome.SAME
        return Judged(row, read, outcome, provider=provider)
    street = read.street
    if street and (street_of(street), read.postcode) == seat_of(provider):
        # At the seat of the organisation: no site of its own.
        read.street = ""
    line = judge(row, read, there[home], gazetteer)
    # What the line says of the organisation is still needed to add it.
    line.provider, read.street = provider, street
    offer = there[home].offers.get(line.offer) if line.offer else None
    if offer and line.outcome == Outcome.CHANGED and offer.facts.source == BY_THEMSELVES:
        line.outcome, line.kept = Outcome.KEPT, ITS_OWN
    return line


def _publish(line: Judged, there: dict[UUID | None, There], day: date) -> None:
    """Nobody in the organisation could publish it: what says what it is about is published, the
    rest stays a draft and says so.
    """
    if line.wanted is None or line.provider is None or line.outcome in (Outcome.KEPT, Outcome.BAD):
        return
    home = line.provider.organisation.pk if line.provider.organisation else None
    offer = there[home].offers.get(line.offer) if line.offer else None
    if offer and offer.state != OfferState.DRAFT:
        return
    values = line.read.values
    told = {name: values.get(name) or _old(offer, name) for name in ("topics", "summary")}
    over = values.get("valid_until") or _old(offer, "valid_until")
    if not all(told.values()) or (isinstance(over, date) and over < day):
        line.draft = INCOMPLETE
        return
    values["state"] = str(OfferState.PUBLISHED)
    if line.outcome == Outcome.SAME:
        line.outcome, line.differs = Outcome.CHANGED, ["wird veröffentlicht"]


def _old(offer: Offer | None, name: str) -> object:
    return getattr(offer, name) if offer else None
