"""What search engines may find: the public pages of real offers, organisations and prisons."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from nahtlos.desk import policy
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.sitemap import real_offers, real_organisations, real_prisons
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.clock import today
from nahtlos.foundation.shell.languages import for_search_engines
from nahtlos.organisations.models import Organisation, Site


class _Public(Sitemap):  # type: ignore[type-arg]
    """In German, English and every checked language; the plain German pages say the same as the
    German ones and have no code of their own.
    """

    i18n = True
    alternates = True
    languages = for_search_engines()


class _Pages(_Public):
    def items(self) -> list[str]:
        """The pages that are always there."""
        return [
            "directory:finder",
            "directory:prisons",
            "advice:ask",
            "desk:help_lines",
            "desk:children",
        ]

    def location(self, item: str) -> str:
        """Where the page is."""
        return reverse(item)


class _Offers(_Public):
    def items(self) -> QuerySet[Offer]:
        """What is published and not invented."""
        return real_offers(today())

    def location(self, item: Offer) -> str:
        """Its page."""
        return reverse("directory:offer", args=[item.slug])

    def lastmod(self, item: Offer) -> datetime:
        """When somebody changed it."""
        return item.changed_at


class _Organisations(_Public):
    def items(self) -> QuerySet[Organisation]:
        """Every real one."""
        return real_organisations()

    def location(self, item: Organisation) -> str:
        """Its page."""
        return reverse("directory:organisation", args=[item.slug])


class _Prisons(_Public):
    def items(self) -> QuerySet[Site]:
        """Every real one."""
        return real_prisons()

    def location(self, item: Site) -> str:
        """Its page."""
        return reverse("directory:prison", args=[item.slug])


SECTIONS: Mapping[str, Any] = {
    "pages": _Pages,
    "offers": _Offers,
    "organisations": _Organisations,
    "prisons": _Prisons,
}


@page(policy.anybody, cases=Cases())
def site_map(request: HttpRequest) -> HttpResponseBase:
    """All of them in one file."""
    answer = sitemap(request, dict(SECTIONS))
    return answer.render() if hasattr(answer, "render") else answer
