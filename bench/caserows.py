"""The columns that invented cases fill, table by table in the order in which they are written, and
how rows get there.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connections

from bench.crowd import OWNER

COLUMNS = {
    "cases_client": (
        "id, organisation_id, code, given_name, family_name, born_on, created_at, changed_at"
    ),
    "cases_case": (
        "id, organisation_id, client_id, code, kind, circumstances_text, land_code, plan_version,"
        " plan_law, plan_opened_on, next_due_on, waiting_since, opened_on, closed_on, closing,"
        " changed_at"
    ),
    "cases_casemember": "id, organisation_id, case_id, membership_id, account_id, part, since",
    "cases_stay": (
        "id, organisation_id, case_id, prison_code, custody, began, admitted_on, release_on,"
        " ended_on, ended_by, changed_at"
    ),
    "cases_releasescenario": 'id, organisation_id, stay_id, kind, "on", current',
    "cases_step": (
        "id, organisation_id, case_id, code, area, state, unclear, due_on, by_hand, shortened,"
        " done_on, evidence, changed_at"
    ),
    "cases_caseevent": "id, organisation_id, case_id, at, account_id, verb, about, detail",
    "consents_consent": (
        "id, organisation_id, case_id, number, kind, text_version, text_hash, language,"
        " from_function, to_organisation_id, to_function, purpose, categories_text, extent,"
        " direction, valid_from, valid_until, form, given_in, insight, informed_on, signed_on,"
        " legal_basis, entered_by, changed_at"
    ),
    "referrals_referral": (
        "id, from_organisation_id, to_organisation_id, code, state, way, topic, offer_slug,"
        " offer_title, from_function, from_phone, to_function, to_contact_code, pseudonymous,"
        " by_law, readable_until, key_for_sender, key_for_receiver, package_version, sent_at,"
        " seen_at, answered_at, reply_due_on, missed, decline_reason, outcome, stop_reason,"
        " escalation, changed_at"
    ),
    "referrals_origin": (
        "id, organisation_id, referral_id, case_id, consent_id, draft, created_by, created_at"
    ),
}


@contextmanager
def without_keys() -> Iterator[None]:
    """Takes the foreign keys of these tables away and puts them back: checking two million rows at
    once takes seconds, one by one minutes. A row that does not fit fails when they come back.
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])",
            [list(COLUMNS)],
        )
        keys = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def copy_rows(table: str, rows: Iterable[tuple[object, ...]]) -> int:
    """Write ROWS into TABLE as the owner; how many."""
    written = 0
    with (
        connections[OWNER].cursor() as cursor,
        cursor.copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as stream,
    ):
        for row in rows:
            stream.write_row(row)
            written += 1
    return written
