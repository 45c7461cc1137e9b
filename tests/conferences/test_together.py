"""Two who hold the same link answer at the same moment, in transactions that really commit."""

import pytest
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.versions import version_of
from tests.conferences.sampled import invited_partner, token_of
from tests.together import together


@pytest.mark.usefixtures("committing")
def test_two_answers_at_the_same_moment_leave_one() -> None:
    row = invited_partner(HOME)
    url, version = f"/termin/{token_of(row)}/", version_of(invited_partner(HOME))

    def answer(reply: str) -> int:
        body = {"reply": reply, "version": version, "stamp": stamps.issue()}
        return int(Client().post(url, body).status_code)

    outcomes = together(lambda: answer("comes"), lambda: answer("stays_away"))
    assert set(outcomes) == {302, 422}
