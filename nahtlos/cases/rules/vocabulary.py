"""The words of a case: the values are stored, the labels are read on the page."""

from enum import StrEnum
from typing import Final, Self


class Word(StrEnum):
    """A stored value with the German label people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """The member VALUE, called LABEL on the page."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) of every member, for forms and columns."""
        return [(str(word), word.label) for word in cls]


class Anchor(Word):
    """What a due date counts from."""

    ADMISSION = "A", "Aufnahme"
    RELEASE = "T", "Entlassung"
    SUMMONS = "L", "Haftantritt"


class CustodyKind(Word):
    """The kinds of custody a plan knows."""

    BEFORE = "before", "vor Haftantritt"
    REMAND = "remand", "Untersuchungshaft"
    SENTENCE = "sentence", "Strafhaft"
    YOUTH = "youth", "Jugendstrafe"
    SHORT_FINE = "short_fine", "Ersatzfreiheitsstrafe"
    OPEN = "open", "offener Vollzug"
    PREVENTIVE = "preventive", "Sicherungsverwahrung"
    MOTHER_CHILD = "mother_child", "Mutter-Kind-Einrichtung"
    UNKNOWN = "unknown", "noch unbekannt"


class ScenarioKind(Word):
    """What a release date rests on."""

    HALF = "half", "Halbstrafe"
    TWO_THIRDS = "two_thirds", "2/3-Termin"
    END = "end", "Strafende"
    FIXED = "fixed", "fester Termin"
    ANY_TIME = "any_time", "jederzeit möglich"
    UNKNOWN = "unknown", "noch unbekannt"


class StepState(Word):
    """Where a step stands; not wanted is a good ending and never a failure."""

    OPEN = "open", "offen"
    WAITING = "waiting", "wartet auf andere"
    DONE = "done", "erledigt"
    NOT_APPLICABLE = "not_applicable", "trifft nicht zu"
    NOT_WANTED = "not_wanted", "nicht gewünscht"


FINISHED: Final = frozenset({StepState.DONE, StepState.NOT_APPLICABLE, StepState.NOT_WANTED})


class EvidenceKind(Word):
    """How somebody knows that a step is done; nothing has to be uploaded."""

    SELF_REPORT = "self_report", "Selbstauskunft"
    DOCUMENT_SEEN = "document_seen", "Dokument gesehen"
    PARTNER_CONFIRMED = "partner_confirmed", "Partner bestätigt"


class Question(Word):
    """The four questions that decide."""

    BED = "bed", "Wo schlafe ich?"
    MONEY = "money", "Wer zahlt?"
    WORK = "work", "Wohin wegen Arbeit?"
    PERSON = "person", "Wer ist meine Person?"


class AnswerState(Word):
    """How far one of the four questions is answered."""

    SECURED = "secured", "gesichert"
    IN_PROGRESS = "in_progress", "in Klärung"
    OPEN = "open", "noch offen"
    UNKNOWN = "unknown", "unbekannt"
    NOT_WANTED = "not_wanted", "nicht gewünscht"


class LifeArea(Word):
    """The areas of life. DIS has a neutral name, because plans lie on tables."""

    WOH = "WOH", "Wohnen"
    EIN = "EIN", "Lebensunterhalt"
    ARB = "ARB", "Arbeit, Ausbildung, Bildung"
    DOK = "DOK", "Papiere und Status"
    FAM = "FAM", "Familie und Kinder"
    GES = "GES", "Gesundheit und Versicherung"
    SUC = "SUC", "Sucht"
    PSY = "PSY", "Seelische Gesundheit"
    SCH = "SCH", "Schulden und Konto"
    SOZ = "SOZ", "Menschen und Freizeit"
    REC = "REC", "Recht und Vollzug"
    MOB = "MOB", "Wege, Sprache, Digitales"
    DIS = "DIS", "Vertrauliche Beratung"


class Fact(Word):
    """What is known about a circumstance; unknown is normal."""

    YES = "yes", "ja"
    NO = "no", "nein"
    UNKNOWN = "unknown", "noch nicht bekannt"


class Fits(Word):
    """Whether a step of the template is for this person."""

    YES = "yes", "trifft zu"
    NO = "no", "trifft nicht zu"
    UNCLEAR = "unclear", "noch zu klären"


class Tag(Word):
    """A circumstance that decides whether a step applies. The label is the question to ask; all can
    be left unanswered.
    """

    ALL = "all", "Gilt das für alle?"
    CHILDREN = "children", "Gibt es Kinder unter 18 Jahren?"
    FAMILY_OUTSIDE = "family_outside", "Leben draußen Angehörige im selben Haushalt?"
    OWN_FLAT = "own_flat", "Gibt es eine eigene Wohnung?"
    NO_FLAT = "no_flat", "Fehlt eine Wohnung für die Zeit danach?"
    FLAT_IN_SIGHT = "flat_in_sight", "Ist eine Wohnung oder ein Platz in Aussicht?"
    NEW_ADDRESS = "new_address", "Gibt es nach der Entlassung eine neue Anschrift?"
    BENEFITS = "benefits", "Kommt bisher Geld vom Amt?"
    NO_INCOME = "no_income", "Fehlt ein Einkommen für die Zeit danach?"
    SGB2_OR_12 = "sgb2_or_12", "Wird Grundsicherung wahrscheinlich gebraucht?"
    APPLIED = "applied", "Ist ein Antrag auf Leistungen gestellt?"
    DEBTS = "debts", "Gibt es Schulden?"
    NO_ACCOUNT = "no_account", "Fehlt ein Konto, das genutzt werden kann?"
    JOB = "job", "Gibt es eine Arbeit oder Ausbildung?"
    EMPLOYABLE = "employable", "Kann die Person arbeiten?"
    INSURED_WORK = "insured_work", "Gab es Arbeit mit Arbeitslosenversicherung, auch in Haft?"
    NO_VALID_ID = "no_valid_id", "Fehlt ein gültiger Ausweis?"
    NON_GERMAN = "non_german", "Spielt ein Aufenthaltsstatus eine Rolle?"
    TREATMENT = "treatment", "Läuft eine Behandlung, oder braucht es Medikamente?"
    ADDICTION_WISH = "addiction_wish", "Wünscht die Person Hilfe bei einer Sucht?"
    JOINED = "joined", "Möchte die Person begleitet werden?"
    NEED_ESCORT = "need_escort", "Braucht es Hilfe beim Weg nach draußen?"
    PROBATION_LIKELY = "probation_likely", "Wird eine Bewährung erwartet?"
    PROBATION = "probation", "Gibt es eine Bewährung?"
    FA = "fa", "Gibt es Führungsaufsicht?"
    A3_PROGRAM = "a3_program", "Läuft eine vertrauliche Beratung, die weitergehen soll?"
    SENTENCE = "sentence", "Wird eine Strafe vollzogen?"
    EFF = "eff", "Wird eine Geldstrafe ersatzweise vollzogen?"
    STAY_OVER_30D = "stay_over_30d", "Dauert die Haft länger als 30 Tage?"
    REMAINING_OVER_180D = "remaining_over_180d", "Sind es noch mehr als sechs Monate?"
    ASAP = "asap", "Soll es gleich beginnen?"


# Known from the kind of custody and the dates; nobody is asked.
DERIVED: Final = frozenset(
    (
        *(Tag.ALL, Tag.SENTENCE, Tag.EFF),
        *(Tag.STAY_OVER_30D, Tag.REMAINING_OVER_180D, Tag.ASAP),
    )
)
ASKED: Final = tuple(tag for tag in Tag if tag not in DERIVED)
