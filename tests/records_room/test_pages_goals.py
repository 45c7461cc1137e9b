"""The pages of goals."""

from collections.abc import Callable

from django.test import Client

from nahtlos.foundation import stamps
from nahtlos.foundation.versions import version_of
from nahtlos.records import actions
from nahtlos.records.actions import StepWords
from nahtlos.records.models import Goal
from tests.cases.made import inside
from tests.reading import Page
from tests.records import recorded, said
from tests.records_room.made import WISH, a_case
from tests.records_room.test_pages_notes import url


def test_a_goal_leads_to_its_first_step(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    assert "Noch steht hier kein Ziel." in Page(client.get(url(case, "goals"))).text
    typed = {"words": WISH, "stamp": stamps.issue()}
    answer = client.post(url(case, "new_goal"), typed, follow=True)
    page, here = Page(answer), answer.redirect_chain[-1][0]
    assert page.heading() == "Kleiner Schritt"
    client.post(url(case, "new_goal"), typed)
    step = {"words": "Anrufen", "due_on": "24.12.2026", "stamp": stamps.issue()}
    for _ in range(2):
        client.post(here, step)
    page = Page(client.get(url(case, "goals")))
    assert page.text.count(f"„{WISH}“") == 1
    assert "bis 24. Dezember 2026" in page.text
    with inside():
        (goal,) = Goal.objects.filter(case=case)
        assert goal.steps.count() == 1


def test_what_is_wrong_is_said_beside_the_field(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    page = Page(client.post(url(case, "new_goal"), {"words": "", "stamp": stamps.issue()}))
    assert "Bitte füllen Sie dieses Feld aus." in page.beside("words")
    long = {"words": "x" * 301, "stamp": stamps.issue()}
    page = Page(client.post(url(case, "new_goal"), long))
    assert "höchstens 300 Zeichen" in page.beside("words")
    asked = {"words": "Ohne Methadon leben", "stamp": stamps.issue()}
    assert "Der Name eines Medikaments" in Page(client.post(url(case, "new_goal"), asked)).text


def test_a_stale_tab_shows_what_stands_there(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    with inside() as aylin:
        goal = actions.set_goal(actor=aylin, case=case, words=WISH)
        old = version_of(goal)
        actions.change_goal(
            actor=aylin, case=case, code=goal.code, words="Neu", state="open", version=old
        )
    address = url(case, "goal", goal=goal.code)
    typed = {"words": "Anders", "state": "changed", "version": old}
    page = Page(client.post(address, typed))
    assert page.status == 422
    assert "Neu" in page.text
    typed["version"] = str(page.typed("version"))
    assert client.post(address, typed).status_code == 302


def test_the_sheet_names_nobody_and_shows_what_is_open(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    with inside() as aylin:
        goal = actions.set_goal(actor=aylin, case=case, words=WISH)
        step = StepWords("Anrufen", None, "reached")
        actions.add_goal_step(actor=aylin, case=case, code=goal.code, values=step)
    with recorded() as found:
        page = Page(client.get(url(case, "goals_sheet")))
    assert page.heading() == "Meine Ziele"
    assert "Anrufen geschafft" in page.text
    assert said(found) == [("printed", "case", case.code)]


def test_who_is_not_on_the_case_finds_no_page(as_: Callable[[str], Client]) -> None:
    case = a_case()
    with inside() as aylin:
        goal = actions.set_goal(actor=aylin, case=case, words=WISH)
    client = as_("bernd")
    for address in (
        url(case, "goals"),
        url(case, "goals_sheet"),
        url(case, "new_goal"),
        url(case, "goal", goal=goal.code),
        url(case, "new_goal_step", goal=goal.code),
    ):
        assert client.get(address).status_code == 404
    assert as_("aylin").get(url(case, "goal", goal="Z-2222-2")).status_code == 404
