"""Two files of the same person become one person's, by somebody who reads both; and that is taken
back. Files, members, requests, consents and notes stay where they are.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from nahtlos.cases import policy
from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.held import touch
from nahtlos.cases.actions.names import shelve
from nahtlos.cases.models import Case, Client, ClientMerge, Ground
from nahtlos.cases.queries.merging import labels, said_of, version_of_both
from nahtlos.cases.rules.merging import QUESTIONS, Merged, merged, separated
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states

CHANGED: Final = (
    "Die Angaben zu einer der beiden Personen haben sich inzwischen geändert. Unten steht der neue"
    " Stand. Bitte vergleichen Sie noch einmal. Zusammengeführt ist noch nichts."
)
SOMEWHERE: Final = (
    "Es gibt vielleicht noch eine Akte dazu, die Sie nicht öffnen dürfen. Bitte fragen Sie die"
    " Fachleitung. Geändert ist nichts."
)
TWO_KINDS: Final = (
    "Eine Begleitung im Übergang und die Begleitung einer Familie handeln von verschiedenen"
    " Menschen. Sie werden nicht zusammengeführt."
)
DECIDE: Final = "Bitte wählen Sie, was stimmt: {}."
NOT_LAST: Final = (
    "Danach wurde noch eine Akte dieser Person zusammengeführt. Bitte nehmen Sie zuerst das zurück."
)
_ONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def _one_at_a_time(organisation: UUID) -> None:
    """Whoever merges waits for whoever is merging: two would each hold a file of the other."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [f"cases:merging {organisation}"])


def _lock(actor: Actor, persons: Collection[UUID]) -> list[Case]:
    """Every file of PERSONS, locked. Refused where ACTOR may not open one of them: she would decide
    for others what they read.
    """
    rows = Case.objects.select_for_update(no_key=True).filter(
        organisation_id=actor.organisation, client__in=persons
    )
    files = list(rows.order_by("pk"))
    mine = set(
        Case.objects.visible_to(actor).filter(client__in=persons).values_list("pk", flat=True)
    )
    if any(file.pk not in mine for file in files):
        raise Refused(SOMEWHERE)
    return files


def _client_of(actor: Actor, case: Case) -> UUID:
    """The person of CASE as it is now; Http404 for who is not on it."""
    found = Case.objects.visible_to(actor).filter(pk=case.pk).values_list("client", flat=True)
    client = found.first()
    if client is None:
        raise Http404
    return client


@states(
    "Begleitung",
    "Nichts wird von selbst zusammengeführt. Wer zwei Akten derselben Person zusammenführt, darf"
    " beide öffnen, sieht sie vorher nebeneinander und kann es zurücknehmen. Was in den Akten"
    " steht, und wer sie liest, bleibt, wie es ist.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/cases/test_merging.py::test_both_files_stay_with_all_they_hold_and_say_one_person",
        "tests/cases/test_merging.py::test_taken_back_everything_is_as_it_was",
        "tests/cases/test_merging.py::test_who_may_not_open_every_file_of_the_person_merges_nothing",
    ),
)
@transaction.atomic
def merge_clients(
    *,
    actor: Actor,
    case: Case,
    other: Case,
    choices: Mapping[str, str],
    ground: str,
    version: str,
) -> ClientMerge | None:
    """Let the files of the person of OTHER be those of the person of CASE. CHOICES {question:
    "kept" | "folded"} say which of two values stands; VERSION is that of the preview. Said twice it
    is said once (None). Refused where somebody has to decide, or was faster.
    """
    require(policy.can_work_on_cases(actor))
    _one_at_a_time(actor.organisation)
    persons = {_client_of(actor, case), _client_of(actor, other)}
    if len(persons) == 1:
        return None
    files = _lock(actor, persons)
    if len({file.kind for file in files}) > 1:
        raise Refused(TWO_KINDS)
    clients = Client.objects.select_for_update().filter(pk__in=persons).order_by("pk")
    by_key = {client.pk: client for client in clients}
    here = {file.pk: by_key[file.client_id] for file in files}
    kept, folded = here[case.pk], here[other.pk]
    if version_of_both(kept, folded) != version:
        raise Refused(CHANGED)
    said = _decided(kept, folded, choices)
    if ground not in Ground.values:
        raise Refused("Bitte sagen Sie, woher Sie es wissen.", field="ground")
    merge = _write(actor, kept, folded, said, ground, files)
    _tell(actor, files, merge, "files_merged", Verb.MERGED)
    return merge


def _decided(kept: Client, folded: Client, choices: Mapping[str, str]) -> Merged:
    said = merged(said_of(kept), said_of(folded), choices)
    if said.undecided:
        asked = ", ".join(QUESTIONS[question] for question in said.undecided)
        raise Refused(DECIDE.format(asked), field=said.undecided[0])
    return said


def _write(
    actor: Actor,
    kept: Client,
    folded: Client,
    said: Merged,
    ground: str,
    files: Collection[Case],
) -> ClientMerge:
    moving = [file for file in files if file.client_id == folded.pk]
    along = list(Client.objects.filter(leads_to=folded))
    merge = ClientMerge(
        organisation_id=actor.organisation,
        code=free_code("Z", lambda code: _is_taken(actor, code)),
        kept=kept,
        folded=folded,
        ground=ground,
        cases=[str(file.pk) for file in moving],
        along=[str(one.pk) for one in along],
        merged_at=now(),
        merged_by=actor.account_id,
    )
    merge.before, merge.folded_before = said_of(kept), said_of(folded)
    _say(kept, said.kept)
    _say(folded, said.folded)
    merge.after = said_of(kept)
    merge.save(force_insert=True)
    _lead([folded, *along], kept)
    _move(moving, kept)
    shelve(kept.organisation_id, [kept, folded, *along])
    return merge


def _is_taken(actor: Actor, code: str) -> bool:
    rows = ClientMerge.objects.filter(organisation_id=actor.organisation, code=code)
    return rows.exists()


def _say(client: Client, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        setattr(client, name, value)
    client.save(update_fields=[*values, "changed_at"])


def _lead(clients: Collection[Client], to: Client | None) -> None:
    """CLIENTS have their files at another person's; None: at their own again."""
    for client in clients:
        client.leads_to = to
        client.save(update_fields=["leads_to", "changed_at"])


def _move(files: Collection[Case], to: Client) -> None:
    for file in files:
        file.client = to
        touch(file, "client")


def _tell(actor: Actor, files: Collection[Case], merge: ClientMerge, verb: str, deed: Verb) -> None:
    """In every file and in the chain: that it happened, never which other file there is."""
    for file in files:
        note_event(actor=actor, case=file, verb=verb, about=merge.code)
        audit.record(actor, deed, "case", file.code, {"merge": merge.code})


@transaction.atomic
def undo_merge(*, actor: Actor, case: Case, merge: ClientMerge) -> tuple[str, ...]:
    """Take MERGE back: every file is again that of the person it was of, and the kept person says
    what she said before. The labels of what somebody changed since, which stays. Twice is once.
    Refused while a later one stands, or where a file is not to be opened.
    """
    require(policy.can_work_on_cases(actor))
    _one_at_a_time(actor.organisation)
    client = _client_of(actor, case)
    found = ClientMerge.objects.select_for_update(no_key=True).filter(pk=merge.pk)
    current = found.first()
    if current is None:
        raise Http404
    if current.undone_at is not None:
        return ()
    if current.kept_id != client or _is_followed(current):
        raise Refused(NOT_LAST)
    files = _lock(actor, [current.kept_id])
    stays = _restore(current, files)
    current.undone_at, current.undone_by = now(), actor.account_id
    current.save(update_fields=["undone_at", "undone_by"])
    _tell(actor, files, current, "files_separated", Verb.SEPARATED)
    return labels(stays)


def _is_followed(merge: ClientMerge) -> bool:
    later = ClientMerge.objects.filter(undone_at=None, merged_at__gt=merge.merged_at)
    return later.filter(kept=merge.kept_id).exists()


def _restore(merge: ClientMerge, files: Collection[Case]) -> list[str]:
    """What MERGE changed is as it was; the fields that stay because somebody changed them since."""
    persons = Client.objects.select_for_update()
    kept, folded = (persons.get(pk=key) for key in (merge.kept_id, merge.folded_id))
    along = list(persons.filter(pk__in=merge.along, leads_to=kept))
    values, stays = separated(merge.before, merge.after, said_of(kept))
    if values:
        _say(kept, values)
    _say(folded, merge.folded_before)
    _lead([folded], None)
    _lead(along, folded)
    _move([file for file in files if str(file.pk) in merge.cases], folded)
    shelve(kept.organisation_id, [kept, folded, *along])
    return stays
