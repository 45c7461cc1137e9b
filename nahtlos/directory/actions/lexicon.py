"""What coordination offices teach the finder. It holds for everybody who searches, at once for new
questions and a little later for what is indexed.
"""

from datetime import date
from typing import Final

from django.db import connection, transaction
from procrastinate.contrib.django import app

from nahtlos.directory import policy
from nahtlos.directory.actions.indexing import forget_what_is_known
from nahtlos.directory.models import LexiconEntry, LexiconKind
from nahtlos.directory.rules.entries import Unclear, part_of_words, words_that_mean_the_same
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version

REINDEX: Final = "directory:reindex_offers"
MOST_ENTRIES: Final = 500
_WAITS: Final = """
SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')
"""
_READ: Final = {
    LexiconKind.SAME: words_that_mean_the_same,
    LexiconKind.STEM: part_of_words,
}


@states(
    "Suche",
    "Koordinierungsstellen bringen der Suche neue Wörter bei. Das gilt für alle, die suchen.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_lexicon.py::test_what_was_taught_holds_for_the_next_question",
        "tests/directory/test_lexicon.py::test_others_teach_nothing",
    ),
)
@transaction.atomic
def save_entry(
    *, actor: Actor, entry: LexiconEntry | None, kind: str, text: str, version: str = ""
) -> LexiconEntry:
    """Add an entry (ENTRY None) or change an own one, made from its state VERSION; Stale where
    somebody was faster. Refused with a sentence where TEXT says nothing that the finder could use.
    """
    require(policy.can_edit_lexicon(actor))
    words = _read(kind, text)
    verb = Verb.CHANGED if entry else Verb.CREATED
    if entry is not None:
        entry = LexiconEntry.objects.select_for_update().get(pk=entry.pk)
        require_version(entry, version)
    else:
        entry = _new(actor)
    entry.kind, entry.words, entry.changed_at = kind, words, now()
    entry.save()
    _taught(actor, verb, entry.code)
    return entry


def _read(kind: str, text: str) -> list[str]:
    try:
        return _READ[LexiconKind(kind)](text)
    except (KeyError, ValueError) as error:
        reason = str(error) if isinstance(error, Unclear) else "Bitte wählen Sie aus."
        raise Refused(reason, field="words" if isinstance(error, Unclear) else "kind") from error


def _new(actor: Actor) -> LexiconEntry:
    own = LexiconEntry.objects.visible_to(actor)
    codes = set(own.values_list("code", flat=True))
    if len(codes) >= MOST_ENTRIES:
        raise Refused(f"Mehr als {MOST_ENTRIES} Einträge kann eine Stelle nicht anlegen.")
    return LexiconEntry(organisation_id=actor.organisation, code=free_code("W", codes.__contains__))


@transaction.atomic
def remove_entry(*, actor: Actor, entry: LexiconEntry) -> None:
    """The finder forgets it again."""
    require(policy.can_edit_lexicon(actor))
    code = entry.code
    entry.delete()
    _taught(actor, Verb.ENDED, code)


@transaction.atomic
def switch_delivered(*, actor: Actor, key: str, on: bool) -> None:
    """Let the delivered entry KEY count, or not. What another organisation switched off stays off.
    Said twice is said once.
    """
    require(policy.can_edit_lexicon(actor))
    own = LexiconEntry.objects.visible_to(actor).filter(kind=LexiconKind.OFF, words=[key])
    if on:
        if own.delete()[0]:
            _taught(actor, Verb.CHANGED, key)
    elif not own.exists():
        entry = _new(actor)
        entry.kind, entry.words, entry.changed_at = LexiconKind.OFF, [key], now()
        entry.save()
        _taught(actor, Verb.CHANGED, key)


def _taught(actor: Actor, verb: Verb, what: str) -> None:
    audit.record(actor, verb, "lexicon", what)
    forget_what_is_known()
    ask_for_reindex()


def ask_for_reindex() -> None:
    """Have the index written anew soon, once however often it is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, [REINDEX])
        if cursor.fetchone()[0]:
            return
    app.configure_task(REINDEX, queueing_lock=REINDEX).defer()
