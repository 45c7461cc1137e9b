"""How long things are kept, who is warned when, and what a code looks like."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from nahtlos.foundation.workdays import is_workday
from nahtlos.intake.rules import receipt
from nahtlos.intake.rules.keeping import (
    KEEP_DAYS,
    LONGEST_REPLY,
    WARNINGS,
    is_over,
    kept_until,
    reply_due,
    warning_due,
)
from nahtlos.intake.rules.receipt import (
    DIGITS,
    code_of,
    digits_of,
    grouped,
    lookup_of,
)

DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))
CODES = st.integers(0, 10**DIGITS - 1).map(lambda number: f"{number:0{DIGITS}}")


@given(DAYS)
def test_it_is_kept_ninety_days_and_not_one_more(last: date) -> None:
    until = kept_until(last)
    assert (until - last).days == KEEP_DAYS == 90
    assert not is_over(until, until)
    assert is_over(until, until + timedelta(days=1))


@given(DAYS, st.lists(st.integers(0, 1), min_size=100, max_size=100))
def test_whatever_nights_the_service_misses_each_mark_is_told_at_most_once(
    last: date, awake: list[int]
) -> None:
    until, warned, told = kept_until(last), None, []
    for number, runs in enumerate(awake):
        day = last + timedelta(days=number)
        mark = warning_due(until, day, warned) if runs else None
        if mark is not None:
            warned = mark
            told.append(mark)
            assert 0 <= (until - day).days <= mark
    assert told == sorted(set(told), reverse=True)
    assert set(told) <= set(WARNINGS)
    last_nights = awake[KEEP_DAYS - min(WARNINGS) : KEEP_DAYS + 1]
    assert (min(WARNINGS) in told) == any(last_nights)


@given(DAYS, st.integers(1, LONGEST_REPLY), st.sampled_from(["MU", "NW", "BY", ""]))
def test_an_answer_is_due_on_a_working_day_after_the_question(
    asked: date, days: int, land: str
) -> None:
    due = reply_due(asked, days, land)
    assert is_workday(due, land)
    between = (asked + timedelta(days=n) for n in range(1, (due - asked).days + 1))
    assert sum(is_workday(day, land) for day in between) == days


@given(CODES, st.lists(st.sampled_from([" ", "-", "\u00a0", ".", "\n"]), max_size=6))
def test_a_code_is_understood_however_it_is_written(code: str, between: list[str]) -> None:
    assert digits_of(grouped(code)) == code
    assert digits_of("".join(between).join([code[:7], code[7:]])) == code
    arabic = code.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)})
    assert digits_of(arabic) == code
    assert digits_of(code[1:]) == ""
    assert digits_of(f"{code}1") == ""


@given(st.text(max_size=60))
def test_what_is_no_code_is_none(typed: str) -> None:
    found = digits_of(typed)
    assert found == "" or (len(found) == DIGITS and found.isascii() and found.isdecimal())


@given(st.binary(min_size=32, max_size=32), st.text(max_size=40), st.text(max_size=40))
def test_one_form_has_one_code_and_another_form_another(key: bytes, one: str, other: str) -> None:
    assert code_of(key, one) == code_of(key, one)
    assert len(code_of(key, one)) == DIGITS
    assert (code_of(key, one) == code_of(key, other)) == (one == other)


def test_a_code_is_found_by_the_same_secrets_only() -> None:
    salt, pepper, code = b"s" * 32, b"p" * 32, "1" * DIGITS
    lookup = lookup_of(code, salt=salt, pepper=pepper)
    assert lookup == lookup_of(code, salt=salt, pepper=pepper)
    assert len(lookup) == 32
    assert lookup != lookup_of(code, salt=b"t" * 32, pepper=pepper)
    assert lookup != lookup_of(code, salt=salt, pepper=b"q" * 32)
    assert lookup != lookup_of("2" * DIGITS, salt=salt, pepper=pepper)


def test_guessing_a_code_costs_64_mebibytes_and_three_passes() -> None:
    source = Path(receipt.__file__).read_text(encoding="utf-8")
    assert "MEMORY_KIB: Final = 64 * 1024" in source
    assert "PASSES: Final = 3" in source
