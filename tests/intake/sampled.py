"""Samples of the addresses of first advice: (things, body, query). One question lies in each of two
organisations.
"""

from typing import Any

from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.intake.models import CallBack, Enquiry, FirstAdvice
from nahtlos.people.queries import team
from tests.cast import actor, organisation_id
from tests.intake import asked

WRITERS = {"wegbegleitung-musterland": "role:coordination", "wohnhilfe-sued": "role:teaching"}
CODES = {"wegbegleitung-musterland": "1111222233334444", "wohnhilfe-sued": "5555666677778888"}


def furnish() -> None:
    """A question for each row of the matrix."""
    for key, code in CODES.items():
        asked.ask(key, code)
        asked.ask_for_call(key)
        asked.note(WRITERS[key])
        _wished(key)


def _wished(key: str) -> None:
    """The person who asked KEY gives her name."""
    asked.wish(enquiry(key))


def enquiry(key: str) -> Enquiry:
    """The question to the organisation KEY."""
    with tenant(organisation_id(key)):
        return Enquiry.objects.select_related("organisation").order_by("received_at")[0]


def _call(key: str) -> dict[str, Any]:
    with tenant(organisation_id(key)):
        return {"code": CallBack.objects.order_by("asked_at")[0].code}


def _stamped(key: str) -> dict[str, Any]:
    return {"stamp": stamps.issue()}


def noted(key: str) -> FirstAdvice:
    """The conversation noted in the organisation KEY."""
    with tenant(organisation_id(key)):
        return FirstAdvice.objects.order_by("created_at")[0]


def _noted(key: str) -> dict[str, Any]:
    return {"code": noted(key).code}


def _conversation(key: str) -> dict[str, Any]:
    return {
        "on": f"{today():%d.%m.%Y}",
        "channel": "phone",
        "topics": ["child", "visit"],
        "asker": "parent",
        "minutes": "15",
        "result": "answered",
        "language": "de",
    }


def _nothing(key: str) -> dict[str, Any]:
    return {}


def _code(key: str) -> dict[str, Any]:
    return {"code": enquiry(key).code}


def _question(key: str) -> dict[str, Any]:
    return {"topic": "visit", "text": asked.TEXT, "stamp": stamps.issue()}


def _answer(key: str) -> dict[str, Any]:
    return {
        "text": asked.ANSWER,
        "stamp": stamps.issue(),
        "version": version_of(enquiry(key)),
    }


def _colleague(key: str) -> dict[str, Any]:
    office = actor("role:coordination")
    assert office.account_id
    with tenant(office.organisation, office.account_id):
        return {"member": team(office).get(account_id=office.account_id).code}


ADVICE: dict[str, tuple[Any, ...]] = {
    "advice:ask": (_nothing, _question),
    "advice:read": (
        _nothing,
        lambda key: {"deed": "open", "code": CODES["wegbegleitung-musterland"]},
    ),
    "advice:call": (
        _nothing,
        lambda key: {"number": asked.NUMBER, "stamp": stamps.issue()},
    ),
    "advice:call_asked": (_nothing,),
    "intake:log": (_nothing, lambda key: {**_conversation(key), **_stamped(key)}),
    "intake:entry": (
        _noted,
        lambda key: {**_conversation(key), "version": version_of(noted(key))},
    ),
    "intake:delete": (_noted, _stamped),
    "intake:call_backs": (_nothing,),
    "intake:called": (_call, _stamped),
    "intake:missed": (_call, _stamped),
    "intake:inbox": (_nothing,),
    "intake:desk": (_nothing, lambda key: {"reply_workdays": "4", "version": ""}),
    "intake:enquiry": (_code,),
    "intake:answer": (_code, _answer),
    "intake:done": (_code,),
    "intake:begin": (_code,),
    "intake:hand_on": (_code, _colleague),
}
