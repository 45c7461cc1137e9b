"""The page that explains the interface to people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nahtlos.exchange import policy
from nahtlos.foundation.access import Cases, page


@page(policy.anybody, cases=Cases())
def interface(request: HttpRequest) -> HttpResponse:
    """How to fetch what stands in the directory."""
    base = settings.ADDRESS + reverse("hsds:about")
    return render(request, "exchange/interface.html", {"base": base})
