"""What an adviser notes of a conversation: codes for counting, no word about anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction

from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import require_version
from nahtlos.intake import policy
from nahtlos.intake.models import FirstAdvice
from nahtlos.intake.rules.log import LATE_DAYS, can_be_corrected, kept_from
from nahtlos.intake.rules.vocabulary import ASKERS, CHANNELS, LONGEST_MINUTES, RESULTS, TOPICS

TOO_LATE: Final = "Dieser Eintrag ist älter als 14 Tage und bleibt, wie er ist."
LISTS: Final[Mapping[str, Mapping[str, str]]] = {
    "channel": CHANNELS,
    "asker": ASKERS,
    "result": RESULTS,
}


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in codes of `rules.vocabulary`; `language` is a code of the directory's list,
    the place a Land and a district.
    """

    on: date
    channel: str
    topics: tuple[str, ...]
    minutes: int
    result: str
    asker: str = "unsaid"
    language: str = "de"
    land_code: str = ""
    district_code: str = ""


def _check(said: Conversation) -> None:
    """Refused where something cannot be right."""
    if said.on > today():
        raise Refused("Dieser Tag liegt in der Zukunft.", field="on")
    if (today() - said.on).days > LATE_DAYS:
        raise Refused(f"Bitte höchstens {LATE_DAYS} Tage zurück.", field="on")
    if not said.topics or not set(said.topics) <= set(TOPICS):
        raise Refused("Bitte wählen Sie mindestens ein Thema.", field="topics")
    if not 1 <= said.minutes <= LONGEST_MINUTES:
        raise Refused(f"Bitte nennen Sie 1 bis {LONGEST_MINUTES} Minuten.", field="minutes")
    for name, known in LISTS.items():
        if getattr(said, name) not in known:
            raise Refused("Bitte wählen Sie etwas aus der Liste.", field=name)


def _write(entry: FirstAdvice, said: Conversation) -> None:
    for name in ("on", "channel", "minutes", "result", "asker", "language"):
        setattr(entry, name, getattr(said, name))
    entry.topics = [topic for topic in TOPICS if topic in said.topics]
    entry.land_code, entry.district_code = said.land_code, said.district_code


@transaction.atomic
def log_advice(*, actor: Actor, said: Conversation) -> FirstAdvice:
    """Note that somebody was advised."""
    require(policy.can_log(actor))
    if actor.account_id is None:
        raise LookupError("an entry is somebody's")
    _check(said)
    taken = FirstAdvice.objects.visible_to(actor)
    entry = FirstAdvice(
        organisation_id=actor.organisation,
        code=free_code("B", lambda code: taken.filter(code=code).exists()),
        account_id=actor.account_id,
        created_at=now(),
    )
    _write(entry, said)
    entry.save(force_insert=True)
    audit.record(actor, Verb.CREATED, "first_advice", entry.code)
    return entry


def _held(entry: FirstAdvice) -> FirstAdvice:
    """ENTRY as it is now, locked; Refused where its time for corrections is over."""
    current = FirstAdvice.objects.select_for_update().get(pk=entry.pk)
    if not can_be_corrected(current.created_at.astimezone(BERLIN).date(), today()):
        raise Refused(TOO_LATE)
    return current


@states(
    "Erstberatung ohne Namen",
    "Was über ein Beratungsgespräch notiert wird, sind nur Angaben zum Zählen. Nach 24 Monaten ist"
    " auch das gelöscht.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_log.py::test_after_two_years_an_entry_goes",
        "tests/intake/test_log.py::test_there_is_no_place_for_a_word_about_anybody",
    ),
)
@transaction.atomic
def correct_advice(
    *, actor: Actor, entry: FirstAdvice, said: Conversation, version: str
) -> FirstAdvice:
    """Change an entry of the last fourteen days, made from the state VERSION; Stale where a
    colleague was faster.
    """
    require(policy.can_log(actor))
    _check(said)
    current = _held(entry)
    require_version(current, version)
    _write(current, said)
    current.save()
    audit.record(actor, Verb.CHANGED, "first_advice", current.code)
    return current


@transaction.atomic
def delete_advice(*, actor: Actor, entry: FirstAdvice) -> None:
    """Take an entry of the last fourteen days away."""
    require(policy.can_log(actor))
    current = _held(entry)
    audit.record(actor, Verb.ENDED, "first_advice", current.code)
    current.delete()


def forget_old_advice(organisation_id: UUID, today: date) -> int:
    """Take away every entry older than 24 months on TODAY; how many."""
    actor = Actor(kind=Kind.JOB, organisation_id=organisation_id)
    with tenant(organisation_id):
        old = FirstAdvice.objects.filter(organisation_id=organisation_id, on__lt=kept_from(today))
        gone, _ = old.delete()
        if gone:
            audit.record(actor, Verb.EXPIRED, "first_advice", "", {"count": gone})
    return gone
