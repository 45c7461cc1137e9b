"""The fetch that is the permission check: a case, a request of ours, a request to us; 404 for
everybody else. And what every form of this room does with a stamp and a refusal.
"""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from nahtlos.cases.models import Case
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries import case_for, case_with_person
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Cases
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.referrals.models import INTAKE, Referral
from nahtlos.referrals.queries.finding import received, sent_referral

BOTH: Final = ("GET", "POST")
WORKERS: Final = frozenset(str(role) for role in CASEWORK)
RECEIVERS: Final = frozenset(str(role) for role in INTAKE)
# A list: everybody who accompanies people.
LIST: Final = Cases(opens=WORKERS)
# A thing of a case: only who is on it.
THING: Final = Cases(opens=WORKERS, owned=True, need_to_know=True)
INBOX_LIST: Final = Cases(opens=RECEIVERS)
INBOX_THING: Final = Cases(opens=RECEIVERS, owned=True)


def case_of(request: HttpRequest, code: str) -> Case:
    """The case CODE of somebody on it."""
    try:
        return case_for(actor_of(request), code)
    except Case.DoesNotExist as error:
        raise Http404 from error


def case_alone_of(request: HttpRequest, code: str) -> Case:
    """The same with its person and nothing else, where the page needs no more."""
    try:
        return case_with_person(actor_of(request), code)
    except Case.DoesNotExist as error:
        raise Http404 from error


def sent_by_us(request: HttpRequest, code: str) -> Referral:
    """The request CODE, draft or not, of somebody on its case."""
    try:
        return sent_referral(actor_of(request), code)
    except Referral.DoesNotExist as error:
        raise Http404 from error


def sent_to_us(request: HttpRequest, code: str) -> Referral:
    """The request CODE that came to the actor's organisation."""
    try:
        return received(actor_of(request), code)
    except Referral.DoesNotExist as error:
        raise Http404 from error


def page_of(case: Case) -> str:
    """The address of the case file, which is composed further up the house; where that is not
    mounted, the plan's.
    """
    try:
        return reverse("staff:case", kwargs={"code": case.code})
    except NoReverseMatch:
        return reverse("cases:plan", kwargs={"code": case.code})


def spent(request: HttpRequest) -> bool:
    """Whether this is the second click of a double click. Refused for a form that was open too
    long.
    """
    try:
        return not stamps.spend(request.POST.get("stamp", "")[:200])
    except stamps.StampError as error:
        raise Refused(str(error)) from error


def refuse_in(form: forms.Form, refused: Refused, fields: Mapping[str, str]) -> None:
    """Put REFUSED beside its field; FIELDS says how the form calls what the action calls
    otherwise.
    """
    field = fields.get(refused.field, refused.field)
    show_refusal(form, Refused(refused.reason, field=field))


def frame(case: Case, **more: Any) -> dict[str, Any]:
    """What every page of a case shows around itself."""
    return {"case": case, "case_url": page_of(case), **more}
