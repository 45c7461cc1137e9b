"""The words of notes and contacts: the values are stored, the labels are read on the page."""

from collections.abc import Mapping
from typing import Final

from nahtlos.cases.rules.vocabulary import LifeArea, Word

# Confidential counselling has no place in records that every member of a case reads.
AREAS: Final[Mapping[str, str]] = {
    str(area): area.label for area in LifeArea if area is not LifeArea.DIS
}
GENERAL: Final = ""
GENERAL_LABEL: Final = "ohne bestimmtes Thema"


class NoteKind(Word):
    """What a note is: prison acts demand that facts and opinions are told apart."""

    FACT = "fact", "Tatsache"
    OPINION = "opinion", "Einschätzung"
    SELF_REPORT = "self_report", "Selbstauskunft"


class Concerned(Word):
    """Whom a note is about, or with whom somebody spoke."""

    CLIENT = "client", "die begleitete Person"
    CHILD = "child", "ein Kind"
    RELATIVE = "relative", "Angehörige"
    OFFICE = "office", "eine Stelle oder Fachkraft"
    OTHER = "other", "jemand anderes"
    VICTIM = "victim", "eine geschädigte Person"


class ContactChannel(Word):
    """How somebody was in touch."""

    IN_PERSON = "in_person", "persönlich"
    PHONE = "phone", "Telefon"
    VIDEO = "video", "Video"
    LETTER = "letter", "Brief"
    MESSAGE = "message", "Nachricht"
    THROUGH_OTHERS = "others", "über andere"


class Reached(Word):
    """Whether the contact came about; not reached is no failure of anybody."""

    YES = "yes", "erreicht"
    NO = "no", "nicht erreicht"


# Justice organisations may have to note them; free agencies never do.
WITHOUT_VICTIMS: Final = tuple(word for word in Concerned if word is not Concerned.VICTIM)
JUSTICE: Final = frozenset({"prison_service", "probation_service"})


def concerned_for(organisation_kind: str) -> tuple[Concerned, ...]:
    """Whom a note may be about in an organisation of this kind."""
    return tuple(Concerned) if organisation_kind in JUSTICE else WITHOUT_VICTIMS


def area_label(code: str) -> str:
    """The label of an area of life; time without one has words of its own."""
    return AREAS.get(code, GENERAL_LABEL)
