"""What a process remembers for a minute."""

import pytest

from nahtlos.foundation import lately


def test_a_question_is_asked_once_a_minute_and_anew_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    @lately.lately
    def question(name: str) -> int:
        asked.append(name)
        return len(asked)

    moment = 1000.0
    monkeypatch.setattr(lately, "monotonic", lambda: moment)
    assert [question("a"), question("a"), question("b")] == [1, 1, 2]

    moment += lately.SECONDS + 1
    assert question("a") == 3

    lately.forget()
    assert question("a") == 4
    assert asked == ["a", "b", "a", "a"]
