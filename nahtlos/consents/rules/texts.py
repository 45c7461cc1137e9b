"""The wordings people sign, one data file a version: for free agencies, for prisons, and what
somebody is told about a notice by law.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from nahtlos.consents.rules.wording import Wording

DATA: Final = Path(__file__).resolve().parent.parent / "data"
DSGVO: Final = "dsgvo"
JUSTIZ: Final = "justiz"
NOTICE: Final = "notice"
PRISON_KIND: Final = "prison_service"
SAMPLE_NOTE: Final = "Muster, rechtlich ungeprüft"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A wording with what is known about it. regime: whose law it was written for. checked:
    whether a lawyer has approved it; one that nobody has says so on page and paper.
    """

    version: str
    regime: str
    language: str
    checked: bool
    wording: Wording

    @property
    def note(self) -> str:
        """What must stand beside it; '' for a checked one."""
        return "" if self.checked else SAMPLE_NOTE


def _read(path: Path) -> ConsentText:
    body = tomllib.loads(path.read_text(encoding="utf-8"))
    wording = Wording(
        id=body["version"],
        reviewed=body["checked"],
        title=body["title"],
        opening=body["opening"],
        secrecy=body["secrecy"],
        rights=tuple((part["heading"], tuple(part["sentences"])) for part in body["rights"]),
        withdrawal=body["withdrawal"],
        read=tuple(body["read"]),
        agreement=body["agreement"],
    )
    return ConsentText(
        version=body["version"],
        regime=body["regime"],
        language=body["language"],
        checked=body["checked"],
        wording=wording,
    )


@cache
def texts() -> Mapping[str, ConsentText]:
    """{version: wording} of all there are, old ones included: somebody may have signed them."""
    found = [_read(path) for path in sorted(DATA.glob("*.toml"))]
    return {one.version: one for one in found}


def text(version: str) -> ConsentText:
    """The wording VERSION; KeyError for none."""
    return texts()[version]


def current(regime: str, language: str = "de") -> ConsentText:
    """The newest wording of REGIME in LANGUAGE; in German where there is none in it."""
    of_regime = [one for one in texts().values() if one.regime == regime]
    spoken = [one for one in of_regime if one.language == language]
    german = [one for one in of_regime if one.language == "de"]
    return max(spoken or german, key=lambda one: one.version)


def regime_of(organisation_kind: str) -> str:
    """Under whose law an organisation of this kind asks: prisons have their own."""
    return JUSTIZ if organisation_kind == PRISON_KIND else DSGVO
