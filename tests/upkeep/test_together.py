"""Two who close a report at the same moment."""

from nahtlos.desk.cast import HOME
from tests.cast import sign_in
from tests.records import recorded, said
from tests.together import together
from tests.upkeep.sampled import a_report


def test_two_clicks_at_the_same_moment_close_a_report_once(committing: None) -> None:
    one = a_report(HOME)

    def press() -> int:
        body = {"result": "right", "reason": "Stimmt."}
        return sign_in("aylin").post(f"/intern/hinweise/{one.code}/", body).status_code

    with recorded() as found:
        assert together(press, press) == [302, 302]
    assert said(found) == [("closed", "entry_report", one.code)]
