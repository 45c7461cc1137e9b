"""Ways of looking that somebody keeps for tomorrow."""

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.clock import now
from nahtlos.foundation.codes import free_code
from nahtlos.lookout import policy
from nahtlos.lookout.models import SavedLook
from nahtlos.lookout.queries import saved_look, saved_looks
from nahtlos.lookout.rules.looks import LONGEST, MOST, AheadLook
from nahtlos.people.models import Membership
from nahtlos.people.queries import own_membership

NO_NAME: Final = "Bitte geben Sie der Ansicht einen Namen."
TOO_LONG: Final = f"Bitte schreiben Sie kürzer: höchstens {LONGEST} Zeichen."
ENOUGH: Final = f"Sie haben schon {MOST} Ansichten. Bitte löschen Sie zuerst eine."


@transaction.atomic
def keep_look(*, actor: Actor, name: str, words: Mapping[str, str]) -> SavedLook:
    """Keep the look of WORDS as NAME; a look of that name is replaced, so twice is once. Refused
    without a name, with a long one, and beyond twenty. Nothing stands in the chain: it tells of
    nobody.
    """
    require(policy.can_take_along(actor))
    named = " ".join(name.split())
    if not named:
        raise Refused(NO_NAME, field="name")
    if len(named) > LONGEST:
        raise Refused(TOO_LONG, field="name")
    # Two tabs come one after the other.
    member = Membership.objects.select_for_update(no_key=True).get(pk=own_membership(actor).pk)
    mine = list(saved_looks(actor))
    same = next((one for one in mine if one.name == named), None)
    if same is None and len(mine) >= MOST:
        raise Refused(ENOUGH, field="name")
    kept = same or SavedLook(
        organisation_id=actor.organisation,
        code=free_code("B", lambda code: _taken(actor, code)),
        account_id=member.account_id,
        name=named,
        kept_at=now(),
    )
    kept.look = AheadLook.of(words).words()
    kept.save()
    return kept


def _taken(actor: Actor, code: str) -> bool:
    return SavedLook.objects.filter(organisation_id=actor.organisation, code=code).exists()


@transaction.atomic
def forget_look(*, actor: Actor, code: str) -> None:
    """Put one away. SavedLook.DoesNotExist for anybody else's."""
    require(policy.can_take_along(actor))
    saved_look(actor, code).delete()
