"""The office reads, answers, hands on; and says who answers and how soon."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Role
from nahtlos.foundation.clock import told
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake.actions import answer_enquiry, save_desk
from nahtlos.intake.models import Enquiry
from nahtlos.people.actions import enrol
from nahtlos.people.queries import team
from tests.cast import actor, organisation_id
from tests.intake import asked
from tests.reading import Page
from tests.records import assert_by, letters, recorded, said
from tests.world import ROLE_PASSWORD

LIST = "/intern/fragen/"


def page_of(enquiry: Enquiry, deed: str = "enquiry") -> str:
    return reverse(f"intake:{deed}", args=[enquiry.code])


def answer(page: Page, text: str = asked.ANSWER) -> dict[str, str]:
    """The form as it stands on PAGE."""
    return {"text": text, "stamp": stamps.issue(), "version": str(page.typed("version"))}


def second_adviser() -> str:
    """Somebody who answers beside Edda; her code in the office."""
    enrol(
        organisation_id=organisation_id(asked.OFFICE),
        address="notburga@nahtlos.example",
        name="Notburga",
        roles=[Role.COORDINATION],
        password=ROLE_PASSWORD,
    )
    edda = actor("edda")
    with tenant(edda.organisation, edda.account_id):
        return str(team(edda).get(account__name="Notburga").code)


def test_the_list_shows_what_waits_first_and_no_word_of_it(as_: Callable[[str], Client]) -> None:
    with told(10):
        late = asked.ask(code="1" * 16)
    fresh = asked.ask(code="2" * 16)
    page = Page(as_("edda").get(LIST))
    assert page.text.index(late.code) < page.text.index(fresh.code)
    assert "Antwort war versprochen" in page.text
    assert asked.TEXT not in page.text
    assert "Adalbero" not in page.text


def test_every_opening_writes_one_line_without_a_word_of_it(as_: Callable[[str], Client]) -> None:
    enquiry = asked.ask()
    with recorded(asked.OFFICE) as found:
        page = Page(as_("edda").get(page_of(enquiry)))
    assert asked.TEXT in page.text
    assert said(found) == [("opened", "enquiry", enquiry.code)]
    assert_by(found, "edda", "Adalbero", asked.TEXT)


def test_an_answer_can_be_read_and_nothing_is_due_any_more(as_: Callable[[str], Client]) -> None:
    enquiry, edda = asked.ask(), as_("edda")
    form = answer(Page(edda.get(page_of(enquiry))))
    with recorded(asked.OFFICE) as found:
        for _ in range(2):
            assert edda.post(page_of(enquiry, "answer"), form).status_code == 302
    assert said(found) == [("answered", "enquiry", enquiry.code)]
    assert_by(found, "edda", asked.ANSWER)
    current = asked.fresh(enquiry)
    assert current is not None
    assert (current.state, current.reply_due_on) == ("answered", None)
    assert asked.texts(enquiry) == [("person", asked.TEXT), ("office", asked.ANSWER)]


def test_who_answers_second_reads_what_is_new_and_keeps_her_text(
    as_: Callable[[str], Client],
) -> None:
    enquiry, edda = asked.ask(), as_("edda")
    form = answer(Page(edda.get(page_of(enquiry))), "Meine Antwort kommt zu spät.")
    someone = actor("edda")
    with tenant(someone.organisation, someone.account_id):
        current = Enquiry.objects.get(pk=enquiry.pk)
        answer_enquiry(
            actor=someone,
            enquiry=current,
            text=asked.ANSWER,
            version=current.changed_at.isoformat(),
        )
    page = Page(edda.post(page_of(enquiry, "answer"), form))
    assert page.status == 422
    assert "Jemand hat diese Angaben inzwischen geändert." in page.text
    assert asked.ANSWER in page.text
    assert page.typed("text") == "Meine Antwort kommt zu spät."
    again = edda.post(page_of(enquiry, "answer"), answer(page, "Und noch etwas."))
    assert again.status_code == 302
    assert len(asked.texts(enquiry)) == 3


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_answer_without_words_or_with_too_many_is_refused(
    as_: Callable[[str], Client], text: str
) -> None:
    enquiry, edda = asked.ask(), as_("edda")
    form = answer(Page(edda.get(page_of(enquiry))), text)
    page = Page(edda.post(page_of(enquiry, "answer"), form))
    assert page.status == 422
    assert page.beside("text")
    assert len(asked.texts(enquiry)) == 1


def test_it_is_handed_on_and_the_colleague_is_told(as_: Callable[[str], Client]) -> None:
    enquiry, edda, notburga = asked.ask(), as_("edda"), second_adviser()
    before = len(letters(asked.OFFICE))
    with recorded(asked.OFFICE) as found:
        for _ in range(2):
            edda.post(page_of(enquiry, "hand_on"), {"member": notburga})
    assert said(found) == [("reassigned", "enquiry", enquiry.code)]
    assert "bei Notburga" in Page(edda.get(LIST)).text
    (letter,) = letters(asked.OFFICE)[before:]
    assert letter.address == "notburga@nahtlos.example"
    wrong = Page(edda.post(page_of(enquiry, "hand_on"), {"member": "M-2222-2"}))
    assert wrong.status == 422


def test_done_is_done_once_and_stays_readable(as_: Callable[[str], Client]) -> None:
    enquiry, edda = asked.ask(), as_("edda")
    with recorded(asked.OFFICE) as found:
        for _ in range(2):
            assert edda.post(page_of(enquiry, "done")).status_code == 302
    assert said(found) == [("closed", "enquiry", enquiry.code)]
    assert edda.get(page_of(enquiry)).status_code == 200


def test_who_administers_the_organisation_reads_no_question(as_: Callable[[str], Client]) -> None:
    with tenant(organisation_id(HOME)):
        enquiry = Enquiry.objects.all()[0]
    for role in ("org_admin", "coach", "lead", "data_protection", "ministry"):
        client = as_(f"role:{role}")
        assert client.get(LIST).status_code == 404
        assert client.get(page_of(enquiry)).status_code == 404


def test_what_is_over_cannot_be_opened_any_more(as_: Callable[[str], Client]) -> None:
    with told(91):
        enquiry = asked.ask()
    client = as_("edda")
    assert client.get(page_of(enquiry)).status_code == 404
    assert enquiry.code not in Page(client.get(LIST)).text


def test_the_desk_says_who_is_told_and_how_soon(as_: Callable[[str], Client]) -> None:
    edda, notburga = as_("edda"), second_adviser()
    url = reverse("intake:desk")
    page = Page(edda.get(url))
    form = {"lead": notburga, "deputy": "", "reply_workdays": "5", "version": ""}
    with recorded(asked.OFFICE) as found:
        assert edda.post(url, form).status_code == 302
    assert [verb for verb, _, _ in said(found)] == ["changed"]
    assert page.typed("reply_workdays") == "3"
    enquiry = asked.ask()
    assert letters(asked.OFFICE)[-1].address == "notburga@nahtlos.example"
    assert enquiry.reply_due_on is not None
    stale = Page(edda.post(url, form))
    assert stale.status == 422
    assert "Jemand hat diese Angaben inzwischen geändert." in stale.text
    twin = {"lead": notburga, "deputy": notburga, "reply_workdays": "5"}
    page = Page(edda.post(url, {**twin, "version": str(Page(edda.get(url)).typed("version"))}))
    assert page.status == 422
    assert "Die Vertretung ist jemand anderes." in page.beside("deputy")


@pytest.mark.parametrize("days", ["0", "21", "x", "", "1,5"])
def test_a_promise_is_a_number_of_days_that_can_be_kept(
    as_: Callable[[str], Client], days: str
) -> None:
    form = {"lead": "", "deputy": "", "reply_workdays": days, "version": ""}
    page = Page(as_("edda").post(reverse("intake:desk"), form))
    assert page.status == 422
    assert page.beside("reply_workdays")


def test_the_start_page_says_that_a_question_waits(as_: Callable[[str], Client]) -> None:
    asked.ask()
    assert "Fragen ohne Namen warten auf Antwort" in Page(as_("edda").get("/intern/")).text


def test_an_answer_without_the_role_is_a_404_in_the_action_too(db: None) -> None:
    from django.http import Http404  # noqa: PLC0415

    with pytest.raises(Http404):
        save_desk(actor=actor("aylin"), lead=None, deputy=None, reply_workdays=3, version="")
