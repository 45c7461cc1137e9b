"""What goes from one organisation to another: exactly the categories that the person allowed and
the sender ticked, as German lines. The preview is made by the same function as the package.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nahtlos.foundation.folding import fold
from nahtlos.foundation.ruling import states

# The category that names the person; without it a package is pseudonymous.
PERSON: Final = "PERS"
RELEASE: Final = "TERM"
# An initial is no name, and "Ali" stands in "Malia" too: whole words of this length are compared.
SHORTEST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what it is, and how it stands. Both are read by people."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one category (its code and its German label)."""

    category: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PackageContent:
    """What the receiver reads.

    heading: the person as she is called here, or the code of the request. words: what is asked, in
    the sender's words. sections: in the order of the categories. pseudonymous: nobody is named.
    """

    heading: str
    words: str
    sections: tuple[Section, ...]
    pseudonymous: bool = False

    @property
    def categories(self) -> tuple[str, ...]:
        """The codes of what went out."""
        return tuple(section.category for section in self.sections)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every fact, for papers."""
        return tuple(line for section in self.sections for line in section.lines)


@states(
    "Überleitung",
    "Die Empfangsstelle sieht genau das, was die Person erlaubt hat und was für diese Anfrage"
    " angekreuzt ist. Nichts geht von selbst mit.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_rules_package.py::test_exactly_what_is_allowed_goes_out",
        "tests/referrals/test_sending.py::test_the_package_holds_exactly_what_the_consent_and_the_ticks_allow",
    ),
)
def compose(
    facts: Mapping[str, Sequence[Line]],
    allowed: Collection[str],
    *,
    labels: Mapping[str, str],
    pseudonym: str,
    pseudonymous: bool = False,
    called: str = "",
    words: str = "",
) -> PackageContent:
    """The package of FACTS by category, of which only those ALLOWED stay. LABELS gives the order
    and the words of the categories. A category without facts is named, so that nobody thinks it
    forgotten.
    """
    nameless = pseudonymous or PERSON not in allowed
    kept = [code for code in labels if code in allowed and not (nameless and code == PERSON)]
    return PackageContent(
        heading=pseudonym if nameless or not called else called,
        words=words,
        sections=tuple(
            Section(code, labels[code], tuple(facts.get(code, ())) or NOTHING_KNOWN)
            for code in kept
        ),
        pseudonymous=nameless,
    )


NOTHING_KNOWN: Final = (Line("Stand", "noch nichts bekannt"),)


def names_in(words: str, names: Iterable[str]) -> list[str]:
    """Those parts of NAMES that stand in WORDS as whole words, however they are written: a request
    without a name must not tell it in its text.
    """
    said = set(re.findall(r"\w+", fold(words)))
    parts = [part for name in names for part in re.findall(r"\w+", name)]
    return [part for part in parts if len(part) >= SHORTEST_NAME and fold(part) in said]


def to_json(content: PackageContent) -> str:
    """As text, to be sealed."""
    return json.dumps(
        {
            "heading": content.heading,
            "words": content.words,
            "pseudonymous": content.pseudonymous,
            "sections": [
                [section.category, section.label, [[one.label, one.value] for one in section.lines]]
                for section in content.sections
            ],
        },
        ensure_ascii=False,
    )


def from_json(text: str) -> PackageContent:
    """Back again."""
    told = json.loads(text)
    return PackageContent(
        heading=told["heading"],
        words=told["words"],
        pseudonymous=told["pseudonymous"],
        sections=tuple(
            Section(code, label, tuple(Line(*line) for line in lines))
            for code, label, lines in told["sections"]
        ),
    )
