"""An answer, whichever way it takes: in the inbox, over the link, taken down at the telephone, from
paper. One function, so that no way can do what another may not.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.db import transaction

from nahtlos.consents.models import Channel
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.ruling import states
from nahtlos.people.queries import account_names
from nahtlos.referrals.actions.held import held_by_receiver, held_by_sender, require_running
from nahtlos.referrals.actions.packing import note
from nahtlos.referrals.actions.steps import finish_step
from nahtlos.referrals.actions.telling import silence_receiver, tell_receiver, tell_sender
from nahtlos.referrals.models import (
    DeclineReason,
    Missed,
    Outcome,
    Reception,
    Referral,
    ReferralEvent,
    ReferralState,
)
from nahtlos.referrals.queries.packages import Side, Words, side_of
from nahtlos.referrals.rules.states import ANSWERS, RECEIVER, SENDER, WAITING, can_move

INBOX: Final = "inbox"
LINK: Final = "link"
MOST_WORDS: Final = 2000
VERBS: Final = {"accepted": Verb.ACCEPTED, "declined": Verb.DECLINED, "closed": Verb.CLOSED}
ALREADY: Final = {
    "accepted": "angenommen",
    "meeting": "mit einem Termin beantwortet",
    "declined": "abgelehnt",
    "closed": "abgeschlossen",
    "withdrawn": "zurückgezogen",
    "stopped": "gestoppt, weil die Einwilligung entfallen ist",
    "expired": "ohne Antwort abgelaufen",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody says to a request.

    move: the state it goes to. meeting_at, place: for a meeting. reason: why it is declined
    (DeclineReason) or a meeting was missed (Missed). outcome: how it ends (Outcome). words: own
    words, read by both sides. who, on: who said it and on which day, where it was taken down for
    the receiver. finish_step: the sender's step is done with it.
    """

    move: str
    meeting_at: datetime | None = None
    place: str = ""
    words: str = ""
    reason: str = ""
    outcome: str = ""
    who: str = ""
    on: date | None = None
    finish_step: bool = False


@transaction.atomic
def see_referral(*, actor: Actor, referral: Referral, channel: str = INBOX) -> Referral:
    """Somebody at the receiver opens the request: the first time the sender learns that it was
    read, every time the chain notes who looked.
    """
    current = held_by_receiver(actor, referral)
    if current.state != ReferralState.SENT:
        audit.record(actor, Verb.OPENED, "referral", current.code)
        return current
    current.state, current.seen_at = ReferralState.SEEN, now()
    current.save(update_fields=["state", "seen_at", "changed_at"])
    note(current, "seen", side="to", actor=actor, channel=channel)
    audit.record(actor, Verb.SEEN, "referral", current.code)
    return current


@states(
    "Überleitung",
    "Auf allen Wegen gilt dieselbe Antwort: im Eingang, über den Link, am Telefon, auf Papier. Die"
    " erste zählt, wer später kommt, liest, was schon gesagt ist.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_answering.py::test_all_four_ways_lead_to_the_same_answer",
        "tests/referrals/test_together.py::test_two_people_accept_at_once_and_the_second_reads_who_was_first",
    ),
)
@transaction.atomic
def answer_referral(
    *, actor: Actor, referral: Referral, answer: Answered, channel: str
) -> Referral:
    """Write down what was said to REFERRAL. Channels: `inbox` and `link` for the receiver herself,
    those of `Channel` where the sender takes it down for her. Said twice by the same it is said
    once.
    """
    side = side_of(actor, referral)
    held = held_by_receiver if side == "to" else held_by_sender
    current = held(actor, referral)
    # An answer the sender takes down is the receiver's own.
    said_by: Side = "to" if answer.move in ANSWERS else side
    _check_way(side, answer, channel)
    if _said_already(actor, current, answer, channel):
        return current
    _check_move(actor, current, answer, said_by)
    _check_content(current, answer, said_by=said_by, taken_down=side == "from")
    _move(current, answer)
    note(current, answer.move, side=said_by, actor=actor, channel=channel, words=_words(answer))
    if side == "to":
        _receive(actor, current)
    if answer.move == ReferralState.DECLINED:
        # Who says no has no more to read.
        silence_receiver(current, closed=False)
        current.key_for_receiver = None
    current.save()
    _tell(actor, current, answer, side)
    verb = VERBS.get(answer.move, Verb.ANSWERED)
    audit.record(actor, verb, "referral", current.code, {"to": answer.move, "channel": channel})
    return current


def _tell(actor: Actor, referral: Referral, answer: Answered, side: Side) -> None:
    tell_sender(referral, "answer", verb=f"referral_{answer.move}", actor=actor)
    if side == "from" and answer.finish_step:
        finish_step(actor, referral.origin)
    # What the sender herself says is news to the receiver.
    if side == "from" and answer.move not in ANSWERS:
        tell_receiver(referral, "referral_changed")


def _check_way(side: Side, answer: Answered, channel: str) -> None:
    ways = (INBOX, LINK) if side == "to" else Channel.values
    own_word = side == "from" and answer.move not in ANSWERS
    if channel not in ways and not (own_word and channel == ""):
        raise Refused("Bitte wählen Sie, wie die Antwort kam.", field="channel")


def _said_already(actor: Actor, referral: Referral, answer: Answered, channel: str) -> bool:
    """The same answer by the same person, a moment later: a double click. A further meeting is news
    unless it is the same one.
    """
    if referral.state != answer.move:
        return False
    if answer.move == ReferralState.MEETING:
        return referral.meeting_at == answer.meeting_at
    last = ReferralEvent.objects.filter(referral=referral, verb=answer.move).last()
    return last is not None and (last.account_id, last.channel) == (actor.account_id, channel)


def _check_move(actor: Actor, referral: Referral, answer: Answered, said_by: Side) -> None:
    if answer.move not in (RECEIVER if said_by == "to" else SENDER):
        raise Refused("Das kann nur die andere Seite eintragen.", field="move")
    if can_move(referral.state, answer.move):
        return
    if referral.state in ALREADY and referral.state != answer.move:
        require_running(referral)
    if referral.state in ALREADY:
        said = ALREADY[referral.state]
        raise Refused(f"Diese Anfrage wurde schon {said}{_by_whom(actor, referral)}.")
    raise Refused("Dazu muss die Anfrage erst angenommen sein.", field="move")


def _by_whom(actor: Actor, referral: Referral) -> str:
    """Who of the actor's own organisation was first: " von Cem"; others are not named."""
    taken = Reception.objects.filter(referral=referral).values_list("taken_by", flat=True).first()
    if actor.organisation_id != referral.to_organisation_id or actor.account_id is None:
        return ""
    name = account_names(actor).get(taken) if taken else None
    return f" von {name}" if name else " über den Link"


def _check_content(
    referral: Referral, answer: Answered, *, said_by: Side, taken_down: bool
) -> None:
    if len(answer.words) > MOST_WORDS:
        raise Refused(f"Bitte höchstens {MOST_WORDS} Zeichen.", field="words")
    required = {
        "declined": (DeclineReason, "reason", "Bitte wählen Sie einen Grund."),
        "missed": (Missed, "reason", "Bitte wählen Sie, woran es lag."),
        "closed": (Outcome, "outcome", "Bitte wählen Sie, was daraus geworden ist."),
    }
    if answer.move in required:
        kinds, field, sentence = required[answer.move]
        if getattr(answer, field) not in kinds.values:
            raise Refused(sentence, field=field)
    if answer.move == ReferralState.MEETING:
        check_meeting(answer.meeting_at)
    if taken_down and said_by == "to":
        _check_taken_down(referral, answer)


def check_meeting(at: datetime | None) -> None:
    """Refused where a meeting has no hour, lies in the past, or in an hour that the clocks skip."""
    if at is None:
        raise Refused("Bitte tragen Sie Tag und Uhrzeit ein.", field="meeting_at")
    local = at.astimezone(BERLIN)
    if local.astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(
            "Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr wird vorgestellt.", field="meeting_at"
        )
    if at < now():
        raise Refused("Dieser Termin liegt in der Vergangenheit.", field="meeting_at")


def _check_taken_down(referral: Referral, answer: Answered) -> None:
    if not answer.who.strip():
        raise Refused("Bitte schreiben Sie, mit wem Sie gesprochen haben.", field="who")
    if answer.on is None:
        raise Refused("Bitte tragen Sie ein, wann die Antwort kam.", field="on")
    if answer.on > today():
        raise Refused("Dieser Tag liegt in der Zukunft.", field="on")
    if referral.sent_at and answer.on < referral.sent_at.astimezone(BERLIN).date():
        raise Refused("An diesem Tag war die Anfrage noch nicht gesendet.", field="on")


def _words(answer: Answered) -> Words:
    return Words(
        text=answer.words.strip(),
        who=answer.who.strip(),
        on=answer.on.isoformat() if answer.on else "",
        place=answer.place.strip(),
    )


def _move(referral: Referral, answer: Answered) -> None:
    """Write ANSWER into the row, not yet into the database."""
    if referral.state in WAITING and answer.move in ANSWERS:
        referral.answered_at = now()
    referral.state = answer.move
    if answer.move == ReferralState.MEETING:
        referral.meeting_at, referral.missed = answer.meeting_at, ""
    if answer.move == ReferralState.MISSED:
        referral.missed = answer.reason
    if answer.move == ReferralState.DECLINED:
        referral.decline_reason, referral.closed_on = answer.reason, today()
    if answer.move == ReferralState.CLOSED:
        referral.outcome, referral.closed_on = answer.outcome, today()


def _receive(actor: Actor, referral: Referral) -> None:
    """Who took it stays the receiver's own knowledge; the first one is named."""
    Reception.objects.get_or_create(
        referral=referral,
        organisation_id=actor.organisation,
        defaults={"taken_by": actor.account_id, "taken_at": now()},
    )
