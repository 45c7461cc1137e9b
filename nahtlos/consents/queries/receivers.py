"""Whom a consent can name: every organisation of the directory, with an account or without."""

from dataclasses import dataclass
from typing import Final

from nahtlos.foundation.access import Actor
from nahtlos.foundation.folding import fold
from nahtlos.organisations.models import Organisation

MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation as it stands in the chooser: slug, and "Name, Ort"."""

    slug: str
    label: str


def receivers(actor: Actor) -> list[Receiver]:
    """Every other organisation by name. Who works with invented organisations sees invented ones
    only, so that no real office receives a trial; one statement.
    """
    rows = Organisation.objects.order_by("name").values_list(
        "slug", "name", "city", "is_sample", "pk"
    )
    everybody = list(rows)
    sample = any(row[3] for row in everybody if row[4] == actor.organisation)
    return [
        Receiver(slug, f"{name}, {city}" if city and city not in name else name)
        for slug, name, city, is_sample, pk in everybody
        if is_sample == sample and pk != actor.organisation
    ]


def match_receiver(known: list[Receiver], typed: str) -> list[Receiver]:
    """Those of KNOWN that TYPED means: the one of exactly this slug or label, else those that have
    every typed word in them; none for less than two letters.
    """
    wanted = fold(typed.strip())
    if len(wanted) < 2:
        return []
    exact = [one for one in known if typed == one.slug or fold(one.label) == wanted]
    if exact:
        return exact[:1]
    words = wanted.replace(",", " ").split()
    return [one for one in known if all(word in fold(one.label) for word in words)][:MOST]


def receiver_organisation(slug: str) -> Organisation:
    """The organisation with this slug; Organisation.DoesNotExist for none."""
    return Organisation.objects.get(slug=slug)
