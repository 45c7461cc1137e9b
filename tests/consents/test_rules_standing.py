"""How a consent stands on a day, and how old somebody is."""

from datetime import date

import pytest

from nahtlos.consents.rules.standing import Dates, age_on, has_age_of_insight, is_minor, standing

SIGNED, BEGINS, ENDS = date(2026, 12, 1), date(2026, 12, 3), date(2027, 6, 3)


@pytest.mark.parametrize(
    ("day", "code", "words"),
    [
        (date(2026, 12, 2), "future", "gilt noch nicht"),
        (date(2026, 12, 3), "valid", "gültig"),
        (date(2027, 5, 3), "valid", "gültig"),
        (date(2027, 5, 4), "ending", "endet in 30 Tagen"),
        (date(2027, 6, 2), "ending", "endet morgen"),
        (date(2027, 6, 3), "ending", "endet heute"),
        (date(2027, 6, 4), "expired", "abgelaufen"),
    ],
)
def test_the_last_day_still_counts(day: date, code: str, words: str) -> None:
    found = standing(Dates(SIGNED, BEGINS, ENDS, withdrawn=False), day)
    assert (found.code, found.words) == (code, words)
    assert found.in_force == (code in ("valid", "ending"))


def test_without_a_signature_nothing_is_allowed() -> None:
    found = standing(Dates(None, BEGINS, ENDS, withdrawn=False), date(2027, 1, 1))
    assert (found.words, found.in_force) == ("noch nicht unterschrieben", False)


def test_withdrawn_is_withdrawn_whatever_else() -> None:
    for day in (date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)):
        assert standing(Dates(SIGNED, BEGINS, ENDS, withdrawn=True), day).words == "widerrufen"


def test_a_notice_without_an_end_does_not_end() -> None:
    assert standing(Dates(SIGNED, BEGINS, None, withdrawn=False), date(2090, 1, 1)).in_force


def test_a_leap_day_child_is_fourteen_from_the_first_of_march() -> None:
    born = date(2012, 2, 29)
    assert [age_on(born, day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [13, 14]
    assert not has_age_of_insight(born, date(2026, 2, 28))
    assert has_age_of_insight(born, date(2026, 3, 1))


def test_somebody_is_of_age_on_the_birthday_and_unknown_is_no_minor() -> None:
    born = date(2008, 12, 3)
    assert is_minor(born, date(2026, 12, 2))
    assert not is_minor(born, date(2026, 12, 3))
    assert not is_minor(None, date(2026, 12, 3))
