"""The room as a Django app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals, their answers, and the hand-over check."""

    name = "nahtlos.referrals"
    label = "referrals"
