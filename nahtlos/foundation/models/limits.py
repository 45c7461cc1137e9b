"""Counters against abuse and spent form stamps; nothing in them leads back to a person."""

from django.db import models

from nahtlos.foundation.tenancy.declared import Tenancy


class RateCount(models.Model):
    """How often a keyed hash of an address did one thing in one window; the key changes every
    day.
    """

    tenancy = Tenancy.MACHINERY

    bucket = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    window = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        """One counter a window."""

        constraints = [
            models.UniqueConstraint(fields=["bucket", "who", "window"], name="rate_count_once")
        ]


class SpentStamp(models.Model):
    """The stamp of a form that was used: the second click of a double click finds it here."""

    tenancy = Tenancy.MACHINERY

    stamp = models.CharField(max_length=64, primary_key=True)
    spent_at = models.DateTimeField()
