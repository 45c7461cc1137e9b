"""The register of names behind the search: written with every person, and filled at night where it
does not hold everybody.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connection

from nahtlos.cases.models import Client, NameShelf
from nahtlos.cases.queries.names import (
    holds_everybody,
    name_of,
    read_shelf,
    shelf_of,
    shelf_text,
)
from nahtlos.cases.rules.names import Named
from nahtlos.foundation.tenancy import tenant

_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def shelve(organisation: UUID, people: Iterable[Client], gone: Iterable[UUID] = ()) -> None:
    """Keep PEOPLE as they are looked for now, and forget those who are GONE; in the transaction
    that writes them. One does so at a time in an organisation.
    """
    changes: defaultdict[int, dict[str, Named | None]] = defaultdict(dict)
    for key in gone:
        changes[shelf_of(key)][key.hex] = None
    for client in people:
        changes[shelf_of(client.pk)][client.pk.hex] = name_of(client)
    if not changes:
        return
    _alone(organisation)
    there = NameShelf.objects.filter(organisation_id=organisation, number__in=changes)
    shelves = {shelf.number: shelf for shelf in there}
    for number, fresh in changes.items():
        shelf = shelves.get(number) or NameShelf(organisation_id=organisation, number=number)
        kept = {one.key: one for one in read_shelf(shelf)} | fresh
        _fill(shelf, [one for one in kept.values() if one is not None])


def _alone(organisation: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [f"cases:names {organisation}"])


def _fill(shelf: NameShelf, people: list[Named]) -> None:
    shelf.names, shelf.gathered = shelf_text(people), len(people)
    shelf.save()


def gather_names(organisation: UUID) -> int:
    """Fill the shelves of an organisation anew where they do not hold everybody; how many persons
    were written, 0 where nothing was missing.
    """
    with tenant(organisation):
        if holds_everybody(organisation):
            return 0
        _alone(organisation)
        people: defaultdict[int, list[Named]] = defaultdict(list)
        for client in Client.objects.filter(organisation_id=organisation):
            people[shelf_of(client.pk)].append(name_of(client))
        NameShelf.objects.filter(organisation_id=organisation).delete()
        for number, named in people.items():
            _fill(NameShelf(organisation_id=organisation, number=number), named)
    return sum(map(len, people.values()))
