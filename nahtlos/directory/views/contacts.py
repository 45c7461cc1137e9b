"""Contact persons of an organisation: the pages need the topics and the team, so they live above
both.
"""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.directory.forms.contacts import ContactForm, contact_differences, contact_initial
from nahtlos.directory.forms.offers import topic_choices
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor, Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import STAFF, actor_of
from nahtlos.foundation.doubles import AlreadyThere, seen_doubles
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.organisations import actions, policy, queries
from nahtlos.organisations.models import ContactPerson
from nahtlos.people.queries import team

BOTH = ("GET", "POST")
EDITORS = frozenset(
    {str(Role.ORG_ADMIN), str(Role.LEAD), str(Role.COORDINATION), str(Role.PRISON_FAMILY)}
)
EDIT = Cases(opens=EDITORS, reads=STAFF - EDITORS)
EDIT_THING = Cases(opens=EDITORS, reads=STAFF - EDITORS, owned=True)


def _contact(actor: Actor, code: str) -> ContactPerson:
    try:
        return queries.own_contact(actor, code)
    except ContactPerson.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_edit_contacts, methods=BOTH, cases=EDIT)
def new_contact(request: HttpRequest) -> HttpResponse:
    """Add a contact person."""
    return _contact_page(request, None)


@page(policy.can_edit_contacts, methods=BOTH, cases=EDIT_THING)
def edit_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Change a contact person."""
    return _contact_page(request, _contact(actor_of(request), code))


@page(policy.can_edit_contacts, methods=("POST",), cases=EDIT_THING)
def confirm_contact(request: HttpRequest, code: str) -> HttpResponse:
    """The entry is still right."""
    actor = actor_of(request)
    actions.confirm_contact(actor=actor, contact=_contact(actor, code))
    messages.success(request, "Danke. Die Ansprechperson gilt als heute bestätigt.")
    return redirect("organisations:own")


@page(policy.can_edit_contacts, methods=("POST",), cases=EDIT_THING)
def remove_contact(request: HttpRequest, code: str) -> HttpResponse:
    """The function does not exist any more."""
    actor = actor_of(request)
    actions.remove_contact(actor=actor, contact=_contact(actor, code))
    messages.success(request, "Der Eintrag ist gelöscht.")
    return redirect("organisations:own")


def _contact_page(request: HttpRequest, contact: ContactPerson | None) -> HttpResponse:
    actor = actor_of(request)
    members = {member.code: member for member in team(actor)}
    held_by = next(
        (m.code for m in members.values() if contact and m.pk == contact.membership_id), ""
    )
    stored = contact_initial(contact, held_by) if contact else {}
    form = ContactForm(
        posted(request),
        initial=stored,
        sites=queries.own_sites(actor),
        members=[(code, member.account.name) for code, member in members.items()],
        topics=topic_choices(),
    )
    context: dict[str, Any] = {"form": form, "contact": contact, "stale": False}
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data)
        member = members.get(values.pop("member"))
        values["membership_id"] = member.pk if member else None
        try:
            _save(request, actor, contact, values)
        except Stale as stale:
            different = contact_differences(form, stored)
            if different:
                show_refusal(form, stale)
                context.update(stale=True, differences=different)
        except AlreadyThere as there:
            show_refusal(form, there)
            context["double"] = there
        except stamps.StampError as error:
            show_refusal(form, Refused(str(error)))
        if not form.errors:
            messages.success(request, "Die Ansprechperson ist gespeichert.")
            return redirect("organisations:own")
    context["version"] = version_for(request, contact, seen=context["stale"])
    return render(request, "directory/contact.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(
    request: HttpRequest, actor: Actor, contact: ContactPerson | None, values: dict[str, Any]
) -> None:
    """The second click of a double click on a new entry saves nothing more; what is refused spends
    no stamp, so that both clicks say why.
    """
    if contact is None and not stamps.spend(request.POST.get("stamp", "")[:200]):
        return
    version = request.POST.get("version", "")
    actions.save_contact(
        actor=actor, contact=contact, values=values, version=version, anyway=seen_doubles(request)
    )
