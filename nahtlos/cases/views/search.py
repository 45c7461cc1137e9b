"""Looking for a person: by name, however it is written, by number or code. What was typed never
stands in an address.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.cases import policy, queries
from nahtlos.cases.forms.search import SearchForm
from nahtlos.cases.views.reach import BOTH, WORKERS
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of


@page(policy.can_work_on_cases, methods=BOTH, cases=Cases(opens=WORKERS, post=200))
def search(request: HttpRequest) -> HttpResponse:
    """Who is there, closed files too; where nobody is meant, a new file begins from here."""
    form = SearchForm(posted(request))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["worte"]
        context |= {"sought": queries.search_people(actor_of(request), typed), "typed": typed}
    return render(request, "cases/search.html", context, status=422 if form.errors else 200)
