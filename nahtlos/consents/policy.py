"""Who may do what with consents. Whether somebody is on the case is answered by the fetch."""

from datetime import date
from typing import Final

from nahtlos.cases.policy import CASEWORK, can_work_on_cases
from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse
from nahtlos.foundation.ruling import states

# Who picks up the telephone: a withdrawal does not wait until the right colleague is back.
TAKES_CALLS: Final[frozenset[Role]] = CASEWORK | {Role.PARTNER_INTAKE, Role.ORG_ADMIN}


def can_see_consents(actor: Actor) -> Decision:
    """Everybody who accompanies people; whose consents she finds, the fetch says."""
    return can_work_on_cases(actor)


def can_prepare_consent(actor: Actor) -> Decision:
    """As reading: who is on the case asks for consents."""
    return can_work_on_cases(actor)


@states(
    "Einwilligung",
    "Einen Widerruf nimmt jede Person auf, die in der Organisation ans Telefon geht, auch ohne an "
    "der Begleitung beteiligt zu sein. Sie sieht dabei nur Nummer, Datum und Empfangsstelle.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/consents/test_withdrawal.py::test_a_colleague_who_is_not_on_the_case_takes_it_down",
        "tests/consents/test_withdrawal.py::test_a_hit_says_number_day_and_receiver_only",
    ),
)
def can_take_withdrawal(actor: Actor) -> Decision:
    """Who takes the call, on the case or not."""
    staff = actor.kind is Kind.STAFF and actor.organisation_id is not None
    return allow() if staff and actor.has(*TAKES_CALLS) else refuse()
