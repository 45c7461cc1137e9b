"""What search engines may find: what is real and public."""

from datetime import date

from django.db.models import QuerySet

from nahtlos.directory.models import Offer
from nahtlos.directory.queries.pages import published
from nahtlos.organisations.models import Organisation, Site


def real_offers(today: date) -> QuerySet[Offer]:
    """Those published on TODAY."""
    return published(today).filter(organisation__is_sample=False).order_by("slug")


def real_organisations() -> QuerySet[Organisation]:
    """Every one that is not invented."""
    return Organisation.objects.filter(is_sample=False).order_by("slug")


def real_prisons() -> QuerySet[Site]:
    """The sites of prisons that are not invented."""
    rows = Site.objects.filter(prison__isnull=False, organisation__is_sample=False)
    return rows.order_by("slug")
