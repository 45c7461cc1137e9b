"""Notes with their former versions, contacts, the rhythm agreed for a case, and time counted for
the organisation.
"""

import json
import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from nahtlos.cases.models import Case
from nahtlos.cases.models.person import OfCaseQuerySet
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models import Organisation
from nahtlos.records.rules.contact import LONGEST, SHORTEST, Agreed
from nahtlos.records.rules.vocabulary import Concerned, ContactChannel, NoteKind


class Note(models.Model):
    """Something somebody wrote down about a case, on a day. Only its author changes it."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=NoteKind.choices())
    concerned = models.CharField(max_length=10, choices=Concerned.choices())
    on = models.DateField()
    text = SealedField()
    author_id = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """Listed by day."""

        indexes = [models.Index(fields=["case", "-on"], name="note_by_day")]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="case_note_code_once")]


class NoteVersion(models.Model):
    """How a note read before it was changed. Never altered; goes with its note."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=12, choices=NoteKind.choices())
    concerned = models.CharField(max_length=10, choices=Concerned.choices())
    on = models.DateField()
    text = SealedField()
    # Until when it read like this.
    until = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """Append-only, newest first."""

        ordering = ["-until"]
        triggers = [pgtrigger.Protect(name="note_version_stays", operation=pgtrigger.Update)]


class Contact(models.Model):
    """Somebody was in touch, or tried to be: how, with whom, about what for how long."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    code = models.CharField(max_length=12)
    on = models.DateField()
    channel = models.CharField(max_length=10, choices=ContactChannel.choices())
    concerned = models.CharField(max_length=10, choices=Concerned.choices())
    reached = models.BooleanField()
    # {area: minutes}, "" for no theme. Sealed: it says who has debts.
    minutes_text = SealedField()
    note = SealedField()
    author_id = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """Listed by day."""

        indexes = [models.Index(fields=["case", "-on"], name="contact_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="case_contact_code_once")
        ]

    @property
    def minutes(self) -> dict[str, int]:
        """{area of life, '' for none: minutes}."""
        return dict(json.loads(self.minutes_text or "{}"))

    @minutes.setter
    def minutes(self, values: dict[str, int]) -> None:
        self.minutes_text = json.dumps(values, sort_keys=True)


class Rhythm(models.Model):
    """How often those who accompany somebody want to be in touch, when next, or that there is no
    contact at the moment.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="rhythm")
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    quiet_since = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """A rhythm of days; a quiet time ends with a question."""

        constraints = [
            models.CheckConstraint(
                condition=Q(every_days=None) | Q(every_days__range=(SHORTEST, LONGEST)),
                name="rhythm_is_plausible",
                violation_error_message="Bitte nennen Sie 1 bis 365 Tage.",
            ),
            models.CheckConstraint(
                condition=Q(quiet_since=None) | Q(follow_up_on__isnull=False),
                name="quiet_time_ends_with_a_question",
                violation_error_message="Bitte nennen Sie einen Tag zum Nachfragen.",
            ),
        ]

    @property
    def agreed(self) -> Agreed:
        """What holds, for the rules."""
        return Agreed(self.every_days, self.next_on, self.quiet_since, self.follow_up_on)

    @agreed.setter
    def agreed(self, agreed: Agreed) -> None:
        self.every_days, self.next_on = agreed.every_days, agreed.next_on
        self.quiet_since, self.follow_up_on = agreed.quiet_since, agreed.follow_up_on


class MonthlyMinutes(models.Model):
    """Minutes of an organisation for one theme in one month: counted when a contact is noted, with
    no way back to a person or to an employee.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    # The first day of the month.
    month = models.DateField()
    area = models.CharField(max_length=3, blank=True, default="")
    minutes = models.PositiveIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """One row a theme and month."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month", "area"], name="minutes_of_a_month_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="minutes_belong_to_a_month"),
        ]
