"""The two pages on which somebody allows that others hear about her, and the page that tells her
what a law allows without her. All words come with the data and none from the template, because
what she read is hashed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, Literal

from nahtlos.cases.rules.paper import Office, day_words, one_line
from nahtlos.consents.rules import room
from nahtlos.consents.rules.wording import Wording
from nahtlos.foundation.ruling import states

NAME: Final = 160
SENTENCE: Final = 300
KIND: Final = 60
NUMBER: Final = 60
MOST_KINDS: Final = 24
MOST_EXTENTS: Final = 6
# For the guess at the height of the page: the head of a page, the frame of the special kinds and a
# signature in millimetres; lines that always stand there.
ABOVE: Final = 22.0
FRAME: Final = 16.0
SIGNATURE: Final = 8.0
SIGNED: Final = ("Prüfsumme des Textes",)
UNTIL: Final = "Vom 30. September 2026 bis zum 30. September 2027. Danach endet die Erlaubnis."
# Millimetres above each line to sign on, for two signatures, three and so on.
ROOM: Final = {2: 14, 3: 12, 4: 9, 5: 8}
UNREVIEWED: Final = "Muster, rechtlich ungeprüft"
CUT: Final = "Ein Text war zu lang und ist gekürzt. Bitte kürzer fassen und neu drucken."
Direction = Literal["one_way", "both"]
# A text and its limit.
Length = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of data, or how much of it.

    words: "Wohnen". ticked: printed with a cross; left empty, the person ticks it by hand. special:
    a kind that the law protects more, "Gesundheit"; it stands apart, with room for her initials.
    """

    words: str
    ticked: bool = False
    special: bool = False

    def data(self) -> dict[str, Any]:
        """For the template."""
        return {"words": one_line(self.words, KIND), "ticked": self.ticked}


def _choices(choices: tuple[Choice, ...], most: int) -> list[dict[str, Any]]:
    return [choice.data() for choice in choices[:most]]


def _any_cut(lengths: Iterable[Length]) -> bool:
    return any(len(" ".join(text.split())) > most for text, most in lengths)


def _office_lengths(*offices: Office) -> list[Length]:
    return [
        *((text, NAME) for one in offices for text in (one.organisation, one.function)),
        *((one.address, NAME) for one in offices),
        *((one.phone, NUMBER) for one in offices),
    ]


def _frames(giver: Office, receiver: Office) -> float:
    return room.frames(*((one.organisation, one.function) for one in (giver, receiver)))


def _rights_room(wording: Wording) -> float:
    return sum(room.part(*sentences) for _, sentences in wording.rights)


def _rights(wording: Wording) -> list[list[Any]]:
    return [[heading, list(sentences)] for heading, sentences in wording.rights]


def _hash_of(data: Mapping[str, Any]) -> str:
    words = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ConsentPaper:
    """The form to sign (`consents/consent.typ`), always two pages.

    number: "E-7F3M-2". person: the name, or a code. giver: who is released from secrecy; its phone
    and address take a withdrawal. receiver: one organisation and a function there, never "alle
    Behörden". purpose: one sentence, "damit ich nach dem 12. Januar ein Zimmer habe". kinds,
    extents: all that can be chosen, those that are meant ticked. valid_from, valid_until: both
    included. condition: "nur wenn ich nach Musterstadt ziehe". born_on, interpreter: printed where
    known. guardian, witness: whether their signature is asked for; an interpreter always signs.
    helper: who explains it, "Integrationscoach, Aylin". wording: the version of the words.
    """

    number: str
    person: str
    giver: Office
    receiver: Office
    purpose: str
    kinds: tuple[Choice, ...]
    extents: tuple[Choice, ...]
    valid_from: date
    valid_until: date
    wording: Wording
    direction: Direction = "one_way"
    condition: str = ""
    born_on: date | None = None
    interpreter: str = ""
    guardian: bool = False
    witness: bool = False
    helper: str = ""
    pages: ClassVar[int] = 2

    def _lengths(self) -> list[Length]:
        return [
            *_office_lengths(self.giver, self.receiver),
            *((name, NAME) for name in (self.person, self.interpreter, self.helper)),
            *((text, SENTENCE) for text in (self.purpose, self.condition)),
            *((choice.words, KIND) for choice in (*self.kinds, *self.extents)),
        ]

    @property
    def _signatures(self) -> int:
        return 2 + self.guardian + self.witness + bool(self.interpreter.strip())

    @property
    def is_cut(self) -> bool:
        """Whether something is longer than its place; the paper says so and asks for another."""
        return (
            _any_cut(self._lengths())
            or len(self.kinds) > MOST_KINDS
            or len(self.extents) > MOST_EXTENTS
        )

    @property
    def _is_tight(self) -> bool:
        ordinary = [kind.words for kind in self.kinds if not kind.special]
        special = [kind.words for kind in self.kinds if kind.special]
        first = (
            ABOVE
            + room.paragraphs((self.wording.opening,))
            + room.part(f"{self.person}, geboren am")
            + _frames(self.giver, self.receiver)
            + room.part(self.purpose)
            + room.PART
            + room.pairs(ordinary, room.HALF)
            + (FRAME + room.pairs(special, room.HALF_INITIALED) if special else 0)
            + room.PART
            + room.pairs([extent.words for extent in self.extents], room.HALF)
            + room.part(UNTIL, f"Nur unter dieser Bedingung: {self.condition}")
            + room.part(self.wording.secrecy)
        )
        second = (
            ABOVE
            + _rights_room(self.wording)
            + room.part(self.giver.phone, f"{self.giver.organisation}, {self.giver.address}")
            + room.pairs(self.wording.read, room.HALF_WHOLE)
            + room.paragraphs((self.wording.agreement, *SIGNED))
            + self._signatures * (ROOM[self._signatures] + SIGNATURE)
        )
        return max(first, second) > room.PAGE

    def _content(self) -> dict[str, Any]:
        words = self.wording
        ordinary = tuple(kind for kind in self.kinds if not kind.special)
        special = tuple(kind for kind in self.kinds if kind.special)
        return {
            "form": "consent",
            "title": words.title,
            "opening": words.opening,
            "number": one_line(self.number, 20),
            "person": one_line(self.person, NAME),
            "born_on": day_words(self.born_on) if self.born_on else "",
            "giver": self.giver.data(NAME),
            "receiver": self.receiver.data(NAME),
            "both_ways": self.direction == "both",
            "purpose": one_line(self.purpose, SENTENCE),
            "kinds": _choices(ordinary, MOST_KINDS),
            "special_kinds": _choices(special, max(0, MOST_KINDS - len(ordinary))),
            "extents": _choices(self.extents, MOST_EXTENTS),
            "valid_from": day_words(self.valid_from),
            "valid_until": day_words(self.valid_until),
            "condition": one_line(self.condition, SENTENCE),
            "secrecy": words.secrecy,
            "rights": _rights(words),
            "withdrawal": words.withdrawal,
            "read": list(words.read),
            "agreement": words.agreement,
            "version": words.id,
            "unreviewed": "" if words.reviewed else UNREVIEWED,
        }

    @property
    def text_hash(self) -> str:
        """SHA-256, 64 hexadecimal digits, of every word that the person reads and allows. Who else
        signs is no part of it.
        """
        return _hash_of(self._content())

    @states(
        "Einwilligung",
        "Jede Einwilligung sagt auf dem Papier, dass ein Nein keine Folgen für Lockerungen und "
        "Entlassung hat, und unter welcher Nummer das Ja zurückgenommen werden kann.",
        checked_on=date(2026, 11, 26),
        proven_by=(
            "tests/consents/test_paper.py::test_a_no_has_no_consequences_and_a_yes_can_be_taken_back",
        ),
    )
    def data(self) -> dict[str, Any]:
        """The data of `consents/consent.typ`."""
        return {
            **self._content(),
            "hash": self.text_hash,
            "cut": CUT if self.is_cut else "",
            "tight": self._is_tight,
            "room": ROOM[self._signatures],
            "guardian": self.guardian,
            "witness": self.witness,
            "interpreter": one_line(self.interpreter, NAME),
            "helper": one_line(self.helper, NAME),
        }


@dataclass(frozen=True, slots=True)
class LegalNotice:
    """The page that tells somebody what is passed on by law (`consents/consent.typ`); no signature.

    law: "§ 4 KKG". reason: one sentence. kinds: what is told, in words. told_on: the day. giver,
    receiver: who tells whom; the giver's phone answers questions. wording: the version of the
    words.
    """

    number: str
    person: str
    giver: Office
    receiver: Office
    law: str
    reason: str
    kinds: tuple[str, ...]
    told_on: date
    wording: Wording
    pages: ClassVar[int] = 1

    def _lengths(self) -> list[Length]:
        return [
            *_office_lengths(self.giver, self.receiver),
            *((text, NAME) for text in (self.person, self.law, *self.kinds)),
            (self.reason, SENTENCE),
        ]

    @property
    def _is_tight(self) -> bool:
        height = (
            ABOVE
            + room.paragraphs((self.wording.opening, *SIGNED))
            + _frames(self.giver, self.receiver)
            + room.part(*self.kinds)
            + sum(room.part(text) for text in (self.person, self.law, self.reason, "Am"))
            + _rights_room(self.wording)
            + room.part(self.giver.organisation, self.giver.function, self.giver.phone)
            + room.part(self.giver.address)
        )
        return height > room.PAGE

    @property
    def is_cut(self) -> bool:
        """Whether something is longer than its place; the page says so."""
        return _any_cut(self._lengths()) or len(self.kinds) > MOST_KINDS

    def _content(self) -> dict[str, Any]:
        return {
            "form": "notice",
            "title": self.wording.title,
            "opening": self.wording.opening,
            "number": one_line(self.number, 20),
            "person": one_line(self.person, NAME),
            "giver": self.giver.data(NAME),
            "receiver": self.receiver.data(NAME),
            "both_ways": False,
            "law": one_line(self.law, NAME),
            "reason": one_line(self.reason, SENTENCE),
            "kinds": [one_line(kind, NAME) for kind in self.kinds[:MOST_KINDS]],
            "told_on": day_words(self.told_on),
            "rights": _rights(self.wording),
            "version": self.wording.id,
            "unreviewed": "" if self.wording.reviewed else UNREVIEWED,
        }

    @property
    def text_hash(self) -> str:
        """SHA-256, 64 hexadecimal digits, of every word on the page."""
        return _hash_of(self._content())

    def data(self) -> dict[str, Any]:
        """The data of `consents/consent.typ`."""
        return {
            **self._content(),
            "hash": self.text_hash,
            "cut": CUT if self.is_cut else "",
            "tight": self._is_tight,
        }
