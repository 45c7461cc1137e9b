"""How often one wants to be in touch, and that there is no contact at the moment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client

from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today, told
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.records import actions, queries
from nahtlos.records.rules.contact import FOLLOW_UP, Agreed
from tests.cases.made import inside
from tests.reading import Page
from tests.records import recorded, said
from tests.records_room.made import a_case, logged

WEEKLY = Agreed(every_days=7)


def test_a_rhythm_goes_on_from_every_time_somebody_is_reached(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        with recorded() as found:
            actions.agree_rhythm(actor=aylin, case=case, agreed=WEEKLY, quiet=False, version="")
        logged(aylin, case, on=today() - timedelta(days=3))
        now = queries.contact_standing(case, today())
        assert (now.last_on, now.next_on) == (
            today() - timedelta(days=3),
            today() + timedelta(days=4),
        )
        logged(aylin, case, reached=False)
        logged(aylin, case, concerned="office")
        assert queries.contact_standing(case, today()) == now
        logged(aylin, case, on=today() - timedelta(days=30))
        assert queries.contact_standing(case, today()) == now
    assert said(found) == [("changed", "rhythm", case.code)]


def test_no_contact_at_the_moment_asks_again_later(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        row = actions.agree_rhythm(actor=aylin, case=case, agreed=WEEKLY, quiet=True, version="")
        assert (row.quiet_since, row.follow_up_on) == (today(), today() + FOLLOW_UP)
        assert queries.contact_standing(case, today()).words == "zurzeit kein Kontakt"
        logged(aylin, case)
        now = queries.contact_standing(case, today())
        assert (now.quiet, now.next_on) == (False, today() + timedelta(days=7))


@pytest.mark.parametrize(
    ("agreed", "quiet", "field"),
    [
        (Agreed(every_days=0), False, "every_days"),
        (Agreed(every_days=366), False, "every_days"),
        (Agreed(next_on=today() - timedelta(days=1)), False, "next_on"),
        (Agreed(follow_up_on=today() - timedelta(days=1)), True, "follow_up_on"),
    ],
)
def test_what_does_not_fit_is_refused(db: None, agreed: Agreed, quiet: bool, field: str) -> None:
    case = a_case()
    with inside() as aylin, pytest.raises(Refused) as caught:
        actions.agree_rhythm(actor=aylin, case=case, agreed=agreed, quiet=quiet, version="")
    assert caught.value.field == field


def test_a_stale_tab_overwrites_nothing_and_the_same_again_is_no_change(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        row = actions.agree_rhythm(actor=aylin, case=case, agreed=WEEKLY, quiet=False, version="")
        with recorded() as found:
            actions.agree_rhythm(actor=aylin, case=case, agreed=WEEKLY, quiet=False, version="")
        assert found == []
        with pytest.raises(Stale):
            actions.agree_rhythm(
                actor=aylin, case=case, agreed=Agreed(every_days=3), quiet=False, version=""
            )
        assert version_of(row)


def test_the_start_page_says_with_whom_to_be_in_touch_again(as_: Callable[[str], Client]) -> None:
    case = a_case()
    with inside() as aylin:
        with told(10):
            actions.agree_rhythm(actor=aylin, case=case, agreed=WEEKLY, quiet=False, version="")
            logged(aylin, case)
        (due,) = [one for one in queries.due_contacts(aylin, today()) if one.case_code == case.code]
        assert (due.since, due.quiet) == (today() - timedelta(days=3), False)
    with inside("bernd") as bernd:
        assert case.code not in {one.case_code for one in queries.due_contacts(bernd, today())}
    address = f"/intern/faelle/{case.code}/kontakte/neu/"
    assert address in Page(as_("aylin").get("/intern/")).links()
    with inside() as aylin:
        logged(aylin, case)
    assert address not in Page(as_("aylin").get("/intern/")).links()


def test_colleagues_who_are_not_on_the_case_agree_nothing(db: None) -> None:
    case = a_case()
    with inside("bernd") as bernd, pytest.raises(Http404):
        actions.agree_rhythm(actor=bernd, case=case, agreed=WEEKLY, quiet=False, version="")
