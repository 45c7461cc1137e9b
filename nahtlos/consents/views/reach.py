"""How every page here begins: the case or the consent, fetched for who is on it, 404 for everybody
else.
"""

from typing import Any, Final

from django.http import Http404, HttpRequest

from nahtlos.cases.models import Case, Custody
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries import case_for
from nahtlos.cases.queries.stays import running_stay
from nahtlos.consents.models import Consent, GivenIn
from nahtlos.consents.queries import consent_for
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor, Cases, Role
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.page import actor_of
from nahtlos.organisations.queries import contacts_held_by
from nahtlos.people.queries import own_membership

BOTH: Final = ("GET", "POST")
WORKERS: Final = frozenset(str(role) for role in CASEWORK)
THING: Final = Cases(opens=WORKERS, owned=True, need_to_know=True)
_FUNCTIONS: Final = {
    Role.COACH: "Integrationscoach",
    Role.PRISON_SOCIAL: "Sozialdienst",
    Role.PRISON_FAMILY: "Familienbeauftragte Person",
    Role.COORDINATION: "Koordinierungsstelle",
    Role.LEAD: "Fachleitung",
}


def case_of(request: HttpRequest, code: str) -> Case:
    """The case CODE for who asks; Http404 for strangers and for colleagues who are not on it."""
    try:
        return case_for(actor_of(request), code)
    except Case.DoesNotExist as error:
        raise Http404 from error


def consent_of(request: HttpRequest, number: str) -> Consent:
    """The consent NUMBER for who asks, in the same way."""
    try:
        return consent_for(actor_of(request), number)
    except Consent.DoesNotExist as error:
        raise Http404 from error


def spent(request: HttpRequest) -> bool:
    """Whether this is the second click of a double click. Refused for a form that was open too
    long.
    """
    try:
        return not stamps.spend(request.POST.get("stamp", "")[:200])
    except stamps.StampError as error:
        raise Refused(str(error)) from error


def own_function(actor: Actor) -> str:
    """What the paper calls who asks: the function she answers for, else her role."""
    held = contacts_held_by(actor, own_membership(actor).pk).first()
    if held is not None:
        return held.function
    return next((words for role, words in _FUNCTIONS.items() if actor.has(role)), "")


def where_now(case: Case) -> dict[str, Any]:
    """What is known of where the person is: given_in, and the release that is planned."""
    stay = running_stay(case)
    inside = stay is not None and stay.custody != Custody.BEFORE
    return {
        "given_in": GivenIn.CUSTODY if inside else GivenIn.FREEDOM,
        "release_on": stay.release_on if stay else None,
    }
