"""What keeps the directory true: requests to look through it, what visitors report, and whether
its web addresses answer.
"""

import uuid

from django.db import models
from django.db.models import Q

from nahtlos.foundation.tenancy import Tenancy
from nahtlos.organisations.models import Organisation
from nahtlos.upkeep.rules.reports import Result


class ConfirmationRequest(models.Model):
    """One letter to one organisation, asked by a coordination office or by the prison itself.

    site_slug: only the visiting record of this prison; '' for everything the organisation says.
    The address it went to stands nowhere.
    """

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    site_slug = models.CharField(max_length=120, blank=True, default="")
    asked_on = models.DateField()
    reminded_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One open request for the same things."""

        constraints = [
            models.UniqueConstraint(
                fields=["to_organisation", "site_slug"],
                condition=Q(closed_on=None),
                name="confirmation_open_once",
            ),
            models.UniqueConstraint(
                fields=["to_organisation", "code"], name="confirmation_code_once"
            ),
        ]
        indexes = [
            models.Index(fields=["from_organisation", "closed_on"], name="confirmation_by_office")
        ]


RESULTS = {
    Result.CORRECTED: "Berichtigt",
    Result.RIGHT: "Die Angabe war richtig",
    Result.UNCLEAR: "Ließ sich nicht klären",
}


class EntryReport(models.Model):
    """A visitor says that something in the directory is wrong: a task with an owner and a day.

    to_organisation answers; from_organisation is the coordination office that takes over when the
    day is past, the same one where nobody else can answer. kind, slug, title: what it is about, all
    '' where the page is not known. words, reply_to, reason: sealed under a key of the report's own,
    wrapped for both.
    """

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, blank=True, default="")
    slug = models.CharField(max_length=120, blank=True, default="")
    title = models.CharField(max_length=160, blank=True, default="")
    words = models.BinaryField(null=True)
    reply_to = models.BinaryField(null=True)
    reason = models.BinaryField(null=True)
    from_key = models.BinaryField()
    to_key = models.BinaryField()
    received_on = models.DateField()
    due_on = models.DateField()
    escalated_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    result = models.CharField(
        max_length=10,
        blank=True,
        default="",
        choices=[(str(result), label) for result, label in RESULTS.items()],
    )

    class Meta:
        """What is closed has a result; what is open has none."""

        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None, result="")
                | (Q(closed_on__isnull=False) & ~Q(result="")),
                name="report_closed_with_result",
                violation_error_message="Ein erledigter Hinweis braucht ein Ergebnis.",
            ),
            models.UniqueConstraint(fields=["code"], name="report_code_once"),
        ]
        indexes = [
            models.Index(fields=["to_organisation", "closed_on"], name="report_by_answering"),
            models.Index(fields=["from_organisation", "closed_on"], name="report_by_office"),
        ]


class WebAddress(models.Model):
    """A web address that the directory shows now, as the night found it; whose it is stands with
    whoever shows it.

    checked_on: the last day it was asked. failures: on how many days in a row it did not answer,
    failing_since: the first of them. problem, status: what came back. led_to: where it ended.
    moved_to: where it moved for good, '' where it did not.
    """

    tenancy = Tenancy.MACHINERY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=600, unique=True)
    checked_on = models.DateField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateField(null=True)
    problem = models.CharField(max_length=12, blank=True, default="")
    status = models.PositiveSmallIntegerField(null=True)
    led_to = models.CharField(max_length=600, blank=True, default="")
    moved_to = models.CharField(max_length=600, blank=True, default="")
