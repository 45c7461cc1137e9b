"""Links: found by token alone, one deed on one thing, once, until an instant, in one
organisation.
"""

from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from nahtlos.foundation import links
from nahtlos.foundation.access import Kind, LinkHold
from nahtlos.foundation.clock import in_days
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, organisation_id
from tests.together import together

THING = uuid4()


def issued(days: int = 1, key: str = "wegbegleitung-musterland") -> str:
    """The token of a new link."""
    with tenant(organisation_id(key)):
        return links.issue("invitation", THING, "accept_invitation", in_days(days))


def test_a_link_is_an_actor_with_one_deed_in_one_organisation(db: None) -> None:
    found = links.find(issued())
    assert found
    assert (found.actor.kind, found.actor.organisation_id) == (Kind.LINK, organisation_id())
    assert (found.actor.account_id, found.actor.roles) == (None, frozenset())
    assert found.actor.link == LinkHold("invitation", THING, "accept_invitation")
    assert found.opens


def test_tokens_are_long_random_and_stored_nowhere(committing: None) -> None:
    tokens = {issued() for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) >= 32 for token in tokens)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT foundation_link::text FROM foundation_link")
        stored = "".join(row[0] for row in cursor.fetchall())
    for token in tokens:
        assert token not in stored
        assert token.encode().hex() not in stored


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "\x00", "ü" * 10_000])
def test_what_was_never_issued_is_not_found_and_not_used(token: str, db: None) -> None:
    issued()
    assert links.find(token) is None
    assert not links.use(token)


def test_a_link_is_used_once(db: None) -> None:
    token = issued()
    assert links.use(token)
    assert not links.use(token)
    found = links.find(token)
    assert found
    assert not found.opens
    assert found.used_at


def test_two_who_use_it_at_the_same_moment_are_one(committing: None) -> None:
    token = issued()

    def use() -> bool:
        with transaction.atomic():
            return links.use(token)

    answers = together(use, use, use, use)
    assert sorted(map(bool, answers)) == [False, False, False, True]


def test_a_deed_that_fails_leaves_the_link_open(db: None) -> None:
    token = issued()
    with transaction.atomic():
        assert links.use(token)
        transaction.set_rollback(True)
    found = links.find(token)
    assert found
    assert found.opens


def test_an_expired_link_does_not_open_and_cannot_be_used(db: None) -> None:
    token = issued(days=-1)
    found = links.find(token)
    assert found
    assert not found.opens
    assert not links.use(token)


def test_a_link_expires_by_itself(db: None, settings: object) -> None:
    token = issued(days=7)
    settings.TODAY = in_days(6).date().isoformat()  # type: ignore[attr-defined]
    assert links.find(token).opens  # type: ignore[union-attr]
    settings.TODAY = in_days(2).date().isoformat()  # type: ignore[attr-defined]
    assert not links.find(token).opens  # type: ignore[union-attr]


def test_revoking_closes_every_link_to_a_thing_in_the_own_organisation_only(db: None) -> None:
    mine, also_mine, foreign = issued(), issued(), issued(key=FOREIGN)
    with tenant(organisation_id()):
        links.revoke("invitation", THING)
    opens = [links.find(token).opens for token in (mine, also_mine, foreign)]  # type: ignore[union-attr]
    assert opens == [False, False, True]


def test_without_an_organisation_none_is_issued(db: None) -> None:
    with pytest.raises(Exception, match="no organisation entered"), transaction.atomic():
        links.issue("invitation", THING, "accept_invitation", in_days(1))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM foundation_link",
        "INSERT INTO foundation_link (id) VALUES (gen_random_uuid())",
        "UPDATE foundation_link SET used_at = NULL",
        "DELETE FROM foundation_link",
    ],
)
def test_the_application_reaches_the_table_through_the_door_alone(statement: str, db: None) -> None:
    issued()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
