"""Numbers of the public registers: the one name of an organisation that every list shares. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from nahtlos.directory.rules.opening import Unclear
from nahtlos.foundation.folding import bare

_NUMBER: Final = re.compile(r"^(VR|HRA|HRB|GNR|PR|GSR)\s*0*([1-9][0-9]{0,6})\s*([A-Z]{0,3})$")


@dataclass(frozen=True, slots=True)
class Register:
    """An entry in a public register."""

    court: str
    number: str

    @property
    def key(self) -> str:
        """As it is compared: `Amtsgericht Musterstadt, VR 0017` = `AG Musterstadt, vr17`."""
        return f"{_court(self.court)}:{self.number.replace(' ', '').lower()}"


def _court(text: str) -> str:
    return re.sub(r"^(amtsgericht|ag|registergericht) ", "", bare(text))


def read_register(court: str, number: str) -> Register | None:
    """What the two cells say; None where they say nothing. Unclear where one is missing, or the
    number is none: no number without its court means anything.
    """
    if not (court or number):
        return None
    found = _NUMBER.match(number.upper().replace(".", "").replace("-", " ").strip())
    if not found:
        raise Unclear("Bitte die Nummer mit ihrem Register: VR 1234")
    if not _court(court):
        raise Unclear("Zur Registernummer gehört das Registergericht.")
    kind, digits, suffix = found.groups()
    return Register(" ".join(court.split()), f"{kind} {digits} {suffix}".strip())
