"""When two entries are the same thing entered twice: names and addresses without what only a hand
makes different, and nothing that clearly tells them apart.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from nahtlos.foundation.folding import fold

TOLD: Final = "Hier steht die vertrauliche Straße. Bitte nehmen Sie sie heraus."
_SIGNS: Final = re.compile(r"[^\w]|_")
_SHORT_STREET: Final = re.compile(r"str(?=\.|\s|\d|$)")
_SHORT_PLACE: Final = re.compile(r"pl(?=\.)")
_LEGAL_FORM: Final = re.compile(r"[\s,]+(?:e\.?\s?v|g?gmbh|ag|eg|kdor)\.?$")


def name_key(name: str) -> str:
    """NAME folded, without blanks and signs: `Nähstube am Tor.` = `naehstube  am TOR`. A name of
    signs alone is what it is.
    """
    return _SIGNS.sub("", fold(name)) or name.strip()


def organisation_key(name: str) -> str:
    """The same without the legal form: `Brücke e. V.` = `Brücke`."""
    return name_key(_LEGAL_FORM.sub("", fold(name).strip()) or name)


def street_key(street: str) -> str:
    """STREET with its number: `Bahnhofstr. 12` = `Bahnhof-Straße 12` = `BAHNHOFSTRASSE 12`; ''
    where none is known.
    """
    full = _SHORT_PLACE.sub("platz", _SHORT_STREET.sub("strasse", fold(street)))
    return _SIGNS.sub("", full)


def tells_street(text: str, street: str) -> bool:
    """Whether TEXT gives STREET away, with or without its number."""
    bare = street_key(re.sub(r"\d+\s*[a-zA-Z]?\s*$", "", street))
    return len(bare) > 3 and bare in street_key(text)


@dataclass(frozen=True, slots=True)
class Where:
    """Where something is; '' where nobody knows. `site` is the key of a site."""

    site: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""

    def is_elsewhere(self, other: "Where") -> bool:
        """Whether what both know of themselves differs: what one does not know tells nothing."""
        pairs = (
            (self.site, other.site),
            (street_key(self.street), street_key(other.street)),
            (self.postcode, other.postcode),
            (name_key(self.city), name_key(other.city)),
        )
        return any(mine and its and mine != its for mine, its in pairs)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of an entry. `who` is the person it names, '' where it names none."""

    name: str
    where: Where = Where()
    who: str = ""


Same = Callable[[Entry, Entry], bool]


def becomes_same(before: Entry | None, after: Entry, other: Entry, same: Same) -> bool:
    """Whether an entry is the SAME as OTHER and was not before (BEFORE None: it is new): who
    changes a telephone number is not asked once more about a name.
    """
    return same(after, other) and not (before is not None and same(before, other))


def is_same(one: Entry, other: Entry) -> bool:
    """An offer or a contact person: the same name, and neither place nor person differs."""
    who = (name_key(one.who), name_key(other.who))
    apart = one.where.is_elsewhere(other.where) or (all(who) and who[0] != who[1])
    return name_key(one.name) == name_key(other.name) and not apart


def is_same_site(one: Entry, other: Entry) -> bool:
    """A site: nothing that is known of both places differs, and name or street are the same."""
    street = street_key(one.where.street)
    one_street = bool(street) and street == street_key(other.where.street)
    one_name = name_key(one.name) == name_key(other.name)
    return (one_name or one_street) and not one.where.is_elsewhere(other.where)


def is_same_organisation(one: Entry, other: Entry) -> bool:
    """An organisation: the same name but for its legal form, not in another town."""
    apart = one.where.is_elsewhere(other.where)
    return organisation_key(one.name) == organisation_key(other.name) and not apart
