"""What an organisation says of itself: its own pages."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor, Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import STAFF, actor_of
from nahtlos.foundation.doubles import AlreadyThere, seen_doubles
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.organisations import actions, policy, queries
from nahtlos.organisations.forms import OrganisationForm, SiteForm, differences
from nahtlos.organisations.models import Site
from nahtlos.organisations.rules import reference

BOTH = ("GET", "POST")
ADMIN = frozenset({str(Role.ORG_ADMIN)})
EDIT = Cases(opens=ADMIN, reads=STAFF - ADMIN)
EDIT_THING = Cases(opens=ADMIN, reads=STAFF - ADMIN, owned=True)


@page(policy.can_see_own, cases=Cases.staff())
def own(request: HttpRequest) -> HttpResponse:
    """The organisation with its sites, contact persons and what is not up to date."""
    actor = actor_of(request)
    organisation = queries.own_organisation(actor)
    context = {
        "organisation": organisation,
        "kind": reference.ORGANISATION_KINDS.get(organisation.kind, ""),
        "sites": queries.own_addresses(actor),
        "contacts": queries.with_prison_names(queries.own_contacts(actor)),
        "may_edit": bool(policy.can_edit_organisation(actor)),
        "may_edit_contacts": bool(policy.can_edit_contacts(actor)),
    }
    return render(request, "organisations/own.html", context)


@page(policy.can_edit_organisation, methods=BOTH, cases=EDIT)
def edit(request: HttpRequest) -> HttpResponse:
    """Change what the organisation says of itself."""
    actor = actor_of(request)
    organisation = queries.own_organisation(actor)
    form = OrganisationForm(posted(request), instance=queries.own_organisation(actor))
    context: dict[str, Any] = {"form": form, "stale": False}
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(
                actor=actor,
                organisation=organisation,
                values=form.cleaned_data,
                version=request.POST.get("version", ""),
                anyway=seen_doubles(request),
            )
        except Stale as stale:
            different = differences(form, organisation)
            if different:
                show_refusal(form, stale)
                context.update(stale=True, differences=different)
        except AlreadyThere as there:
            show_refusal(form, there)
            context["double"] = there
        except Refused as refused:
            show_refusal(form, refused)
        if not form.errors:
            messages.success(request, "Gespeichert. Die Angaben gelten als heute geprüft.")
            return redirect("organisations:own")
    context["version"] = version_for(request, organisation, seen=context["stale"])
    return render(request, "organisations/edit.html", context, status=422 if form.errors else 200)


@page(policy.can_edit_organisation, methods=("POST",), cases=EDIT)
def confirm(request: HttpRequest) -> HttpResponse:
    """Everything is still true."""
    actor = actor_of(request)
    actions.confirm_organisation(actor=actor, organisation=queries.own_organisation(actor))
    messages.success(request, "Danke. Die Angaben gelten als heute geprüft.")
    return redirect("organisations:own")


@page(policy.can_edit_organisation, methods=BOTH, cases=EDIT)
def new_site(request: HttpRequest) -> HttpResponse:
    """Add a site."""
    return _site_page(request, None)


@page(policy.can_edit_organisation, methods=BOTH, cases=EDIT_THING)
def edit_site(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a site."""
    try:
        return _site_page(request, queries.own_address(actor_of(request), slug))
    except Site.DoesNotExist as error:
        raise Http404 from error


def _site_page(request: HttpRequest, site: Site | None) -> HttpResponse:
    actor = actor_of(request)
    instance = queries.own_address(actor, site.slug) if site else None
    form = SiteForm(posted(request), instance=instance)
    context: dict[str, Any] = {"form": form, "site": site, "stale": False}
    if request.method == "POST" and form.is_valid():
        try:
            _save_site(request, actor, site, form.cleaned_data)
        except Stale as stale:
            different = differences(form, site) if site else []
            if different:
                show_refusal(form, stale)
                context.update(stale=True, differences=different)
        except AlreadyThere as there:
            show_refusal(form, there)
            context["double"] = there
        except (Refused, stamps.StampError) as refused:
            show_refusal(form, refused if isinstance(refused, Refused) else Refused(str(refused)))
        if not form.errors:
            messages.success(request, "Der Standort ist gespeichert.")
            return redirect("organisations:own")
    context["version"] = version_for(request, site, seen=context["stale"])
    return render(request, "organisations/site.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save_site(
    request: HttpRequest, actor: Actor, site: Site | None, values: dict[str, Any]
) -> None:
    """The second click of a double click on a new site saves nothing more; what is refused spends
    no stamp, so that both clicks say why.
    """
    if site is None and not stamps.spend(request.POST.get("stamp", "")[:200]):
        return
    version = request.POST.get("version", "")
    actions.save_site(
        actor=actor, site=site, values=values, version=version, anyway=seen_doubles(request)
    )
