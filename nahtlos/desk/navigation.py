"""The staff menu by role: (name of the address, label)."""

from nahtlos.cases.policy import can_work_on_cases
from nahtlos.foundation.access import Actor, Role
from nahtlos.intake.policy import can_advise, can_log
from nahtlos.records.policy import can_see_hours
from nahtlos.referrals.policy import can_see_inbox


def staff_navigation(actor: Actor) -> list[tuple[str, str]]:
    """What ACTOR finds in the menu; nothing that would answer 404."""
    if actor.organisation_id is None:
        return []
    items = [("staff:start", "Übersicht")]
    if can_work_on_cases(actor):
        items += [("cases:list", "Begleitungen"), ("referrals:sent_list", "Anfragen")]
    if can_see_inbox(actor):
        items.append(("referrals:inbox", "Eingang"))
    if can_see_hours(actor):
        items.append(("records:hours", "Stunden"))
    items += _advice(actor)
    items += [("offers:list", "Angebote"), ("organisations:own", "Organisation")]
    if actor.has(Role.ORG_ADMIN):
        items.append(("people:team", "Team"))
    if actor.has(Role.COORDINATION, Role.ORG_ADMIN):
        items.append(("offers:feedback", "Rückmeldungen"))
    if actor.has(Role.DATA_PROTECTION):
        items.append(("staff:log", "Protokoll"))
    return items


def _advice(actor: Actor) -> list[tuple[str, str]]:
    """First advice: who answers finds her log among the questions."""
    if can_advise(actor):
        return [("intake:inbox", "Fragen")]
    return [("intake:log", "Beratung")] if can_log(actor) else []
