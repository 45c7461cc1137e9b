"""What becomes of each line of an import: which offer it means, what would change, and why it
cannot be read. Nothing is written here.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nahtlos.directory.actions import Wanted
from nahtlos.directory.actions.bulk import week_of
from nahtlos.directory.actions.offers import TELLING
from nahtlos.directory.models import Offer, OfferState, OpeningHours
from nahtlos.directory.rules.areas import area_of
from nahtlos.directory.rules.opening import Unclear
from nahtlos.exchange.models import About, ImportRow, ImportRun, Outcome, OutsideKey
from nahtlos.exchange.queries.gazetteer import Gazetteer, gazetteer_for
from nahtlos.exchange.queries.providers import Provider
from nahtlos.exchange.rules.columns import BY_CODE, KEY, TITLE, street_of
from nahtlos.exchange.rules.likeness import Compared, Known
from nahtlos.exchange.rules.rows import LISTS, NUMBERS, TEXTS, Fault, Row, contradictions, read_row
from nahtlos.foundation.access import Actor
from nahtlos.foundation.folding import fold
from nahtlos.organisations.models import Site
from nahtlos.organisations.policy import can_edit_organisation
from nahtlos.organisations.queries import streets_hidden_by
from nahtlos.organisations.rules.sameness import TOLD, street_key, tells_street

HIDDEN_ADDRESS = "Diese Adresse ist vertraulich. Bitte nennen Sie nur den Standort."
NEW = "new"  # the choice: it is an offer of its own
LABELS = {
    **{name: BY_CODE[code].label for code, (name, _) in TEXTS.items()},
    **{name: BY_CODE[code].label for code, name in {**LISTS, **NUMBERS}.items()},
    "first_steps": "Erste Schritte",
    "cost": "Kosten",
    "cost_note": "Kosten",
    "valid_until": "Gilt bis",
    "next_date": "Nächster Termin",
    "gender": BY_CODE["geschlecht"].label,
    **dict.fromkeys(("catchment", "catchment_land", "catchment_codes"), BY_CODE["gebiet"].label),
    "site": "Standort",
    "hours": "Öffnungszeiten",
}


@dataclass(frozen=True, slots=True)
class NewSite:
    """An address that none of the sites has."""

    name: str
    street: str
    postcode: str
    city: str

    @property
    def values(self) -> dict[str, str]:
        """The fields of the site."""
        return {
            "name": self.name,
            "street": self.street,
            "postcode": self.postcode,
            "city": self.city,
        }


@dataclass(slots=True)
class Judged:
    """A line and what becomes of it. differs: the labels of what changes. alike: the offers it may
    mean, where somebody must say which. new_site: the site that comes with it.
    provider: of a list about others, whose line it is. kept: why it is left as it is.
    draft: why nobody else sees it yet.
    """

    row: ImportRow
    read: Row
    outcome: Outcome
    offer: UUID | None = None
    wanted: Wanted | None = None
    differs: list[str] = field(default_factory=list)
    alike: list[Known] = field(default_factory=list)
    new_site: NewSite | None = None
    provider: Provider | None = None
    kept: str = ""
    draft: str = ""


def read_line(row: ImportRow, columns: Sequence[str]) -> Row:
    """What a line of a run says."""
    cells = json.loads(row.cells or "[]")
    by_code = {code: cell for code, cell in zip(columns, cells, strict=False) if code}
    return read_row(row.number, by_code, surplus=row.surplus)


@dataclass(slots=True)
class Stock:
    """The rows of one organisation that an import is compared with."""

    offers: list[Offer] = field(default_factory=list)
    weeks: dict[UUID | None, Any] = field(default_factory=dict)
    sites: list[Site] = field(default_factory=list)
    hidden: Mapping[UUID, str] = field(default_factory=dict)  # {site: the street it keeps secret}


class There:
    """What one organisation has already, before this import. may_add: whether who imports may add a
    site.
    """

    def __init__(self, found: Stock, keys: Mapping[str, UUID], *, may_add: bool) -> None:
        self.offers = {offer.pk: offer for offer in found.offers}
        self.weeks, self.may_add = found.weeks, may_add
        self.by_title: dict[str, list[UUID]] = {}
        for offer in found.offers:
            self.by_title.setdefault(offer.title, []).append(offer.pk)
        self.by_key = keys
        self.bound = {offer: key for key, offer in keys.items()}
        self.sites = {fold(site.name): site for site in found.sites}
        self.hidden = found.hidden
        self.by_address = {
            (street_of(site.street), site.postcode): site for site in found.sites if site.street
        }
        living = [one for one in found.offers if one.state != OfferState.ENDED]
        self.compared = Compared([Known(o.pk, o.title, o.city, o.phone) for o in living])

    def named(self, read: Row) -> UUID | None:
        """The offer a line means for certain: by its key, or by the same title where no other key
        stands in between.
        """
        if read.key in self.by_key:
            return self.by_key[read.key]
        same = self.by_title.get(str(read.values.get("title")), [])
        free = [key for key in same if not read.key or self.bound.get(key) in (None, read.key)]
        return free[0] if len(free) == 1 else None


def stock_of(owners: Collection[UUID], made: Collection[UUID | None] = ()) -> dict[UUID, Stock]:
    """What each of OWNERS has, without the offers that this import MADE. Three statements."""
    found = {owner: Stock() for owner in owners}
    rows = Offer.objects.filter(organisation__in=owners).exclude(pk__in=made)
    for offer in rows.select_related("site"):
        found[offer.organisation_id].offers.append(offer)
    hours = OpeningHours.objects.filter(organisation__in=owners).exclude(offer=None)
    for owner, offer_id, week in hours.values_list("organisation", "offer", "week"):
        found[owner].weeks[offer_id] = week
    for site in Site.objects.filter(organisation__in=owners).order_by("name", "pk"):
        found[site.organisation_id].sites.append(site)
    return found


def judged_own(actor: Actor, run: ImportRun) -> list[Judged]:
    """Every line of RUN and what becomes of it now. A fixed number of statements."""
    rows = list(run.rows.all())
    home = actor.organisation
    made = [row.offer_id for row in rows if row.outcome == Outcome.NEW]
    keys = dict(
        OutsideKey.objects.visible_to(actor).filter(about=About.OWN).values_list("key", "offer")
    )
    stock = stock_of([home], made)[home]
    stock.hidden = streets_hidden_by(home)
    there = There(stock, keys, may_add=bool(can_edit_organisation(actor)))
    gazetteer = gazetteer_for(run.columns)
    seen: dict[tuple[str, str], int] = {}
    found = []
    for row in rows:
        read = read_line(row, run.columns)
        notice_twice(read, seen)
        found.append(judge(row, read, there, gazetteer))
    return found


def notice_twice(read: Row, seen: dict[tuple[str, str], int]) -> None:
    """The same offer twice in one file would be written twice, the second time over the first."""
    title = str(read.values.get("title", ""))
    name = ("key", read.key) if read.key else ("title", title)
    if name[1] and name in seen:
        column = BY_CODE[KEY if read.key else TITLE].label
        read.faults.append(Fault(column, f"Das steht schon in Zeile {seen[name]}."))
    seen.setdefault(name, read.number)


def judge(row: ImportRow, read: Row, there: There, gazetteer: Gazetteer) -> Judged:
    """What becomes of one line."""
    _find_area(read, gazetteer)
    new_site = _find_place(read, there, gazetteer)
    _keep_secrets(read, there)
    named = there.named(read) or _chosen(row, there)
    offer = there.offers.get(named) if named else None
    if not read.faults and offer:
        both = ("age_from", "age_to", "audiences", "circumstances", "excluded")
        stands = {name: getattr(offer, name) for name in both}
        read.faults += contradictions({**stands, **read.values})
    if read.faults:
        return Judged(row, read, Outcome.BAD)
    if named is None and row.choice != NEW:
        texts = (str(read.values.get(name, "")) for name in ("title", "city", "phone"))
        likely = there.compared.alike(*texts)
        if likely:
            return Judged(row, read, Outcome.UNDECIDED, alike=likely)
    return _decided(row, read, offer, there, new_site)


def _find_area(read: Row, gazetteer: Gazetteer) -> None:
    if read.area is None:
        return
    try:
        read.values |= area_of(read.area, gazetteer.areas)
    except Unclear as unclear:
        read.faults.append(Fault(BY_CODE["gebiet"].label, str(unclear)))


def _find_place(read: Row, there: There, gazetteer: Gazetteer) -> NewSite | None:
    """The site a line means goes into its values; the site that has to be added is given back."""
    if read.postcode and read.postcode not in gazetteer.towns:
        read.faults.append(Fault(BY_CODE["plz"].label, "Diese Postleitzahl kennen wir nicht."))
        return None
    if read.postcode and not read.values.get("city"):
        read.values["city"] = gazetteer.towns[read.postcode]
    named = there.sites.get(fold(read.site))
    if read.street:
        return _find_address(read, named, there)
    if named:
        read.values["site"] = named
    elif read.site:
        sentence = f"Einen Standort „{read.site[:40]}“ kennen wir nicht."
        read.faults.append(Fault(BY_CODE["standort"].label, sentence))
    return None


def _keep_secrets(read: Row, there: There) -> None:
    """A confidential street must not come into the directory by way of a table."""
    if read.street and any(
        street_key(read.street) == street_key(street) for street in there.hidden.values()
    ):
        read.faults.append(Fault(BY_CODE["strasse"].label, HIDDEN_ADDRESS))
    site = read.values.get("site")
    street = there.hidden.get(site.pk, "") if site else ""
    for name in TELLING if street else ():
        text = read.values.get(name, "")
        if tells_street("\n".join(text) if isinstance(text, list) else str(text), street):
            read.faults.append(Fault(LABELS.get(name, name), TOLD))


def _find_address(read: Row, named: Site | None, there: There) -> NewSite | None:
    address = (street_of(read.street), read.postcode)
    column = BY_CODE["strasse"].label
    if not read.postcode:
        sentence = "Zu einer Straße gehört die Postleitzahl."
        read.faults.append(Fault(BY_CODE["plz"].label, sentence))
    elif named and (street_of(named.street), named.postcode) != address:
        sentence = f"Für „{named.name}“ ist eine andere Anschrift eingetragen."
        read.faults.append(Fault(column, sentence))
    elif named or address in there.by_address:
        read.values["site"] = named or there.by_address[address]
    elif there.may_add:
        name = read.site or f"{read.street}, {read.values['city']}"
        return NewSite(name[:160], read.street, read.postcode, str(read.values["city"]))
    else:
        sentence = "Dort haben Sie keinen Standort. Ihre Verwaltung kann ihn eintragen."
        read.faults.append(Fault(column, sentence))
    return None


def _chosen(row: ImportRow, there: There) -> UUID | None:
    return next((key for key in there.offers if str(key) == row.choice), None)


def _decided(
    row: ImportRow, read: Row, offer: Offer | None, there: There, new_site: NewSite | None
) -> Judged:
    wanted = Wanted(offer.pk if offer else None, read.values, read.hours)
    if offer is None:
        return Judged(row, read, Outcome.NEW, wanted=wanted, new_site=new_site)
    differs = [
        LABELS.get(name, name)
        for name, value in read.values.items()
        if getattr(offer, name) != value
    ]
    if read.hours is not None and week_of(read.hours) != there.weeks.get(offer.pk, {}):
        differs.append(LABELS["hours"])
    differs += [LABELS["site"]] if new_site else []
    outcome = Outcome.CHANGED if differs else Outcome.SAME
    labels = list(dict.fromkeys(differs))
    return Judged(row, read, outcome, offer.pk, wanted, labels, new_site=new_site)
