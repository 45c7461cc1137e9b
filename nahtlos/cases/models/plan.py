"""Stays with their release dates, the steps of the plan, the answers to the four questions."""

import uuid

from django.db import models
from django.db.models import Q

from nahtlos.cases.models.person import Case, OfCaseQuerySet
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership


class Custody(models.TextChoices):
    """Kinds of custody (values as in `rules/vocabulary.py`)."""

    BEFORE = "before", "vor Haftantritt"
    REMAND = "remand", "Untersuchungshaft"
    SENTENCE = "sentence", "Strafhaft"
    YOUTH = "youth", "Jugendstrafe"
    SHORT_FINE = "short_fine", "Ersatzfreiheitsstrafe"
    OPEN = "open", "offener Vollzug"
    PREVENTIVE = "preventive", "Sicherungsverwahrung"
    MOTHER_CHILD = "mother_child", "Mutter-Kind-Einrichtung"
    UNKNOWN = "unknown", "noch unbekannt"


class Scenario(models.TextChoices):
    """What a release date rests on."""

    HALF = "half", "Halbstrafe"
    TWO_THIRDS = "two_thirds", "2/3-Termin"
    END = "end", "Strafende"
    FIXED = "fixed", "fester Termin"
    ANY_TIME = "any_time", "jederzeit möglich"
    UNKNOWN = "unknown", "noch unbekannt"


class StayEnd(models.TextChoices):
    """How a stay ended."""

    RELEASED = "released", "entlassen"
    TRANSFERRED = "transferred", "verlegt"
    OTHER = "other", "anders beendet"


class Began(models.TextChoices):
    """How a stay began; of what somebody is accused is nowhere. Unknown is normal."""

    UNKNOWN = "", "noch unbekannt"
    SUMMONS = "summons", "Antritt nach Ladung"
    ARREST = "arrest", "Festnahme"
    RECALL = "recall", "Widerruf der Aussetzung"


class Stay(models.Model):
    """A time in one prison, or the time before it. A recall is a further stay of the same case."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stays")
    # XJustiz id of the prison; a foreign key would tie two organisations' rows together.
    prison_code = models.CharField(max_length=20, blank=True, default="")
    custody = models.CharField(max_length=12, choices=Custody.choices, default=Custody.UNKNOWN)
    began = models.CharField(max_length=12, choices=Began.choices, blank=True, default="")
    admitted_on = models.DateField(null=True, blank=True)
    summons_on = models.DateField(null=True, blank=True)
    # The date of the scenario that counts; kept by the actions for lists.
    release_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, choices=StayEnd.choices, blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """One running stay a case; a release is not before the admission."""

        indexes = [
            models.Index(
                fields=["organisation", "release_on"],
                name="stay_by_release",
                condition=Q(ended_on=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on=None), name="one_running_stay"
            ),
            models.CheckConstraint(
                condition=Q(release_on=None)
                | Q(admitted_on=None)
                | Q(release_on__gte=models.F("admitted_on")),
                name="release_after_admission",
                violation_error_message="Die Entlassung kann nicht vor der Aufnahme liegen.",
            ),
            models.CheckConstraint(
                condition=(Q(ended_on=None) & Q(ended_by=""))
                | ~(Q(ended_on=None) | Q(ended_by="")),
                name="ended_stay_says_how",
            ),
        ]


class ReleaseScenario(models.Model):
    """One of the dates on which a stay may end. Exactly one of a stay counts."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="scenarios")
    kind = models.CharField(max_length=12, choices=Scenario.choices)
    on = models.DateField(null=True, blank=True)
    current = models.BooleanField(default=False)

    class Meta:
        """One of each kind, one that counts; a date exactly where the kind has one."""

        constraints = [
            models.UniqueConstraint(fields=["stay", "kind"], name="scenario_once"),
            models.UniqueConstraint(
                fields=["stay"], condition=Q(current=True), name="one_scenario_counts"
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=["any_time", "unknown"]) & Q(on=None))
                | (~Q(kind__in=["any_time", "unknown"]) & Q(on__isnull=False)),
                name="scenario_has_its_date",
                violation_error_message="Zu diesem Termin gehört ein Datum.",
            ),
        ]


class StepState(models.TextChoices):
    """Where a step stands; three of five are normal ends."""

    OPEN = "open", "offen"
    WAITING = "waiting", "wartet auf andere"
    DONE = "done", "erledigt"
    NOT_APPLICABLE = "not_applicable", "trifft nicht zu"
    NOT_WANTED = "not_wanted", "nicht gewünscht"


class Evidence(models.TextChoices):
    """How one knows that a step is done; no upload is needed."""

    SELF_REPORT = "self_report", "Selbstauskunft"
    DOCUMENT_SEEN = "document_seen", "Dokument gesehen"
    PARTNER_CONFIRMED = "partner_confirmed", "von der Stelle bestätigt"


class Step(models.Model):
    """One step of a plan: from the template (code `M24`) or an own one (code `S-7F3M-2`)."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=12)
    # Own steps only; a template step's words stand in the template.
    title = SealedField()
    area = models.CharField(max_length=4, blank=True, default="")
    state = models.CharField(max_length=16, choices=StepState.choices, default=StepState.OPEN)
    # Whether it applies is not known yet: a question, not a task.
    unclear = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    # Dated by a person: a moved release date asks instead of moving it.
    by_hand = models.BooleanField(default=False)
    shortened = models.BooleanField(default=False)
    remind_on = models.DateField(null=True, blank=True)
    assigned = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.CharField(max_length=20, choices=Evidence.choices, blank=True, default="")
    done_on = models.DateField(null=True, blank=True)
    reason = SealedField()
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """Done means done with evidence and a date."""

        indexes = [
            models.Index(
                fields=["organisation", "due_on"],
                name="step_by_date",
                condition=Q(state__in=["open", "waiting"]),
            ),
            # Which cases wait is asked of every list; the steps that wait are few among many.
            models.Index(
                fields=["organisation", "case"],
                name="step_waiting",
                condition=Q(state="waiting"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="step_once_a_case"),
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_on__isnull=False) & ~Q(evidence=""))
                | (~Q(state="done") & Q(done_on=None) & Q(evidence="")),
                name="done_with_evidence",
                violation_error_message=("Erledigt braucht ein Datum und woher Sie es wissen."),
            ),
        ]


class Question(models.TextChoices):
    """The four questions that stand on top of everything."""

    BED = "bed", "Wo schlafe ich?"
    MONEY = "money", "Wer zahlt?"
    WORK = "work", "Wohin wegen Arbeit?"
    PERSON = "person", "Wer ist meine Person?"


class AnswerState(models.TextChoices):
    """How far the answer to one of the four questions is."""

    SECURED = "secured", "gesichert"
    IN_PROGRESS = "in_progress", "in Klärung"
    OPEN = "open", "noch offen"
    UNKNOWN = "unknown", "unbekannt"
    NOT_WANTED = "not_wanted", "nicht gewünscht"


class Answer(models.Model):
    """The answer to one of the four questions, in words for the card. Sealed: an address is the
    most dangerous thing to know about somebody.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=8, choices=Question.choices)
    state = models.CharField(
        max_length=12, choices=AnswerState.choices, default=AnswerState.UNKNOWN
    )
    words = SealedField()
    place = SealedField()
    phone = SealedField()
    at = models.DateTimeField(null=True, blank=True)
    step = models.ForeignKey(
        Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """One answer a question."""

        constraints = [
            models.UniqueConstraint(fields=["case", "question"], name="one_answer_a_question")
        ]
