"""An organisation says when somebody is there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from nahtlos.directory import policy
from nahtlos.directory.models import Offer, OpeningHours
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import Stale, require_version
from nahtlos.organisations.actions import confirmed_by_themselves
from nahtlos.organisations.models import Organisation


@states(
    "Verzeichnis",
    "Unbekannte oder abgelaufene Öffnungszeiten heißen unbekannt, nie „geöffnet“.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_rules_opening.py::test_what_nobody_told_is_unknown_and_never_open",
        "tests/directory/test_opening.py::test_hours_that_ran_out_say_so",
    ),
)
@transaction.atomic
def save_hours(
    *, actor: Actor, offer: Offer | None, values: Mapping[str, Any], version: str
) -> OpeningHours | None:
    """Write the hours of OFFER, or (None) of the organisation itself, made from the state VERSION
    ('' where there was none); Stale where somebody was faster. Without any hours they are unknown
    again: None. VALUES: week {weekday: spans}, exceptions {day: spans}, on_holidays, note,
    valid_until.
    """
    require(policy.can_edit_offers(actor))
    # The organisation's row stands for the hours that are not there yet.
    home = Organisation.objects.select_for_update().get(pk=actor.organisation)
    row = OpeningHours.objects.filter(organisation=home, offer=offer).first()
    if row is None and version:
        raise Stale
    if row is not None:
        require_version(row, version)
    code = offer.slug if offer else home.slug
    if not values["week"] and not values["exceptions"]:
        if row is not None:
            row.delete()
            audit.record(actor, Verb.ENDED, "opening_hours", code)
        return None
    row = row or OpeningHours(organisation=home, offer=offer)
    write_hours(row, values)
    row.facts = confirmed_by_themselves()
    row.save()
    audit.record(actor, Verb.CHANGED, "opening_hours", code)
    return row


def write_hours(row: OpeningHours, values: Mapping[str, Any]) -> None:
    """Put VALUES, as `save_hours` takes them, into ROW."""
    row.week = {str(day): [list(span) for span in spans] for day, spans in values["week"].items()}
    row.exceptions = {
        day.isoformat(): [list(span) for span in spans]
        for day, spans in values["exceptions"].items()
    }
    row.on_holidays, row.note = values["on_holidays"], values["note"]
    row.valid_until, row.changed_at = values["valid_until"], now()
