"""The contact card of a case: who is there for the person, today and otherwise."""

from nahtlos.cases.models import Case, MemberPart
from nahtlos.cases.queries.file import lead_of, members_of
from nahtlos.cases.queries.on_call import OnCallPage, on_call_page
from nahtlos.cases.rules.contact_card import AtNight, ContactCard, Deputy
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.clock import today
from nahtlos.organisations.queries import own_organisation


def contact_card(case: Case, *, first_name: bool = False) -> ContactCard:
    """The card of a case that `case_for` fetched. FIRST_NAME only where the person wants it
    there.
    """
    lead, call = lead_of(case), on_call_page(case.organisation_id)
    home = own_organisation(Actor(kind=Kind.JOB, organisation_id=case.organisation_id))
    return ContactCard(
        lead=lead.name if lead and lead.until is None else "",
        deputies=_deputies(case),
        house=home.name,
        phone=home.phone,
        at_night=_at_night(call) if call else None,
        printed_on=today(),
        first_name=case.client.given_name if first_name else "",
        code=case.code,
    )


def _at_night(call: OnCallPage) -> AtNight:
    return AtNight(call.function, call.phone, call.week, call.others, call.note)


def _deputies(case: Case) -> tuple[Deputy, ...]:
    """Who stands in these days, then the deputy of the case; each once."""
    found: dict[str, Deputy] = {}
    for member in members_of(case):
        if member.part == MemberPart.DEPUTY:
            until = member.until if member.stands_in_for else None
            found.setdefault(member.name, Deputy(member.name, until))
    return tuple(found.values())
