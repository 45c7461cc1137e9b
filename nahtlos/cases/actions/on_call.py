"""Whom the people who are accompanied reach outside the usual hours."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nahtlos.cases import policy
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import OnCall
from nahtlos.people.queries import on_call

FIELDS = ("function", "phone", "week", "exceptions", "on_holidays", "note")


@transaction.atomic
def save_on_call(*, actor: Actor, values: Mapping[str, Any] | None, version: str) -> OnCall | None:
    """What stands on the page of the on-call telephone, with `week` and `exceptions` as the table
    keeps them; None takes it away. VERSION is that of the row, '' where there is none; Stale where
    somebody was faster. The same again changes nothing.
    """
    require(policy.can_set_on_call(actor))
    # The organisation's row is what two who begin at once can wait for.
    Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation)
    row = on_call(actor.organisation)
    if _is_so(row, values):
        return row
    if version_of(row) != version:
        raise Stale
    if values is None:
        if row is not None:
            row.delete()
        audit.record(actor, Verb.ENDED, "on_call")
        return None
    saved = row or OnCall(organisation_id=actor.organisation)
    for name in FIELDS:
        setattr(saved, name, values[name])
    saved.save()
    audit.record(actor, Verb.CHANGED, "on_call")
    return saved


def _is_so(row: OnCall | None, values: Mapping[str, Any] | None) -> bool:
    if row is None or values is None:
        return row is None and values is None
    return all(getattr(row, name) == values[name] for name in FIELDS)
