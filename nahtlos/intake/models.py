"""What people ask without a name, the code they read the answer by, and what stays for counting."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.intake.rules.keeping import REPLY_WORKDAYS
from nahtlos.intake.rules.vocabulary import (
    ASKERS,
    CHANNELS,
    LONGEST_MINUTES,
    RESULTS,
    TOPICS,
)
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership

# What people ask without a name is sealed under keys of its own.
COMPARTMENT = "first_advice"


class Side(models.TextChoices):
    """Who wrote a message."""

    PERSON = "person", "die fragende Person"
    OFFICE = "office", "die Stelle"


class EnquiryState(models.TextChoices):
    """The life of a question; a further message opens it again."""

    OPEN = "open", "wartet auf Antwort"
    ANSWERED = "answered", "beantwortet"
    DONE = "done", "erledigt"


class Enquiry(models.Model):
    """A question somebody asked without a name. What she wrote is in its messages; nothing here
    leads back to her.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    topic = models.CharField(max_length=12, choices=list(TOPICS.items()))
    asker = models.CharField(max_length=12, choices=list(ASKERS.items()))
    land_code = models.CharField(max_length=2, blank=True, default="")
    language = models.CharField(max_length=8, default="de")
    state = models.CharField(max_length=10, choices=EnquiryState.choices, default=EnquiryState.OPEN)
    # Who answers it; where nobody is named, whoever leads the desk.
    held_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    reply_due_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField()
    # The last day-mark of which somebody was told: 14 or 3 days before the end.
    warned = models.PositiveSmallIntegerField(null=True, blank=True)
    escalated = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Found by code; listed by day."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="enquiry_code_once"),
            models.CheckConstraint(
                condition=models.Q(state="open", reply_due_on__isnull=False)
                | (~models.Q(state="open") & models.Q(reply_due_on=None)),
                name="open_enquiry_has_a_day",
                violation_error_message="Eine offene Frage braucht einen Tag für die Antwort.",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="enquiry_by_state")]


class EnquiryMessage(models.Model):
    """One message of a thread, sealed in the compartment of first advice."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    text = SealedField(compartment=COMPARTMENT)
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True, blank=True)

    class Meta:
        """Read from the beginning."""

        ordering = ["at", "id"]


class Receipt(models.Model):
    """The code to read by, as a hash nobody can turn back, and the question it opens. The
    application reaches this table through three functions only.
    """

    tenancy = Tenancy.SHUT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lookup = models.BinaryField(unique=True)
    organisation_id = models.UUIDField()
    enquiry_id = models.UUIDField(db_index=True)


class EnquiryTrace(models.Model):
    """What stays of a question that is gone, for counting: the day, the topic, the Land."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    topic = models.CharField(max_length=12, choices=list(TOPICS.items()))
    land_code = models.CharField(max_length=2, blank=True, default="")

    objects = OwnedQuerySet.as_manager()


class AdviceDesk(models.Model):
    """Who answers questions in an organisation, who stands in, and within how many working days."""

    tenancy = Tenancy.TENANT

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    lead = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    deputy = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reply_workdays = models.PositiveSmallIntegerField(default=REPLY_WORKDAYS)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()


class CallBack(models.Model):
    """A number somebody wants to be called at. It goes when the call is made, after three tries, or
    after fourteen days.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    number = SealedField(compartment=COMPARTMENT)
    reachable = SealedField(compartment=COMPARTMENT)
    spoken = SealedField(compartment=COMPARTMENT)
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Found by code."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="call_back_code_once")
        ]


class FirstAdvice(models.Model):
    """That somebody was advised: for counting, without a word about anybody."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    account_id = models.UUIDField()
    on = models.DateField()
    channel = models.CharField(max_length=10, choices=list(CHANNELS.items()))
    topics = ArrayField(models.CharField(max_length=12, choices=list(TOPICS.items())))
    asker = models.CharField(max_length=12, choices=list(ASKERS.items()))
    minutes = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=12, choices=list(RESULTS.items()))
    language = models.CharField(max_length=12, default="de")
    land_code = models.CharField(max_length=2, blank=True, default="")
    district_code = models.CharField(max_length=5, blank=True, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Found by code, counted by month."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="advice_code_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES),
                name="advice_takes_minutes",
                violation_error_message="Bitte nennen Sie 1 bis 480 Minuten.",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "on"], name="advice_by_day")]


class AccompanimentWish(models.Model):
    """Somebody who asked without a name now gives it, to be accompanied. It goes with her question,
    or when she takes it back; the case that began stays.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="wish")
    name = SealedField(compartment=COMPARTMENT)
    phone = SealedField(compartment=COMPARTMENT)
    other_way = SealedField(compartment=COMPARTMENT)
    given_at = models.DateTimeField()
    # Which words she agreed to.
    text_version = models.CharField(max_length=20)
    begun_at = models.DateTimeField(null=True, blank=True)
    # Sealed as well: in the open it would tie a thread without a name to a person.
    case_code = SealedField(compartment=COMPARTMENT)
