"""Who is meant where lists name an organisation: names without their legal form, and which lines of
a file speak of the same one. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from nahtlos.exchange.rules.register import Register
from nahtlos.exchange.rules.rows import Row
from nahtlos.foundation.folding import bare

_FORMS: Final = re.compile(
    r"( (e v|ev|eingetragener verein|ggmbh|gmbh|g gmbh|ug|gug|eg|e g|stiftung b r))+$"
)
CONTACT: Final = ("phone", "email", "website")


def bare_name(name: str) -> str:
    """A name as it is compared: `Muster-Hilfe e. V.` = `Musterhilfe eV` = `MUSTER HILFE`."""
    return _FORMS.sub("", bare(name)).replace(" ", "")


@dataclass(slots=True)
class Named:
    """An organisation as the lines of a file name it. first: the line that speaks for it: the one
    without an offer, else the first.
    """

    key: str
    first: Row
    register: Register | None = None
    lines: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the file calls it."""
        return self.first.provider["name"]

    @property
    def cities(self) -> set[str]:
        """The towns its lines name, bare."""
        return {bare(str(line.values["city"])) for line in self.lines if line.values.get("city")}

    @property
    def remembered(self) -> str:
        """What the list calls it, as it is kept: a name alone may be borne by others elsewhere."""
        if self.register and self.register.key == self.key:
            return self.key
        return "|".join([self.key, *sorted(self.cities)])[:200]

    def values(self) -> dict[str, Any]:
        """The fields of an organisation that did not exist: its own columns, and where a line is
        about nothing else, what stands in the columns of an offer.
        """
        readable = (line for line in [self.first, *self.lines] if not line.faults)
        first = next(readable, self.first)
        told = {name: first.provider.get(name, "") for name in CONTACT}
        if not first.values.get("title"):
            told = {name: told[name] or first.values.get(name, "") for name in CONTACT}
            told["topics"] = first.values.get("topics", [])
            told["about"] = first.values.get("description") or first.values.get("summary", "")
        return {
            **told,
            "name": self.name,
            "street": first.street if first.postcode else "",
            "postcode": first.postcode,
            "city": first.values.get("city", ""),
        }


def grouped(rows: Sequence[Row]) -> dict[int, Named]:
    """{line: the organisation it names}. Lines with the same number in the same register mean the
    same, and those with the same name where no two numbers stand against each other.
    """
    registers: dict[str, set[str]] = defaultdict(set)
    told = [row for row in rows if bare_name(row.provider.get("name", ""))]
    for row in told:
        if row.register:
            registers[bare_name(row.provider["name"])].add(row.register.key)
    named: dict[str, Named] = {}
    found = {}
    for row in told:
        name = bare_name(row.provider["name"])
        known = registers[name]
        key = next(iter(known)) if len(known) == 1 else name
        key = row.register.key if row.register else key
        one = named.setdefault(key, Named(key, row))
        one.register = one.register or row.register
        if one.first.values.get("title") and not row.values.get("title"):
            one.first = row
        one.lines.append(row)
        found[row.number] = one
    return found
