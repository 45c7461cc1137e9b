"""Invented persons and how their names come back: an error model to measure the search for doubles
with. Error rates and names are made up; methods can be ranked by it, it says nothing about the
field.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

GIVEN: Final = (
    *("Jürgen", "Björn", "Jörg", "Günther", "Käthe", "Mareike", "Stefan", "Thomas", "Michael"),
    *("Andreas", "Wolfgang", "Matthias", "Christoph", "Anneliese", "Jacqueline", "Sophie"),
    *("Mehmet", "Ayşe", "Şükrü", "Gülşen", "Çağla", "Işıl", "Uğur", "Oğuzhan", "Yiğit"),
    *("Mohammed", "Abdullah", "Yusuf", "Khadija", "Fatima", "Hussein", "Youssef", "Hamza"),
    *("Wojciech", "Łukasz", "Grzegorz", "Małgorzata", "Agnieszka", "Paweł", "Stanisław"),
    *("Đorđe", "Željko", "Nenad", "Snežana", "Miloš", "Dragan", "Ljubica", "Goran"),
    *("Sergej", "Jewgenij", "Dmitrij", "Natascha", "Julia", "Wladimir", "Andrej", "Olga"),
    *("Nguyen", "Tuan", "Li", "Amara", "Kofi", "Adaeze", "Lea", "Noah", "Emil", "Ida", "Ben"),
    *("Karl-Heinz", "Hans-Peter", "Anna-Lena", "Eva-Maria", "Jan-Niklas", "Marie-Luise"),
)
FAMILY_BEGINS: Final = (
    *("Müll", "Schäf", "Köhl", "Böhm", "Groß", "Weiß", "Schröd", "Jäg", "Brück", "Lüd"),
    *("Schmid", "Schneid", "Fisch", "Web", "Wagn", "Beck", "Hoff", "Koch", "Rich", "Wolf"),
    *("Yıld", "Öztür", "Şah", "Çel", "Doğ", "Kılı", "Aydı", "Ars", "Gün", "Kay"),
    *("Kowal", "Wiśn", "Zieli", "Szym", "Woźn", "Kamiń", "Lewan", "Dąbr", "Nowa", "Maj"),
    *("Hadž", "Jovan", "Petrov", "Đuri", "Milić", "Stoj", "Ivan", "Kuzne", "Sokol", "Wass"),
    *("Al-Mas", "El-Say", "Ben-Yah", "Hass", "Khal", "Rahm", "Nass", "Abbas", "Tran", "Okon"),
)
FAMILY_ENDS: Final = (
    *("er", "mann", "ke", "ling", "feld", "hardt", "ert", "el", "stein", "bach"),
    *("oğlu", "ım", "kaya", "can", "in", "demir"),
    *("ski", "czyk", "iak", "owicz", "ić", "ović", "enko", "ow", "ew", "in"),
    *("ri", "an", "oudi", "awi", "eed", "uddin"),
)
_PLAIN: Final = str.maketrans(
    {
        "ä": "a",
        "ö": "o",
        "ü": "u",
        "ß": "s",
        "ş": "s",
        "ç": "c",
        "ğ": "g",
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ž": "z",
        "ć": "c",
        "š": "s",
        "ń": "n",
        "ś": "s",
        "ą": "a",
        "ź": "z",
        "Ş": "S",
        "Ç": "C",
        "Ö": "O",
        "Ü": "U",
        "Ä": "A",
        "Ł": "L",
        "Đ": "D",
        "Ž": "Z",
        "İ": "I",
    }
)
_GERMAN: Final = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ö", "Oe"), ("Ü", "Ue"))
_WAYS: Final = (
    *(("ş", "sch"), ("Ş", "Sch"), ("ç", "tsch"), ("Ç", "Tsch"), ("ğ", "g"), ("ı", "i")),
    *(("ou", "u"), ("u", "ou"), ("ee", "i"), ("kh", "ch"), ("Kh", "Ch"), ("y", "j")),
    *(("w", "v"), ("W", "V"), ("cz", "tsch"), ("sz", "sch"), ("ž", "zh"), ("Ž", "Zh")),
    *(("đ", "dj"), ("Đ", "Dj"), ("j", "y"), ("ph", "f"), ("th", "t"), ("ć", "c"), ("ł", "l")),
    *(("Ł", "L"), ("dd", "d"), ("mm", "m"), ("ss", "s"), ("ij", "y"), ("sch", "sh")),
)


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist."""

    given: str
    family: str
    born_on: date


def crowd_of(count: int, dice: Random) -> list[Invented]:
    """COUNT persons; some families have several members."""
    found: list[Invented] = []
    while len(found) < count:
        family = dice.choice(FAMILY_BEGINS) + dice.choice(FAMILY_ENDS)
        if dice.random() < 0.08:
            family += "-" + dice.choice(FAMILY_BEGINS) + dice.choice(FAMILY_ENDS)
        members = range(1 if dice.random() < 0.85 else 2)
        found += [Invented(dice.choice(GIVEN), family, _birthday(dice)) for _ in members]
    return found[:count]


def _birthday(dice: Random) -> date:
    return date(1955, 1, 1) + timedelta(days=dice.randrange(19_000))


def sibling_of(one: Invented, dice: Random) -> Invented:
    """A sibling; every third is a twin."""
    others = [given for given in GIVEN if given != one.given]
    born = one.born_on if dice.random() < 1 / 3 else _birthday(dice)
    return Invented(dice.choice(others), one.family, born)


def misspelt(one: Invented, dice: Random) -> Invented:
    """ONE as somebody else wrote it: one to three errors."""
    errors: list[Callable[[Invented, Random], Invented]] = [
        *(_folded, _german, _transliterated, _typo, _typo, _part, _swapped, _birth_error),
    ]
    changed = one
    for error in dice.sample(errors, dice.choice((1, 1, 2, 2, 3))):
        changed = error(changed, dice)
    return changed


def _folded(one: Invented, _: Random) -> Invented:
    return replace(one, given=one.given.translate(_PLAIN), family=one.family.translate(_PLAIN))


def _german(one: Invented, _: Random) -> Invented:
    given, family = one.given, one.family
    for letter, written in _GERMAN:
        given, family = given.replace(letter, written), family.replace(letter, written)
    return replace(one, given=given, family=family)


def _transliterated(one: Invented, dice: Random) -> Invented:
    given, family = one.given, one.family
    for letter, written in dice.sample(_WAYS, 12):
        given, family = given.replace(letter, written, 1), family.replace(letter, written, 1)
    return replace(one, given=given, family=family)


def _typo(one: Invented, dice: Random) -> Invented:
    if dice.random() < 0.5:
        return replace(one, given=_mistyped(one.given, dice))
    return replace(one, family=_mistyped(one.family, dice))


def _mistyped(name: str, dice: Random) -> str:
    place, kind = dice.randrange(1, max(2, len(name))), dice.randrange(4)
    letter = dice.choice("abcdefghijklmnoprstuwz")
    if kind == 0:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + letter + name[place:]
    if kind == 2:
        return name[:place] + letter + name[place + 1 :]
    return name[: place - 1] + name[place : place + 1] + name[place - 1] + name[place + 1 :]


def _part(one: Invented, dice: Random) -> Invented:
    """Only one half of a double name, or a second name more."""
    if "-" in one.family:
        return replace(one, family=dice.choice(one.family.split("-")))
    if "-" in one.given:
        return replace(one, given=one.given.split("-")[0])
    return replace(one, given=f"{one.given} {dice.choice(GIVEN)}")


def _swapped(one: Invented, _: Random) -> Invented:
    return replace(one, given=one.family, family=one.given)


def _birth_error(one: Invented, dice: Random) -> Invented:
    """A swapped day and month, a wrong digit, or another year."""
    born, kind = one.born_on, dice.randrange(3)
    if kind == 0 and born.day <= 12 and born.day != born.month:
        return replace(one, born_on=born.replace(month=born.day, day=born.month))
    if kind == 1:
        return replace(one, born_on=born.replace(day=dice.randrange(1, 29)))
    return replace(
        one,
        born_on=born.replace(year=born.year + dice.choice((-10, -1, 1, 10)), day=min(born.day, 28)),
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A new entry and whom it means: the place in the crowd, None for somebody new."""

    typed: Invented
    means: int | None


def entries(crowd: list[Invented], count: int, dice: Random) -> list[Entry]:
    """COUNT entries: one half persons of CROWD misspelt, the other new ones, of whom one in five is
    a sibling or twin of somebody.
    """
    again = dice.sample(range(len(crowd)), count // 2)
    found = [Entry(misspelt(crowd[place], dice), place) for place in again]
    for number in range(count - count // 2):
        if number % 5 == 0:
            found.append(Entry(sibling_of(dice.choice(crowd), dice), None))
        else:
            found.append(Entry(crowd_of(1, dice)[0], None))
    return found
