"""The chain: linked at commit, one an organisation, kept although a request fails, and every
tampering found.
"""

import threading
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction

from nahtlos.foundation import audit
from nahtlos.foundation.audit import Finding, Verb
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.models import AuditBlock, AuditEntry
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, actor, organisation_id, sign_in
from tests.samples import offer


def _write(count: int, key: str = "wegbegleitung-musterland", who: str = "aylin") -> None:
    for number in range(count):
        with tenant(organisation_id(key)):
            audit.record(
                actor(who), Verb.CHANGED, "offer", f"probe-{number}", {"fields": ["title"]}
            )


def _owner(statement: str, *values: object) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, list(values))


def _last() -> AuditEntry:
    with tenant(organisation_id()):
        return AuditEntry.objects.order_by("-number")[0]


def test_entries_are_linked_at_commit_and_the_chain_is_whole(committing: None) -> None:
    _write(3)
    with tenant(organisation_id()):
        numbers = list(AuditEntry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert audit.verify(organisation_id()) == []


def test_a_rolled_back_deed_leaves_no_entry_and_no_gap(committing: None) -> None:
    before = _last().number
    with pytest.raises(ZeroDivisionError):
        _fail()
    _write(1)
    assert _last().number == (before or 0) + 1
    assert audit.verify(organisation_id()) == []


def test_a_changed_entry_is_found(committing: None) -> None:
    _write(3)
    number = _last().number
    _owner(
        "UPDATE foundation_auditentry SET code = 'gefälscht' WHERE organisation_id = %s AND number"
        " = %s",
        organisation_id(),
        number,
    )
    assert Finding(int(number or 0), "content") in audit.verify(organisation_id())


def test_a_removed_entry_is_found(committing: None) -> None:
    _write(3)
    number = int(_last().number or 0) - 1
    _owner(
        "DELETE FROM foundation_auditentry WHERE organisation_id = %s AND number = %s",
        organisation_id(),
        number,
    )
    assert Finding(number, "gap") in audit.verify(organisation_id())


def test_a_cut_tail_is_found_against_the_head_of_the_month(committing: None) -> None:
    _write(2)
    number = _last().number
    _owner(
        "DELETE FROM foundation_auditentry WHERE organisation_id = %s AND number = %s",
        organisation_id(),
        number,
    )
    assert [finding.kind for finding in audit.verify(organisation_id())] == ["tail"]


def test_an_emptied_chain_is_found_although_there_is_nothing_left_to_read(
    committing: None,
) -> None:
    _write(2)
    _owner("DELETE FROM foundation_auditentry WHERE organisation_id = %s", organisation_id())
    assert [finding.kind for finding in audit.verify(organisation_id())] == ["tail"]


def test_an_entry_put_beside_the_chain_is_found(committing: None) -> None:
    _write(2)
    _owner("ALTER TABLE foundation_auditentry DISABLE TRIGGER audit_link")
    _owner(
        "INSERT INTO foundation_auditentry"
        " (organisation_id, at, kind, roles, verb, thing, code, detail, block)"
        " SELECT organisation_id, at - interval '1 day', kind, roles, verb, thing, 'forged',"
        " detail, block FROM foundation_auditentry WHERE organisation_id = %s AND number = 2",
        organisation_id(),
    )
    assert audit.verify(organisation_id()) == [Finding(0, "unlinked")]


def test_an_old_month_can_go_whole_and_the_rest_stays_provable(
    committing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "real_now", lambda: datetime(2099, 1, 5, 12, tzinfo=BERLIN))
    _write(2)
    monkeypatch.setattr(audit, "real_now", lambda: datetime(2099, 2, 5, 12, tzinfo=BERLIN))
    _write(2)
    with tenant(organisation_id()):
        assert AuditBlock.objects.filter(block__startswith="2099").count() == 2
    _owner(
        "DELETE FROM foundation_auditentry WHERE organisation_id = %s AND block < '2099-02'",
        organisation_id(),
    )
    assert audit.verify(organisation_id()) == []


@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT INTO foundation_auditentry (organisation_id, at, kind, roles, verb, thing,"
            " code, detail, block) SELECT current_organisation(), now(), 'staff', '', 'changed',"
            " '', '', '', '2026-01'"
        ),
        "UPDATE foundation_auditentry SET verb = 'read'",
        "DELETE FROM foundation_auditentry",
        "TRUNCATE foundation_auditentry",
        "UPDATE foundation_auditblock SET head = ''",
    ],
)
def test_the_application_cannot_write_the_chain_itself(committing: None, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        tenant(organisation_id()),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_no_entry_without_an_organisation(committing: None) -> None:
    with pytest.raises(DatabaseError, match="no organisation entered"), transaction.atomic():
        audit.record(actor("aylin"), Verb.CHANGED, "offer", "x")


def test_chains_of_two_organisations_do_not_mix(committing: None) -> None:
    _write(2)
    _write(2, FOREIGN, "cem")
    assert audit.verify(organisation_id()) == audit.verify(organisation_id(FOREIGN)) == []


def test_two_writers_at_once_make_one_chain(committing: None) -> None:
    ready = threading.Barrier(2)

    def work() -> None:
        ready.wait()
        try:
            _write(10)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify(organisation_id()) == []


def test_a_denial_is_kept_once_although_the_request_was_rolled_back(committing: None) -> None:
    client = sign_in("aylin")
    before = _count(Verb.DENIED)
    assert client.get(f"/intern/angebote/{offer(FOREIGN).slug}/").status_code == 404
    assert client.get("/intern/team/").status_code == 404
    assert _count(Verb.DENIED) == before + 2
    assert _last().thing == "/intern/team/"


def test_a_deed_says_who_and_what_but_no_name(committing: None) -> None:
    client = sign_in("aylin")
    one = offer("wegbegleitung-musterland")
    client.post(f"/intern/angebote/{one.slug}/bestaetigen/")
    entry = _last()
    assert (entry.verb, entry.thing, entry.code) == ("confirmed", "offer", one.slug)
    assert entry.account_id == actor("aylin").account_id
    assert entry.roles == "coach"
    assert "Aylin" not in entry.detail


def test_the_data_protection_officer_reads_the_log_and_sees_that_it_is_whole(
    committing: None,
) -> None:
    sign_in("aylin").get("/intern/team/")
    page = sign_in("guel").get("/intern/protokoll/").content.decode()
    assert "Zugriff abgelehnt" in page
    assert "Aylin" in page
    assert "Die Kette ist vollständig" in page


def _fail() -> None:
    with tenant(organisation_id()):
        audit.record(actor("aylin"), Verb.CHANGED, "offer", "nie")
        _ = 1 / 0


def _count(verb: Verb) -> int:
    with tenant(organisation_id()):
        return AuditEntry.objects.filter(verb=str(verb)).count()
