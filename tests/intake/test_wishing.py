"""From a question without a name to a case with one: by the person's own act only."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from nahtlos.cases.models import Case, CaseEvent
from nahtlos.foundation import stamps
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake.actions import begin_case, take_name_back
from nahtlos.intake.models import AccompanimentWish, Enquiry
from tests.cast import actor, organisation_id
from tests.intake import asked
from tests.intake.test_reading import URL, answered, opened, passed
from tests.reading import Page
from tests.records import assert_by, letters, recorded, said

BOX = "agree"


def given(page: Page, **more: str) -> dict[str, str]:
    """The form as somebody fills it in who wants to be accompanied."""
    return {
        "deed": "wish",
        "pass": passed(page),
        "stamp": stamps.issue(),
        "name": asked.NAME,
        "phone": asked.NUMBER,
        "other_way": "",
        BOX: "on",
        **more,
    }


def wishes() -> list[AccompanimentWish]:
    with tenant(organisation_id(asked.OFFICE)):
        return list(AccompanimentWish.objects.all())


def cases() -> list[Case]:
    with tenant(organisation_id(asked.OFFICE)):
        return list(Case.objects.select_related("client"))


def begin(enquiry: Enquiry) -> str:
    return reverse("intake:begin", args=[enquiry.code])


def test_without_her_own_act_no_case_can_begin(as_: Callable[[str], Client]) -> None:
    enquiry, edda = asked.ask(), actor("edda")
    with tenant(edda.organisation, edda.account_id), pytest.raises(Refused):
        begin_case(actor=edda, enquiry=enquiry)
    page = Page(as_("edda").get(reverse("intake:enquiry", args=[enquiry.code])))
    assert "Fall eröffnen" not in page.text
    answer = as_("edda").post(begin(enquiry), follow=True)
    assert "hat keinen Namen genannt" in Page(answer).text
    assert cases() == []


def test_she_gives_her_name_and_the_office_is_told_without_it(visitor: Client) -> None:
    enquiry = answered(asked.ask())
    with recorded(asked.OFFICE) as found:
        form = given(opened(visitor))
        for _ in range(2):
            page = Page(visitor.post(URL, form))
            assert page.status == 200
    assert "Sie haben Ihren Namen genannt" in page.text
    assert asked.NAME not in page.text, "who reads along with the code reads no name"
    assert said(found) == [("consented", "enquiry", enquiry.code)]
    assert asked.NAME not in "".join(entry.detail for entry in found)
    (wish,) = wishes()
    assert (wish.name, wish.phone, wish.text_version) == (
        asked.NAME,
        asked.NUMBER,
        "begleitung-2026-1",
    )
    current = asked.fresh(enquiry)
    assert current is not None
    assert current.reply_due_on is not None
    assert letters(asked.OFFICE)[-1].kind == "advice_question"
    with tenant(enquiry.organisation_id), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM intake_accompanimentwish")
        assert b"Wunderlich" not in bytes(cursor.fetchall()[0][0])


@pytest.mark.parametrize(
    ("field", "more"),
    [
        (BOX, {BOX: ""}),
        ("name", {"name": "  "}),
        ("phone", {"phone": "", "other_way": ""}),
        ("name", {"name": "x" * 121}),
    ],
)
def test_half_an_act_is_none_and_nothing_typed_is_lost(
    visitor: Client, field: str, more: dict[str, str]
) -> None:
    asked.ask()
    form = given(opened(visitor), **more)
    if not form[BOX]:
        del form[BOX]
    page = Page(visitor.post(URL, form))
    assert page.status == 422
    assert page.beside(field)
    assert field == "name" or page.typed("name") == asked.NAME
    assert wishes() == []


def test_she_takes_her_name_back_and_it_is_gone(visitor: Client) -> None:
    enquiry = asked.ask()
    page = Page(visitor.post(URL, given(opened(visitor))))
    back = {"deed": "take_back", "pass": passed(page)}
    with recorded(asked.OFFICE) as found:
        for _ in range(2):
            page = Page(visitor.post(URL, back))
            assert "Ihr Name ist wieder gelöscht." in page.text
    assert said(found) == [("revoked", "enquiry", enquiry.code)]
    assert wishes() == []
    assert page.named("name"), "she may give it again"


def test_deleting_everything_takes_the_name_as_well(visitor: Client) -> None:
    asked.ask()
    page = Page(visitor.post(URL, given(opened(visitor))))
    visitor.post(URL, {"deed": "delete", "sure": "on", "pass": passed(page)})
    assert wishes() == []


def test_the_office_begins_one_case_with_the_name(as_: Callable[[str], Client]) -> None:
    enquiry, edda = asked.ask(asker="parent"), as_("edda")
    asked.wish(enquiry)
    page = Page(edda.get(reverse("intake:enquiry", args=[enquiry.code])))
    for words in (asked.NAME, asked.NUMBER, "Fall eröffnen"):
        assert words in page.text
    with recorded(asked.OFFICE) as found:
        targets = {edda.post(begin(enquiry))["Location"] for _ in range(2)}
    (case,) = cases()
    assert targets == {reverse("cases:person", args=[case.code])}
    assert (case.client.called, case.client.phone, case.kind) == (
        asked.NAME,
        asked.NUMBER,
        "family",
    )
    assert said(found) == [
        ("created", "case", case.code),
        ("accepted", "enquiry", enquiry.code),
    ]
    assert_by(found, "edda", asked.NAME, asked.NUMBER)


def test_nothing_of_the_thread_goes_into_the_case(as_: Callable[[str], Client]) -> None:
    enquiry, edda = asked.ask(asker="released"), as_("edda")
    asked.wish(enquiry)
    edda.post(begin(enquiry))
    (case,) = cases()
    assert case.kind == "transition"
    page = Page(edda.get(reverse("staff:case", args=[case.code])))
    assert "Adalbero" not in page.text
    assert enquiry.code not in page.source
    assert "Auf eigenen Wunsch nach einer Beratung ohne Namen" in page.text
    with tenant(case.organisation_id):
        (event,) = CaseEvent.objects.filter(case=case, verb="came_from_advice")
        assert enquiry.code not in f"{event.about}{event.detail}"
    with tenant(case.organisation_id), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM intake_accompanimentwish AS t")
        assert case.code not in cursor.fetchall()[0][0], "what ties the two together is sealed"


def test_once_it_has_begun_the_name_is_told_to_whoever_accompanies(visitor: Client) -> None:
    enquiry, edda = asked.ask(), actor("edda")
    asked.wish(enquiry)
    with tenant(edda.organisation, edda.account_id):
        begin_case(actor=edda, enquiry=enquiry)
        with pytest.raises(Refused):
            take_name_back(actor=edda, enquiry=enquiry)
    page = opened(visitor)
    assert "Ihre Begleitung hat begonnen." in page.text
    assert not re.search(r'value="take_back"', page.source)
    late = Page(visitor.post(URL, given(page)))
    assert late.status == 422
    assert "Ihre Begleitung hat schon begonnen." in late.text
    visitor.post(URL, {"deed": "delete", "sure": "on", "pass": passed(page)})
    assert len(cases()) == 1, "the case is her own by now"
