"""Offers with their search index, their history, visiting facts and what the public reports
back.
"""

import uuid
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import MD5

from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.opening import OnHolidays
from nahtlos.directory.rules.translations import LONGEST as LONGEST_TEXT
from nahtlos.directory.rules.visiting import LONGEST
from nahtlos.foundation.provenance import ProvenanceColumns
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation, Site


class OfferState(models.TextChoices):
    """The life of an offer."""

    DRAFT = "draft", "Entwurf"
    PUBLISHED = "published", "veröffentlicht"
    ENDED = "ended", "beendet"


class Catchment(models.TextChoices):
    """Whom an offer serves, by place."""

    UNKNOWN = "unknown", "unbekannt"
    NATIONWIDE = "nationwide", "bundesweit"
    LAND = "land", "im ganzen Land"
    DISTRICTS = "districts", "in bestimmten Kreisen"
    PRISONS = "prisons", "in bestimmten Anstalten"


class Cost(models.TextChoices):
    """What it costs."""

    UNKNOWN = "unknown", "Kosten unbekannt"
    FREE = "free", "kostenlos"
    SOME = "some", "kostet etwas"


GENDERS = [(code, f"nur {label}") for code, label in catalogue.GENDERS.items()]


class Offer(models.Model):
    """One concrete help of one organisation."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="offers"
    )
    slug = models.SlugField(max_length=120, unique=True)
    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True, default="")
    description = models.TextField(max_length=4000, blank=True, default="")
    first_steps = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=60), default=list)
    audiences = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    audience_text = models.CharField(max_length=200, blank=True, default="")
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    circumstances = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    gender = models.CharField(max_length=6, choices=GENDERS, blank=True, default="")
    # Codes of audiences and circumstances it is not for, and what no code says.
    excluded = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    exclusion_note = models.CharField(max_length=200, blank=True, default="")
    formats = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    language_notes = models.JSONField(default=dict, blank=True)  # {code of a language: note}
    cost = models.CharField(max_length=10, choices=Cost.choices, default=Cost.UNKNOWN)
    cost_note = models.CharField(max_length=200, blank=True, default="")
    access_note = models.CharField(max_length=300, blank=True, default="")
    catchment = models.CharField(
        max_length=12, choices=Catchment.choices, default=Catchment.UNKNOWN
    )
    catchment_land = models.CharField(max_length=2, blank=True, default="")
    catchment_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    city = models.CharField(max_length=80, blank=True, default="")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    # The Land where it takes place: its public holidays count.
    land_code = models.CharField(max_length=2, blank=True, default="")
    plane = models.CharField(max_length=6, default="earth")
    # Free places with what they are and for whom: "3 von 12", "Betten", "nur für Männer".
    places_free = models.PositiveSmallIntegerField(null=True, blank=True)
    places_total = models.PositiveSmallIntegerField(null=True, blank=True)
    places_unit = models.CharField(max_length=40, blank=True, default="")
    places_note = models.CharField(max_length=120, blank=True, default="")
    waiting_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    capacity_on = models.DateField(null=True, blank=True)
    next_date = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=60, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    website = models.URLField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    facts: Any = ProvenanceColumns()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Found by organisation, by topic and by place."""

        indexes = [
            models.Index(fields=["organisation", "state"], name="offer_by_organisation"),
            GinIndex(fields=["topics"], name="offer_by_topic"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(age_from=None)
                | models.Q(age_to=None)
                | models.Q(age_from__lte=models.F("age_to")),
                name="offer_ages_in_order",
                violation_error_message="Das Alter „von“ muss kleiner sein als das Alter „bis“.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_hidden(self) -> bool:
        """Whether its address is confidential: its point is only the middle of its town, good for
        a distance and for nothing that looks like an address.
        """
        return self.site is not None and self.site.confidential


class OpeningHours(models.Model):
    """When somebody is there: for one offer, or (OFFER None) for whatever else an organisation
    offers.

    week: {weekday 0 to 6: [[opens, closes], ...]} in minutes since midnight. exceptions: {day:
    spans, [] for closed}. Nothing stored means unknown.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.CASCADE, related_name="opening_hours"
    )
    week = models.JSONField(default=dict)
    exceptions = models.JSONField(default=dict)
    on_holidays = models.CharField(
        max_length=8,
        choices=[
            (str(OnHolidays.CLOSED), "geschlossen"),
            (str(OnHolidays.USUAL), "wie sonst"),
            (str(OnHolidays.UNKNOWN), "nicht bekannt"),
        ],
        default=str(OnHolidays.UNKNOWN),
    )
    zone = models.CharField(max_length=40, default="Europe/Berlin")
    note = models.CharField(max_length=200, blank=True, default="")
    valid_until = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    facts: Any = ProvenanceColumns()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One for an offer, one for the organisation."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "offer"], nulls_distinct=False, name="opening_hours_once"
            )
        ]


class TranslationStatus(models.TextChoices):
    """How a translation came about."""

    MACHINE = "machine", "maschinell übersetzt, ungeprüft"
    CHECKED = "checked", "geprüft"


class OfferTranslation(models.Model):
    """The texts of one offer in one other language of the public pages; an empty text is shown in
    German. checked_by is a function, never a name. source: {field: text}, the German it was made
    from.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=LONGEST_TEXT["title"])
    summary = models.CharField(max_length=LONGEST_TEXT["summary"], blank=True, default="")
    description = models.TextField(max_length=LONGEST_TEXT["description"], blank=True, default="")
    first_steps = ArrayField(
        models.CharField(max_length=LONGEST_TEXT["first_steps"]), default=list, blank=True
    )
    audience_text = models.CharField(
        max_length=LONGEST_TEXT["audience_text"], blank=True, default=""
    )
    exclusion_note = models.CharField(
        max_length=LONGEST_TEXT["exclusion_note"], blank=True, default=""
    )
    access_note = models.CharField(max_length=LONGEST_TEXT["access_note"], blank=True, default="")
    cost_note = models.CharField(max_length=LONGEST_TEXT["cost_note"], blank=True, default="")
    status = models.CharField(max_length=8, choices=TranslationStatus.choices)
    checked_by = models.CharField(max_length=120, blank=True, default="")
    checked_on = models.DateField(null=True, blank=True)
    source = models.JSONField()
    changed_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One for each language; only a checked one names who checked it."""

        constraints = [
            models.UniqueConstraint(fields=["offer", "language"], name="translation_once"),
            models.CheckConstraint(
                condition=models.Q(status="machine", checked_by="", checked_on=None)
                | (models.Q(status="checked", checked_on__isnull=False) & ~models.Q(checked_by="")),
                name="translation_checked_by_somebody",
                violation_error_message="Zu „geprüft“ gehören die Funktion und der Tag.",
            ),
        ]


class SearchTerm(models.Model):
    """The inverted index: how much a stem weighs in an offer (saturation, length and field weight
    already in it).
    """

    tenancy = Tenancy.PUBLIC

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    term = models.CharField(max_length=60)
    weight = models.FloatField()

    class Meta:
        """Read offer by offer; who searches asks the shelf (`queries/memory.py`)."""

        constraints = [models.UniqueConstraint(fields=["offer", "term"], name="search_term_once")]


class SearchVocabulary(models.Model):
    """The words that stand in published offers, as the last indexing found them: {folded word: [how
    often, how it is written]}. One row. `version` changes whenever anything does that the analysis
    of words rests on, so that every process notices.
    """

    tenancy = Tenancy.MACHINERY

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.UUIDField(default=uuid.uuid4)
    words = models.JSONField(default=dict)
    made_at = models.DateTimeField(null=True)

    class Meta:
        """One row only."""

        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_search_vocabulary")
        ]


class SearchChange(models.Model):
    """For an offer, also one that is gone: the number of the last transaction that changed
    something the finder reads of it. Triggers write it (migration 0011); see `queries/memory.py`.
    """

    tenancy = Tenancy.MACHINERY

    offer_id = models.UUIDField(primary_key=True, editable=False)
    changed_in = models.BigIntegerField(db_index=True)


class LexiconKind(models.TextChoices):
    """What an entry of the lexicon says."""

    SAME = "same", "bedeuten dasselbe"
    STEM = "stem", "Teil von zusammengesetzten Wörtern"
    OFF = "off", "mitgelieferter Eintrag, abgeschaltet"


class LexiconEntry(models.Model):
    """What a coordination office teaches the finder, beside the lexicon that comes with it.

    words: of SAME what means the same; of STEM the part of a word, then its linking elements; of
    OFF the key of the delivered entry that counts no longer.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=4, choices=LexiconKind.choices)
    words = ArrayField(models.CharField(max_length=60))
    changed_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Found by its code."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="lexicon_code_once")
        ]


class OfferRevision(models.Model):
    """One change of an offer: which fields, from what to what, by which account. Never altered."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=20)
    changes = models.JSONField(default=dict)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Append-only, newest first."""

        ordering = ["-at"]
        triggers = [pgtrigger.Protect(name="revision_stays", operation=pgtrigger.Update)]


class VisitingFact(models.Model):
    """One fact about visits at a prison for one kind of custody ('' = the source makes no
    difference).
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="visiting_facts")
    field = models.CharField(max_length=40)
    custody = models.CharField(max_length=40, blank=True, default="")
    value = models.CharField(max_length=LONGEST)
    confidence = models.CharField(max_length=10)
    facts: Any = ProvenanceColumns()

    class Meta:
        """One value a field and kind of custody."""

        constraints = [
            # By its digest: what a prison writes for children is longer than an index entry may be.
            models.UniqueConstraint(
                "site", "field", "custody", MD5("value"), name="visiting_fact_once"
            ),
        ]


class Feedback(models.Model):
    """What a visitor reports about a page; sealed, because people write more than they should."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    page = models.CharField(max_length=120, blank=True, default="")
    text = SealedField()
    reply_to = SealedField()
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()
