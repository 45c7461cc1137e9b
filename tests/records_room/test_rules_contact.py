"""When somebody was in touch last and will be next."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nahtlos.records.rules.contact import (
    FOLLOW_UP,
    Agreed,
    next_after,
    quiet_from,
    rhythm_words,
    standing,
)

DAY = date(2026, 11, 27)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_the_rhythm_counts_from_the_day_somebody_was_reached() -> None:
    assert next_after(Agreed(every_days=7), DAY) == Agreed(every_days=7, next_on=date(2026, 12, 4))
    assert next_after(Agreed(), DAY) == Agreed()
    later = Agreed(next_on=DAY + timedelta(days=3))
    assert next_after(later, DAY) == later
    assert next_after(Agreed(next_on=DAY), DAY) == Agreed()


def test_no_contact_is_a_normal_state() -> None:
    quiet = quiet_from(Agreed(every_days=7, next_on=DAY), DAY, None)
    assert quiet == Agreed(every_days=7, quiet_since=DAY, follow_up_on=DAY + FOLLOW_UP)
    now = standing(quiet, DAY - timedelta(days=60), DAY)
    assert (now.words, now.tone, now.quiet) == ("zurzeit kein Kontakt", "open", True)
    assert now.next_on == DAY + FOLLOW_UP
    then = standing(quiet, None, DAY + FOLLOW_UP)
    assert then.words == "noch einmal nachfragen"
    assert next_after(quiet, DAY + timedelta(days=30)).quiet_since is None


def test_a_second_pause_keeps_its_beginning() -> None:
    first = quiet_from(Agreed(), DAY, None)
    again = quiet_from(first, DAY + timedelta(days=9), DAY + timedelta(days=90))
    assert (again.quiet_since, again.follow_up_on) == (DAY, DAY + timedelta(days=90))


def test_a_day_is_late_from_the_day_after_on() -> None:
    agreed = Agreed(every_days=7, next_on=DAY)
    words = [standing(agreed, DAY, DAY + timedelta(days=n)).words for n in (-1, 0, 1)]
    assert words == ["im Takt", "heute melden", "wieder melden"]
    assert standing(Agreed(), None, DAY).words == "noch kein Kontakt notiert"
    assert standing(Agreed(), DAY, DAY).words == "im Kontakt"


def test_a_rhythm_is_said_as_people_say_it() -> None:
    said = {n: rhythm_words(n) for n in (None, 1, 3, 7, 14)}
    assert said == {
        None: "kein fester Abstand",
        1: "jeden Tag",
        3: "alle 3 Tage",
        7: "jede Woche",
        14: "alle 2 Wochen",
    }


@given(st.integers(1, 365), days, days)
def test_the_next_day_is_always_after_the_last(every: int, reached: date, chosen: date) -> None:
    after = next_after(Agreed(every_days=every, next_on=chosen), reached)
    assert after.next_on is not None
    assert after.next_on > reached
    assert after.quiet_since is None


@given(st.none() | days, st.none() | days, days)
def test_nothing_it_says_is_a_reproach(
    next_on: date | None, quiet: date | None, today: date
) -> None:
    agreed = Agreed(next_on=next_on, quiet_since=quiet, follow_up_on=quiet)
    said = standing(agreed, None, today)
    assert "überfällig" not in said.words
    assert said.tone in ("ok", "open", "wait", "warm")
