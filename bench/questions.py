"""What people look for, by the hundred: words from the topics' own synonyms put as people put them,
with places, prisons and filters; seeded, every question a different one.
"""

from collections.abc import Iterator
from random import Random
from urllib.parse import urlencode

from nahtlos.directory.rules import catalogue
from nahtlos.organisations.rules import reference

SEED = 1966
SENTENCES = (
    "{a}",
    "{a}",
    "{a}",
    "{a} {b}",
    "{a} nach haft",
    "wo finde ich {a}",
    "mein mann ist im knast {a}",
    "papa im gefängnis {a}",
    "{a} entlassung {b}",
    "ich brauche {a} in der nähe",
    "hilfe {a} {b}",
    "beratung {a} kostenlos",
)
# How often somebody gives what: parts of a hundred.
KINDS = (
    (45, ("words", "place")),
    (15, ("words",)),
    (10, ("words", "place", "filters")),
    (10, ("topic", "place")),
    (10, ("words", "prison")),
    (5, ("topic",)),
    (5, ("place",)),
)


def _words(dice: Random) -> str:
    synonyms = [word for topic in catalogue.topics() for word in topic.synonyms]
    return dice.choice(SENTENCES).format(a=dice.choice(synonyms), b=dice.choice(synonyms))


def _filters(dice: Random) -> list[tuple[str, str]]:
    chosen = [("fuer", dice.choice([entry.code for entry in catalogue.audiences()]))]
    if dice.random() < 0.4:
        chosen.append(("wie", dice.choice([entry.code for entry in catalogue.formats()])))
    if dice.random() < 0.2:
        chosen.append(("sprache", dice.choice([entry.code for entry in catalogue.languages()])))
    return chosen


def _parts(dice: Random, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    places = reference.postcodes()
    for part in wanted:
        if part == "words":
            yield "q", _words(dice)
        elif part == "place":
            place = dice.choice(places)
            yield "ort", place.plz if dice.random() < 0.7 else place.place
        elif part == "prison":
            yield "jva", dice.choice(reference.prisons()).slug
        elif part == "topic":
            yield "thema", dice.choice(catalogue.topics()).code
        else:
            yield from _filters(dice)


def questions(count: int) -> list[str]:
    """COUNT different addresses of the results page."""
    dice = Random(SEED)  # noqa: S311 (invented questions, not a secret)
    weights = [weight for weight, _ in KINDS]
    found: dict[str, None] = {}
    while len(found) < count:
        _, wanted = dice.choices(KINDS, weights)[0]
        found[f"/suche/?{urlencode(list(_parts(dice, wanted)))}"] = None
    return list(found)
