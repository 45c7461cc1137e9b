"""What a prison says about visits: read by its staff, written by those who answer for it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nahtlos.directory import policy
from nahtlos.directory.actions.visiting import confirm_visits, save_visits
from nahtlos.directory.forms.visiting import VisitingForm
from nahtlos.directory.queries.visiting import GROUPS, OwnRecord, own_record, stored_facts
from nahtlos.directory.rules.visiting import fingerprint
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import STAFF, actor_of
from nahtlos.foundation.versions import Stale
from nahtlos.organisations.models import Prison

BOTH = ("GET", "POST")
EDITORS = frozenset(str(role) for role in policy.VISIT_EDITORS)
READ_THING = Cases(opens=STAFF, owned=True)
EDIT_THING = Cases(opens=EDITORS, reads=STAFF - EDITORS, owned=True)


def _record(request: HttpRequest, slug: str, custody: str = "") -> OwnRecord:
    try:
        return own_record(actor_of(request), slug, custody)
    except Prison.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_see_own_offers, cases=READ_THING)
def visits(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the prison says of visits, for one kind of custody."""
    record = _record(request, slug, request.GET.get("haft", "")[:40])
    may_edit = bool(policy.can_edit_visits(actor_of(request)))
    return render(request, "directory/visits.html", {"record": record, "may_edit": may_edit})


@page(policy.can_edit_visits, methods=("POST",), cases=EDIT_THING)
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """All of it is still true."""
    record = _record(request, slug)
    confirm_visits(actor=actor_of(request), site=record.site)
    messages.success(request, "Danke. Die Besuchsangaben gelten als heute geprüft.")
    return redirect("offers:visits", record.site.slug)


@page(policy.can_edit_visits, methods=BOTH, cases=EDIT_THING)
def edit_visits(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """One group of it for one kind of custody, which the address names as `haft`."""
    record = _record(request, slug, request.GET.get("haft", "")[:40])
    if group not in GROUPS:
        raise Http404
    stored = stored_facts(record.site, group, record.custody)
    form = VisitingForm(posted(request), group=group, stored=stored)
    context: dict[str, Any] = {"form": form, "record": record, "stale": False}
    version = fingerprint(stored)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            save_visits(
                actor=actor_of(request),
                site=record.site,
                group=group,
                custody=record.custody,
                values=form.values,
                version=version,
            )
        except Stale as stale:
            different = form.differences(stored)
            if different:
                show_refusal(form, stale)
                context.update(stale=True, differences=different)
                version = fingerprint(stored)
        if not form.errors:
            messages.success(request, "Gespeichert. Diese Angaben gelten als heute geprüft.")
            back = reverse("offers:visits", args=[record.site.slug])
            return redirect(f"{back}?haft={record.custody}" if record.custody else back)
    elif request.method == "POST":
        version = request.POST.get("version", "")
    context |= {"version": version, "title": GROUPS[group]}
    status = 422 if form.errors else 200
    return render(request, "directory/visits_form.html", context, status=status)
