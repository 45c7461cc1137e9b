"""Questions as the tests ask them: through the product's own action, with a code of their own."""

from datetime import timedelta
from typing import Any

from nahtlos.foundation.access.actor import VISITOR
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake import actions as intake_actions
from nahtlos.intake.actions import Conversation, NewQuestion, Wish, ask_question
from nahtlos.intake.models import AccompanimentWish, CallBack, Enquiry, EnquiryMessage, FirstAdvice
from nahtlos.intake.queries.offices import Office, reply_workdays
from tests.cast import actor, organisation, organisation_id

OFFICE = "landesfachstelle-kvi"
CODE = "4711 0815 2342 1984"
DIGITS = CODE.replace(" ", "")
# Words that must be found nowhere but with the code.
TEXT = "Darf mein Sohn seinen Vater Adalbero an Weihnachten besuchen?"
NAME = "Roswitha Wunderlich"
NUMBER = "030 23125-774"
ANSWER = "Ja, fragen Sie nach dem Familientag, sagt Walpurga."


def ask(key: str = OFFICE, code: str = DIGITS, text: str = TEXT, **more: str) -> Enquiry:
    """A question to the organisation KEY that CODE opens."""
    home = organisation(key)
    with tenant(home.pk):
        office = Office(home, reply_workdays(home))
    question = NewQuestion(topic="visit", text=text, **more)
    return ask_question(actor=VISITOR, office=office, question=question, code=code)


def ask_for_call(key: str = OFFICE, number: str = NUMBER, **more: str) -> CallBack:
    """Somebody wants to be called by the organisation KEY."""
    home = organisation(key)
    office = Office(home, 3)
    return intake_actions.ask_for_call(actor=VISITOR, office=office, number=number, **more)


def fresh(enquiry: Enquiry) -> Enquiry | None:
    """The question as it stands now; None where it is gone."""
    with tenant(enquiry.organisation_id):
        return Enquiry.objects.filter(pk=enquiry.pk).first()


def questions(key: str = OFFICE) -> list[Enquiry]:
    """What was asked of an organisation since the test began, the oldest first; the demonstration's
    own questions are older.
    """
    with tenant(organisation_id(key)):
        rows = Enquiry.objects.filter(received_at__gte=now() - timedelta(minutes=30))
        return list(rows.order_by("received_at"))


def texts(enquiry: Enquiry) -> list[tuple[str, str]]:
    """(side, words) of every message."""
    with tenant(enquiry.organisation_id):
        rows = EnquiryMessage.objects.filter(enquiry=enquiry)
        return [(row.side, row.text) for row in rows]


def note(who: str = "edda", **more: Any) -> FirstAdvice:
    """A conversation as WHO notes it."""
    said: dict[str, Any] = {
        "on": today(),
        "channel": "phone",
        "topics": ("visit", "child"),
        "minutes": 15,
        "result": "answered",
        "asker": "parent",
    }
    adviser = actor(who)
    with tenant(adviser.organisation, adviser.account_id):
        return intake_actions.log_advice(actor=adviser, said=Conversation(**{**said, **more}))


def wish(enquiry: Enquiry, **more: Any) -> AccompanimentWish:
    """The person who asked gives her name."""
    given: dict[str, Any] = {"name": NAME, "phone": NUMBER, "agreed": True}
    with tenant(enquiry.organisation_id):
        return intake_actions.give_name(
            actor=VISITOR, enquiry=enquiry, wish=Wish(**{**given, **more})
        )
