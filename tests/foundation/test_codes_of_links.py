"""Codes of links: six digits from the mailbox, fifteen minutes, five tries, whatever happens at the
same moment.
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connections, transaction

from nahtlos.foundation import links, stamps
from nahtlos.foundation.clock import in_days
from nahtlos.foundation.clock import now as present
from nahtlos.foundation.tenancy import tenant
from tests.cast import organisation_id
from tests.test_access_matrix import writes
from tests.together import together

THING = uuid4()


def issued(days: int = 20) -> str:
    """The token of a new link."""
    with tenant(organisation_id()):
        return links.issue("referral", THING, "answer", in_days(days))


def coded() -> tuple[str, str]:
    """A token, and the code that was sent for it."""
    token = issued()
    code = links.request_code(token)
    assert code
    return token, code


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> "Later":
    """Moves the present on."""
    return Later(monkeypatch)


class Later:
    """The clock of links, moved on by minutes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = timedelta()
        self.start = present()
        monkeypatch.setattr(links, "now", self.now)

    def now(self) -> datetime:
        """The present of the test."""
        return self.start + self.passed

    def __call__(self, minutes: float) -> None:
        """Let MINUTES pass."""
        self.passed += timedelta(minutes=minutes)


def test_a_code_has_six_digits_and_fits_its_own_link_alone(db: None) -> None:
    token, code = coded()
    assert len(code) == 6
    assert code.isdecimal()
    other, _ = coded()
    assert not links.try_code(other, code)
    assert links.try_code(token, code)


@pytest.mark.parametrize("gap", [" ", "  ", "\u00a0", "\t"])
def test_a_code_may_be_typed_with_blanks(gap: str, db: None) -> None:
    token, code = coded()
    assert links.try_code(token, f"{gap}{code[:3]}{gap}{code[3:]}{gap}")


@pytest.mark.parametrize("typed", ["", "x", "000000000", "\x00", "ü🌱" * 5_000, "' OR true --"])
def test_what_is_no_code_opens_nothing(typed: str, db: None) -> None:
    token, _ = coded()
    assert not links.try_code(token, typed)


@pytest.mark.parametrize("token", ["", "x", "\x00", "ü" * 10_000])
def test_what_was_never_issued_gets_no_code_and_none_fits(token: str, db: None) -> None:
    assert links.request_code(token) is None
    assert not links.try_code(token, "123456")


def test_without_a_code_none_fits(db: None) -> None:
    token = issued()
    assert not links.try_code(token, "")
    assert not links.try_code(token, "000000")


def test_a_code_lives_fifteen_minutes(db: None, later: Later) -> None:
    (early, first), (late, second) = coded(), coded()
    later(14.9)
    assert links.try_code(early, first)
    later(0.2)
    assert not links.try_code(late, second)


def test_after_five_tries_even_the_right_code_is_refused(db: None) -> None:
    token, code = coded()
    assert not any(links.try_code(token, wrong(code)) for _ in range(5))
    assert not links.try_code(token, code)


def test_four_mistakes_are_forgiven(db: None) -> None:
    token, code = coded()
    assert not any(links.try_code(token, wrong(code)) for _ in range(4))
    assert links.try_code(token, code)


def test_a_code_that_fitted_fits_for_a_double_click_and_not_again(db: None, later: Later) -> None:
    token, code = coded()
    assert links.try_code(token, code)
    assert links.try_code(token, code)
    later(0.2)
    assert not links.try_code(token, code)


def test_a_new_code_replaces_the_former_one_and_is_tried_anew(db: None) -> None:
    token, former = coded()
    assert not any(links.try_code(token, wrong(former)) for _ in range(5))
    code = links.request_code(token)
    assert code
    if code != former:
        assert not links.try_code(token, former)
    assert links.try_code(token, code)


def test_five_codes_within_any_hour_and_the_last_one_stays(db: None, later: Later) -> None:
    token = issued()
    sent = []
    for _ in range(5):
        sent.append(links.request_code(token))
        later(12)
    assert all(sent)
    # an hour after the first one there is room for one, not for five
    assert links.request_code(token)
    assert links.request_code(token) is None
    later(11)
    assert links.request_code(token) is None
    later(1.1)
    assert links.request_code(token)


def test_when_no_more_codes_are_sent_the_last_one_still_fits(db: None) -> None:
    token = issued()
    last = [links.request_code(token) for _ in range(5)][-1]
    assert links.request_code(token) is None
    assert links.try_code(token, str(last))


def test_used_expired_and_revoked_links_get_no_code_and_none_fits(db: None, later: Later) -> None:
    (used, first), (revoked, second), (old, third) = coded(), coded(), coded()
    assert links.use(used)
    assert not links.try_code(used, first)
    assert links.request_code(used) is None
    passes = [links.issue_pass(token) for token in (revoked, old)]
    assert [links.read_pass(text) for text in passes] == [revoked, old]
    with tenant(organisation_id()):
        links.revoke("referral", THING)
    assert not links.try_code(revoked, second)
    assert not links.try_code(old, third)
    assert links.request_code(revoked) is None
    assert [links.read_pass(text) for text in passes] == [None, None]
    expired, code = coded()
    later(30 * 24 * 60)
    assert links.request_code(expired) is None
    assert not links.try_code(expired, code)


def test_a_pass_lives_fifteen_minutes_and_cannot_be_forged(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = issued()
    text = links.issue_pass(token)
    assert links.read_pass(text) == token
    for forged in ("", token, f"{token}:x:y", text[:-1], text.replace(token, issued())):
        assert links.read_pass(forged) is None
    assert links.read_pass(links.issue_pass("nie-ausgestellt")) is None
    monkeypatch.setattr(links, "PASS_LIFE", timedelta(seconds=-1))
    assert links.read_pass(text) is None


def test_a_stamp_of_a_form_is_no_pass(db: None) -> None:
    assert links.read_pass(stamps.issue()) is None


def test_looking_at_a_link_writes_nothing(db: None) -> None:
    """Mail scanners open every address they see."""
    token, code = coded()
    text = links.issue_pass(token)
    before = writes()
    assert all(links.find(token) for _ in range(20))
    assert links.read_pass(text) == token
    assert writes() == before
    assert links.try_code(token, code)
    assert writes() == before + 1, "counting notices a write"


def test_no_code_is_stored(committing: None) -> None:
    sent = [coded() for _ in range(5)]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT foundation_link::text FROM foundation_link")
        stored = "".join(row[0] for row in cursor.fetchall())
    for token, code in sent:
        assert token not in stored
        assert f'"{code}"' not in stored
        assert code.encode().hex() not in stored


def attempts(token: str) -> int:
    """How many tries were counted."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT attempts FROM foundation_link WHERE token_hash = sha256(%s)", [token.encode()]
        )
        return int(cursor.fetchone()[0])


def test_twenty_tries_at_the_same_moment_are_five(committing: None) -> None:
    token, code = coded()
    guesses = [f"{(int(code) + step) % 1_000_000:06}" for step in range(1, 21)]
    answers = together(*(partial(links.try_code, token, guess) for guess in guesses))
    assert answers == [False] * 20
    assert attempts(token) == 5
    assert not links.try_code(token, code)
    assert attempts(token) == 5


def test_ten_requests_at_the_same_moment_are_five_codes_and_one_of_them_fits(
    committing: None,
) -> None:
    token = issued()
    answers = together(*([partial(links.request_code, token)] * 10))
    codes = [answer for answer in answers if isinstance(answer, str)]
    assert len(codes) == 5
    assert answers.count(None) == 5
    assert sum(links.try_code(token, code) for code in set(codes)) == 1


def test_a_try_counts_although_the_page_fails_afterwards(committing: None) -> None:
    token, code = coded()

    def page() -> None:
        links.try_code(token, wrong(code))
        with transaction.atomic():
            raise RuntimeError("the page fails")

    for _ in range(5):
        with pytest.raises(RuntimeError, match="the page fails"):
            page()
    assert attempts(token) == 5
    assert not links.try_code(token, code)


def test_a_try_inside_a_transaction_that_could_take_it_back_is_a_mistake(committing: None) -> None:
    token, code = coded()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        links.try_code(token, code)
    assert attempts(token) == 0
