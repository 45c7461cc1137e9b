"""When somebody is asked, reminded and given up on."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nahtlos.upkeep.rules.asking import (
    ESCALATE_AFTER,
    LINK_LIFE,
    Asked,
    Next,
    is_due,
    is_fresh,
    next_of,
)

DAY = date(2026, 11, 27)


def _walk(first: int, skipped: frozenset[int]) -> list[tuple[int, Next]]:
    """What a request goes through, night by night, some nights without a server."""
    asked, seen = Asked(DAY), []
    for waited in range(first, 70):
        step = None if waited in skipped else next_of(asked, DAY + timedelta(days=waited))
        if step is None:
            continue
        seen.append((waited, step))
        today = DAY + timedelta(days=waited)
        if step is Next.CLOSE:
            break
        if step is Next.REMIND:
            asked = Asked(DAY, today, asked.escalated_on)
        else:
            asked = Asked(DAY, asked.reminded_on, today)
    return seen


def test_one_reminder_then_a_call_then_it_is_over() -> None:
    assert _walk(0, frozenset()) == [(14, Next.REMIND), (28, Next.ESCALATE), (60, Next.CLOSE)]


@given(st.frozensets(st.integers(0, 55)))
def test_nights_without_a_server_make_nothing_happen_twice(skipped: frozenset[int]) -> None:
    steps = [step for _, step in _walk(0, skipped)]
    assert steps == sorted(set(steps), key=[Next.REMIND, Next.ESCALATE, Next.CLOSE].index)
    assert steps[-1] is Next.CLOSE
    assert Next.ESCALATE in steps


def test_nobody_is_reminded_once_it_is_time_to_call() -> None:
    assert next_of(Asked(DAY), DAY + ESCALATE_AFTER) is Next.ESCALATE
    assert next_of(Asked(DAY), DAY + LINK_LIFE) is Next.CLOSE


def test_what_was_confirmed_is_due_after_a_hundred_and_fifty_days_and_never_before() -> None:
    assert is_due(DAY - timedelta(days=150), DAY)
    assert not is_due(DAY - timedelta(days=149), DAY)
    assert not is_due(None, DAY)


def test_looked_through_means_since_it_was_asked_for() -> None:
    assert is_fresh(DAY, DAY)
    assert not is_fresh(DAY - timedelta(days=1), DAY)
    assert not is_fresh(None, DAY)
