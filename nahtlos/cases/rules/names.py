"""How names are compared, whatever a keyboard, another language or haste made of them: letters that
sound alike are one, given and family name may be swapped, half a double name is enough. Pure.

A name alone says little: whether two entries mean the same person is decided together with the
birth date or the prison's number.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from nahtlos.foundation.folding import bare

YEARS: Final = (1900, 2100)  # in which somebody may have been born
FURTHER: Final = 60  # who fit a search less than the best do
MANY: Final = 50  # whole names looked at closely
MOST: Final = 5  # candidates that anybody looks through
# Fitted on the invented misspellings of tests/cases/misspelt.py (seed 1), checked with seed 2.
SAME: Final = 0.8
SAME_NAME: Final = 0.93  # where one of the two has no birth date
_NAME_WEIGHT, _BIRTH_WEIGHT, _WORST_WEIGHT = 0.62, 0.38, 0.35
_CLOSE: Final = 85  # of 100: a whole name worth a second look without a fitting birth date
_MISTYPED: Final = 80  # of 100: a typed word that may be that of a name
_SHORTEST_MISTYPED: Final = 4
_SOUNDS: Final = tuple(
    (re.compile(written), said)
    for written, said in (
        ("[dt]?sch|tsh|cz|sz|sh|zh", "s"),
        ("dj|dz", "d"),
        ("[kcg]h", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("ou|oo", "u"),
        ("ee|ie|ij|[yj]", "i"),
        ("w", "v"),
        ("ck|q|c", "k"),
        ("z", "s"),
        (r"(\w)\1+", r"\1"),
    )
)


def sound(name: str) -> str:
    """NAME as it is compared, words apart: `Şahin` = `Schahin`, `Yussef` = `Jousef`, `Müller` =
    `Mueller` = `Muller`.
    """
    text = bare(name)
    for written, said in _SOUNDS:
        text = written.sub(said, text)
    return text


class Named(NamedTuple):
    """A person as she is looked for. key: her id in hexadecimal digits; given, family, called:
    sounds; born_on: ISO date; number: the prison's, bare; leads_to: the key of the person who has
    her files, where she was entered twice. All but the key may be ''.
    """

    key: str
    given: str = ""
    family: str = ""
    called: str = ""
    born_on: str = ""
    number: str = ""
    leads_to: str = ""

    @property
    def person(self) -> str:
        """The key of who has her files: herself, but for who was entered twice."""
        return self.leads_to or self.key

    @property
    def words(self) -> list[str]:
        """Every word she may be looked for by."""
        return f"{self.given} {self.family} {self.called}".split()


def named(
    key: str = "",
    *,
    given: str = "",
    family: str = "",
    called: str = "",
    born_on: str = "",
    number: str = "",
    leads_to: str = "",
) -> Named:
    """Somebody as she is looked for, from what was written."""
    told = bare(number).replace(" ", "")
    return Named(key, sound(given), sound(family), sound(called), born_on, told, leads_to)


@dataclass(frozen=True, slots=True)
class Alike:
    """A person who may be meant, how likely (0 to 1), and why, in German."""

    key: str
    likeness: float
    reasons: tuple[str, ...]


def _part(one: str, other: str) -> float:
    """How alike two given or two family names are; half a double name counts nearly whole."""
    if not one or not other:
        return 0.0
    whole = fuzz.ratio(one, other) / 100
    if " " not in one and " " not in other:
        return whole
    best = max(fuzz.ratio(a, b) for a in one.split() for b in other.split())
    return max(whole, 0.0097 * best)


def _names(one: Named, other: Named) -> tuple[float, float]:
    """(given, family) of the better order: forms are filled in the wrong way round."""
    straight = (_part(one.given, other.given), _part(one.family, other.family))
    swapped = (_part(one.given, other.family), _part(one.family, other.given))
    return max(straight, swapped, key=sum)


def birth_likeness(one: str, other: str) -> float:
    """1 for the same day, 0.9 for day and month swapped, 0.8 where one of the three differs; 0
    else.
    """
    if one == other:
        return 1.0
    (year, month, day), (its_year, its_month, its_day) = one.split("-"), other.split("-")
    if year == its_year and (month, day) == (its_day, its_month):
        return 0.9
    same = (year == its_year) + (month == its_month) + (day == its_day)
    return 0.8 if same == 2 else 0.0


def likeness(one: Named, other: Named) -> float:
    """How likely two entries mean the same person, 0 to 1; the same number of a prison is 1. 0
    where it is not likely enough to ask anybody.
    """
    if one.number and one.number == other.number:
        return 1.0
    names = _names(one, other)
    name = _WORST_WEIGHT * min(names) + (1 - _WORST_WEIGHT) * sum(names) / 2
    if not one.born_on or not other.born_on:
        return name if name >= SAME_NAME else 0.0
    birth = birth_likeness(one.born_on, other.born_on)
    score = _NAME_WEIGHT * name + _BIRTH_WEIGHT * birth
    return score if birth and score >= SAME else 0.0


def reasons(one: Named, other: Named) -> tuple[str, ...]:
    """Why OTHER may be the person ONE means, best first."""
    said = []
    if one.number and one.number == other.number:
        said.append("gleiche Buchnummer")
    worst = min(_names(one, other))
    if worst:
        said.append("gleicher Name" if worst == 1 else "ähnlicher Name")
    if one.born_on and other.born_on:
        birth = birth_likeness(one.born_on, other.born_on)
        if birth:
            said.append("gleicher Geburtstag" if birth == 1 else "ähnlicher Geburtstag")
    elif worst:
        said.append("Geburtstag unbekannt")
    return tuple(said)


class Register:
    """The names of an organisation, ready to be asked. Who asks many times lets it `prepare`."""

    def __init__(self, people: Iterable[Named]) -> None:
        self.people: list[Named] = list(people)
        self._by_birth: dict[str, list[int]] | None = None
        self._by_number: dict[str, list[int]] = {}
        self._whole = [f"{one.given} {one.family}" for one in self.people]

    def prepare(self) -> "Register":
        """Order birth dates and numbers, which costs as much as some questions and saves it at each
        of them.
        """
        self._by_birth = {}
        for place, one in enumerate(self.people):
            if one.born_on:
                self._by_birth.setdefault(one.born_on, []).append(place)
            if one.number:
                self._by_number.setdefault(one.number, []).append(place)
        return self

    def alike(self, entry: Named, most: int = MOST) -> list[Alike]:
        """Who may be the person that ENTRY means, the likeliest first."""
        places = self._born_near(entry.born_on)
        places |= self._numbered(entry.number)
        if entry.given and entry.family:
            whole = f"{entry.given} {entry.family}"
            near = process.extract(
                whole, self._whole, scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSE, limit=MANY
            )
            places |= {place for _, _, place in near}
        found = [(likeness(entry, self.people[place]), place) for place in places]
        persons: dict[str, tuple[float, int]] = {}
        for score, place in sorted((-score, place) for score, place in found if score):
            # Somebody who was entered twice is one person, by the better of her names.
            persons.setdefault(self.people[place].person, (score, place))
        return [
            Alike(person, -score, reasons(entry, self.people[place]))
            for person, (score, place) in [*persons.items()][:most]
        ]

    def _born_near(self, born_on: str) -> set[int]:
        """Where those stand who were born on that day but for one of year, month and day."""
        days = near_days(born_on)
        if self._by_birth is not None:
            return {place for day in days for place in self._by_birth.get(day, ())}
        return {place for place, one in enumerate(self.people) if one.born_on in days}

    def _numbered(self, number: str) -> set[int]:
        if not number:
            return set()
        if self._by_birth is not None:
            return set(self._by_number.get(number, ()))
        return {place for place, one in enumerate(self.people) if one.number == number}

    def named_alike(self, name: str, born_on: str) -> list[str]:
        """Everybody born on that day whose name has the same words by sound, in any order; who was
        entered twice by either day and either name.
        """
        words = sorted(sound(name).split())
        born = {one.person for one in self.people if one.born_on == born_on}
        return [
            one.person
            for one in self.people
            if one.person in born and sorted(f"{one.given} {one.family}".split()) == words
        ]

    def find(self, typed: str, most: int) -> list[str]:
        """Who goes by what was TYPED: every word begins one of hers, or nearly is one, or is her
        number. The nearest first: at most MOST who fit alike, and FURTHER who fit less.
        """
        words, number = sound(typed).split(), bare(typed).replace(" ", "")
        hers = [one.words for one in self.people]
        near = _nearness(words, {word for some in hers for word in some})
        # The word that fits the fewest names first, so that most persons are left after one look.
        rare = sorted((one.keys() for one in near), key=len)
        found = [
            (_distance(near, some), one.family, one.given, one.person)
            for one, some in zip(self.people, hers, strict=True)
            if rare and not any(fitting.isdisjoint(some) for fitting in rare)
        ]
        if any(char.isdigit() for char in number):
            found += [
                (one.number != number, one.family, one.given, one.person)
                for one in self.people
                if one.number.startswith(number)
            ]
        found.sort()
        fitting = [row for row in found if row[0] == found[0][0]][:most]
        further = [row for row in found if row[0] > found[0][0]][:FURTHER]
        return list(dict.fromkeys(row[-1] for row in (*fitting, *further)))


def near_days(born_on: str) -> frozenset[str]:
    """The birth dates that differ from BORN_ON in one of year, month and day, and the one with day
    and month swapped; {} without one. Some are no days, which nobody is born on.
    """
    if not born_on:
        return frozenset()
    year, month, day = born_on.split("-")
    return frozenset(
        {
            *(f"{year}-{month}-{one:02}" for one in range(1, 32)),
            *(f"{year}-{one:02}-{day}" for one in range(1, 13)),
            *(f"{one}-{month}-{day}" for one in range(*YEARS)),
            f"{year}-{day}-{month}",
        }
    )


def _nearness(typed: Sequence[str], words: Collection[str]) -> list[dict[str, int]]:
    """For every word that was TYPED, which of WORDS it may be: {word: 0 for itself, 1 for one it
    begins, 2 for one it nearly is}. Asked once for all names, because many share their words.
    """
    found = []
    for one in typed:
        near: dict[str, int] = {}
        if len(one) >= _SHORTEST_MISTYPED:
            alike = process.extract(
                one, list(words), scorer=fuzz.ratio, score_cutoff=_MISTYPED, limit=None
            )
            near = {word: 2 for word, _, _ in alike}
        near |= {word: 1 for word in words if word.startswith(one)}
        found.append(near | ({one: 0} if one in words else {}))
    return found


def _distance(near: Sequence[Mapping[str, int]], hers: Sequence[str]) -> int:
    """0 where every typed word is one of HERS, more the less they fit; each fits one of them."""
    return sum(min(words[word] for word in hers if word in words) for words in near)


def split_name(typed: str) -> tuple[str, str]:
    """(given, family) of a whole name as somebody typed it; `Müller, Ute` = `Ute Müller`."""
    if "," in typed:
        family, given = typed.split(",", 1)
        return given.strip(), family.strip()
    given, _, family = typed.strip().rpartition(" ")
    return given.strip(), family.strip()


def iso(born_on: date | None) -> str:
    """A birth date as it is compared; '' where nobody knows."""
    return born_on.isoformat() if born_on else ""
