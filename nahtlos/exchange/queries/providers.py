"""Who is meant by the organisations that a list names: known for certain, perhaps the same as one
that is there, or new; and whether the office may write about it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nahtlos.exchange.models import About, ImportRun, OutsideKey, RegisterEntry
from nahtlos.exchange.rules.columns import street_of
from nahtlos.exchange.rules.likeness import MOST, likely_same
from nahtlos.exchange.rules.providers import Named, bare_name
from nahtlos.foundation.access import Actor
from nahtlos.foundation.folding import bare
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.actions import put_on_map
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.policy import can_look_after
from nahtlos.organisations.queries import own_organisation
from nahtlos.people.queries import has_team

NEW = "new"  # the choice: it is an organisation of its own
BY_ITSELF = "Diese Organisation pflegt ihren Eintrag selbst."
NOT_OURS = "Um diese Organisation kümmert sich eine andere Koordinierungsstelle, oder sie selbst."
OURS = "Ihre eigenen Angebote lesen Sie bitte aus einer Tabelle ohne die Spalte „Organisation“ ein."
ELSEWHERE = "Dieser Ort liegt in einem anderen Land. Dort ist eine andere Stelle zuständig."
WHO = "Hier fehlt die Organisation."


@dataclass(slots=True)
class Provider:
    """An organisation that a file names. organisation: the one that is there, None for a new one.
    alike: those that it may be, where somebody must say which. closed: why nothing is written about
    it.
    """

    named: Named
    organisation: Organisation | None = None
    alike: list[Organisation] = field(default_factory=list)
    closed: str = ""
    new_register: bool = False

    @property
    def line(self) -> int:
        """The line that speaks for it."""
        return self.named.first.number

    @property
    def is_new(self) -> bool:
        """Whether it is added."""
        return self.organisation is None and not self.alike and not self.closed


class Directory:
    """Every organisation that is there, by what lists may call it. Four statements."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        self.actor, self.office = actor, own_organisation(actor)
        self.choices: Mapping[str, str] = run.providers
        self.all = {one.pk: one for one in Organisation.objects.order_by("name", "pk")}
        self.registers = dict(RegisterEntry.objects.values_list("organisation", "key"))
        self.registered = {key: owner for owner, key in self.registers.items()}
        keys = OutsideKey.objects.visible_to(actor).filter(about=About.PROVIDER)
        self.by_key: dict[str, UUID | None] = dict(keys.values_list("key", "target"))
        self.names = [(bare_name(one.name), one) for one in self.all.values()]
        self.bare = [name for name, _ in self.names]
        self.by_name: dict[str, list[Organisation]] = defaultdict(list)
        self.by_address: dict[tuple[str, str], list[Organisation]] = defaultdict(list)
        for name, one in self.names:
            self.by_name[name].append(one)
            if one.street and one.postcode:
                self.by_address[(street_of(one.street), one.postcode)].append(one)

    def certain(self, named: Named) -> Organisation | None:
        """By the register, by what the office decided before, or by the same name in the same
        town.
        """
        keys = [self.registered.get(named.key), self.by_key.get(named.remembered)]
        found = next((self.all[key] for key in keys if key in self.all), None)
        if found or self.choices.get(named.key) == NEW:
            return found
        chosen = self.choices.get(named.key)
        same = [one for one in self.likely(named) if str(one.pk) == chosen]
        if same:
            return same[0]
        there = [one for one in self.by_name[bare_name(named.name)] if self.fits(one, named)]
        towns = named.cities
        near = [one for one in there if not towns or not one.city or bare(one.city) in towns]
        return near[0] if len(near) == 1 else None

    def fits(self, one: Organisation, named: Named) -> bool:
        """Whether no register says that they are two."""
        key = self.registers.get(one.pk)
        return not (key and named.register and key != named.register.key)

    def likely(self, named: Named) -> list[Organisation]:
        """Those with nearly the same name, and those at the same address."""
        found = [self.names[index][1] for index in likely_same(bare_name(named.name), self.bare)]
        first = named.first
        if first.street and not first.values.get("title"):
            found += self.by_address.get((street_of(first.street), first.postcode), [])
        return [one for one in dict.fromkeys(found) if self.fits(one, named)][:MOST]


def providers_of(actor: Actor, run: ImportRun, found: Mapping[int, Named]) -> dict[int, Provider]:
    """{line: the organisation it names}, each judged once."""
    directory = Directory(actor, run)
    judged = {named.key: _judged(named, directory) for named in found.values()}
    return {number: judged[named.key] for number, named in found.items()}


def _judged(named: Named, directory: Directory) -> Provider:
    one = directory.certain(named)
    if one is None:
        undecided = directory.choices.get(named.key) != NEW
        alike = directory.likely(named) if undecided else []
        new = Organisation(**named.values(), land_id=directory.office.land_id, looked_after=True)
        put_on_map(new)
        cared = can_look_after(directory.actor, directory.office, new)
        return Provider(named, alike=alike, closed="" if cared or alike else ELSEWHERE)
    closed = ""
    if one.pk == directory.office.pk:
        closed = OURS
    elif not can_look_after(directory.actor, directory.office, one):
        closed = NOT_OURS
    elif _keeps_itself(directory.actor, one):
        closed = BY_ITSELF
    register = bool(named.register) and one.pk not in directory.registers
    return Provider(named, one, closed=closed, new_register=register)


def _keeps_itself(actor: Actor, organisation: Organisation) -> bool:
    with tenant(organisation.pk, actor.account_id):
        return has_team(organisation.pk)


def seat_of(provider: Provider) -> tuple[str, str]:
    """Street and postcode of an organisation, new or there, as they are compared."""
    one: Any = provider.organisation
    street = one.street if one else provider.named.first.street
    postcode = one.postcode if one else provider.named.first.postcode
    return street_of(street), postcode
