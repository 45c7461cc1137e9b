"""The plan as people work with it: ticked in two clicks, questions cleared, nothing lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nahtlos.cases.models import Answer, Case, Step
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_of
from tests.cases.made import inside, planned_case
from tests.cases.made import step as step_of
from tests.reading import Page
from tests.test_access_matrix import writes

LONG = "x" * 10_000


@pytest.fixture
def case(db: None) -> Case:
    """A case of Aylin with its plan."""
    with inside() as aylin:
        return planned_case(aylin, called="Herr N.")


def url(case: Case, name: str, **more: str) -> str:
    """A page of the case."""
    return reverse(f"cases:{name}", kwargs={"code": case.code, **more})


def found(case: Case, code: str) -> Step:
    """A step as it is now."""
    with inside():
        return step_of(case, code)


def test_a_step_is_ticked_off_on_the_plan(as_: Callable[[str], Client], case: Case) -> None:
    client, step = as_("aylin"), found(case, "M01")
    page = Page(client.get(url(case, "plan")))
    assert page.heading() == "Plan"
    assert "Heute erledigt. Woher wissen Sie es?" in page.text
    body = {"tick": "document_seen", "version": version_of(step)}
    answer = client.post(url(case, "step", step="M01"), body)
    assert answer["Location"] == url(case, "plan") + "#M01"
    step = found(case, "M01")
    assert (step.state, step.evidence, step.done_on) == ("done", "document_seen", today())
    assert "Dokument gesehen" in Page(client.get(url(case, "plan"))).text


def test_a_tick_keeps_what_was_said_about_the_step(
    as_: Callable[[str], Client], case: Case
) -> None:
    client, address = as_("aylin"), url(case, "step", step="M01")
    me = next(m.membership.code for m in case.members.all())
    first = {"state": "waiting", "due_on": "24.12.2026", "reason": "Anruf am Montag"}
    version = version_of(found(case, "M01"))
    client.post(address, first | {"assigned": me, "version": version})
    client.post(address, {"tick": "self_report", "version": version_of(found(case, "M01"))})
    step = found(case, "M01")
    assert (step.state, step.reason, step.by_hand) == ("done", "Anruf am Montag", True)
    assert step.assigned_id is not None
    assert step.due_on is not None
    assert (step.due_on.day, step.due_on.month) == (24, 12)


def test_a_forged_tick_is_answered_with_a_sentence(
    as_: Callable[[str], Client], case: Case
) -> None:
    body = {"tick": "gehört", "version": version_of(found(case, "M01"))}
    page = Page(as_("aylin").post(url(case, "step", step="M01"), body))
    assert page.status == 422
    assert "Bitte wählen Sie etwas aus der Liste." in page.beside("evidence")
    assert found(case, "M01").state == "open"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"state": "done"}, "evidence", "Bitte wählen Sie, woher Sie es wissen."),
        (
            {"state": "not_applicable", "reason": ""},
            "reason",
            "warum dieser Schritt nicht zutrifft",
        ),
        ({"state": "done", "evidence": "self_report", "done_on": "31.02."}, "done_on", "3.12.2026"),
        (
            {"state": "done", "evidence": "self_report", "done_on": "1.1.2099"},
            "done_on",
            "Dieser Tag liegt in der Zukunft.",
        ),
        ({"state": "open", "due_on": "31.2.2027"}, "due_on", "Bitte geben Sie das Datum so ein"),
        ({"state": "open", "due_on": "1.1.9999"}, "due_on", "Bitte prüfen Sie das Jahr."),
        ({"state": "open", "reason": LONG}, "reason", "höchstens 500 Zeichen"),
        ({"state": "open", "assigned": "M-2222-2"}, "assigned", "Bitte wählen Sie"),
        ({"state": "vielleicht"}, "state", "Bitte wählen Sie"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    as_: Callable[[str], Client], case: Case, typed: dict[str, str], field: str, sentence: str
) -> None:
    client, before = as_("aylin"), writes()
    body = {"reason": "Sie fragt nach 😀 SELECT %", "version": version_of(found(case, "M01"))}
    page = Page(client.post(url(case, "step", step="M01"), body | typed))
    assert page.status == 422
    assert sentence in page.beside(field)
    assert page.typed("reason") == typed.get("reason", body["reason"])
    assert writes() == before


def test_who_was_slower_reads_what_stands_there_now(
    as_: Callable[[str], Client], case: Case
) -> None:
    client, address = as_("aylin"), url(case, "step", step="M01")
    old = version_of(found(case, "M01"))
    client.post(address, {"state": "waiting", "reason": "erst ich", "version": old})
    late = {"state": "not_wanted", "reason": "dann ich", "version": old}
    page = Page(client.post(address, late))
    assert page.status == 422
    assert "Jemand hat diese Angaben inzwischen geändert." in page.text
    assert "erst ich" in page.text
    assert page.typed("reason") == "dann ich"
    again = Page(client.post(address, late | {"version": str(page.typed("version"))}, follow=True))
    assert "Gespeichert." in again.text
    assert found(case, "M01").state == "not_wanted"


def test_a_question_is_cleared_with_yes_or_no(as_: Callable[[str], Client], case: Case) -> None:
    client = as_("aylin")
    assert found(case, "M26").unclear
    page = Page(client.get(url(case, "plan")))
    assert "Trifft das zu? Fehlt ein gültiger Ausweis?" in page.text
    version = next(one for one in page.named("case_version")).attributes["value"]
    client.post(url(case, "step", step="M26"), {"fits": "yes", "case_version": version})
    assert not found(case, "M26").unclear
    with inside():
        assert Case.objects.get(pk=case.pk).circumstances == {"no_valid_id": "yes"}


def test_no_leaves_out_what_does_not_apply(as_: Callable[[str], Client], case: Case) -> None:
    client = as_("aylin")
    with inside():
        version = version_of(Case.objects.get(pk=case.pk))
    client.post(url(case, "step", step="M26"), {"fits": "no", "case_version": version})
    assert found(case, "M26").state == "not_applicable"


def test_a_step_that_hangs_on_two_circumstances_is_cleared_by_itself(
    as_: Callable[[str], Client], case: Case
) -> None:
    client, step = as_("aylin"), found(case, "M22")
    body = {"fits": "no", "version": version_of(step)}
    page = Page(client.post(url(case, "step", step="M22"), body, follow=True))
    assert "Danke. Der Plan richtet sich danach." in page.text
    step = found(case, "M22")
    assert (step.state, step.reason) == ("not_applicable", "Nachgefragt: trifft nicht zu")
    with inside():
        assert Case.objects.get(pk=case.pk).circumstances == {}


def test_a_step_of_ones_own_is_added_once(as_: Callable[[str], Client], case: Case) -> None:
    client, address = as_("aylin"), url(case, "new_step")
    body = {"title": "Fahrrad <b>abholen</b> 😀", "area": "SOZ", "stamp": stamps.issue()}
    for _ in range(2):
        assert client.post(address, body).status_code == 302
    with inside():
        own = [s for s in Step.objects.filter(case=case) if s.code.startswith("S-")]
    assert len(own) == 1
    page = Page(client.get(url(case, "plan")))
    assert "Fahrrad <b>abholen</b> 😀" in page.text
    assert "eigener Schritt" in page.text


def test_confidential_counselling_is_no_area_to_choose(
    as_: Callable[[str], Client], case: Case
) -> None:
    body = {"title": "Gespräch", "area": "DIS", "stamp": stamps.issue()}
    page = Page(as_("aylin").post(url(case, "new_step"), body))
    assert page.status == 422
    assert "Vertrauliche Beratung" not in page.text


def test_an_answer_stands_as_it_will_stand_on_the_card(
    as_: Callable[[str], Client], case: Case
) -> None:
    client, address = as_("aylin"), url(case, "answer", question="bett")
    body = {
        "state": "secured",
        "words": 'Wohnhilfe "Süd", Zimmer 4 😀',
        "place": "Lindenweg 3",
        "phone": "040 66969-120",
        "day": "12.1.2027",
        "time": "9:30",
        "version": "",
    }
    assert client.post(address, body).status_code == 302
    with inside():
        row = Answer.objects.get(case=case, question="bed")
    assert (row.words, row.place, row.phone) == (body["words"], "Lindenweg 3", "040 66969-120")
    page = Page(client.get(address))
    assert (page.typed("day"), page.typed("time")) == ("12.01.2027", "09:30")


def test_words_that_tell_strangers_where_one_comes_from_are_asked_about(
    as_: Callable[[str], Client], case: Case
) -> None:
    body = {"state": "secured", "words": "Zimmer der Haftentlassenenhilfe", "version": ""}
    page = Page(as_("aylin").post(url(case, "answer", question="bett"), body, follow=True))
    assert "Liegt sie offen da, verrät das etwas." in page.text
    quiet = {"state": "secured", "words": "Lindenweg 3", "version": ""}
    page = Page(as_("aylin").post(url(case, "answer", question="geld"), quiet, follow=True))
    assert "verrät das etwas" not in page.text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"state": "secured"}, "words", "Gesichert ist, was sich in einem Satz sagen lässt."),
        ({"state": "open", "time": "25:00"}, "time", "Bitte geben Sie die Uhrzeit so ein"),
        ({"state": "open", "time": "9:30"}, "day", "Zu der Uhrzeit gehört ein Tag."),
        ({"state": "open", "day": "31.02.2027"}, "day", "Bitte geben Sie das Datum so ein"),
        ({"state": "open", "phone": "<b>"}, "phone", "Eine Telefonnummer besteht aus Ziffern"),
        ({"state": "open", "words": LONG}, "words", "höchstens 120 Zeichen"),
        ({}, "state", "Bitte"),
    ],
)
def test_a_wrong_answer_says_why(
    as_: Callable[[str], Client], case: Case, typed: dict[str, str], field: str, sentence: str
) -> None:
    page = Page(as_("aylin").post(url(case, "answer", question="geld"), {"version": "", **typed}))
    assert page.status == 422
    assert sentence in page.beside(field)


def test_two_first_answers_at_once_are_shown_side_by_side(
    as_: Callable[[str], Client], case: Case
) -> None:
    client, address = as_("aylin"), url(case, "answer", question="geld")
    client.post(address, {"state": "open", "words": "Jobcenter", "version": ""})
    page = Page(client.post(address, {"state": "open", "words": "Sozialamt", "version": ""}))
    assert page.status == 422
    assert "Jobcenter" in page.text
    assert page.typed("words") == "Sozialamt"


def test_there_are_four_questions_and_no_fifth(as_: Callable[[str], Client], case: Case) -> None:
    assert as_("aylin").get(url(case, "answer", question="liebe")).status_code == 404
    assert as_("aylin").get(url(case, "step", step="M99")).status_code == 404


def test_the_title_of_no_page_names_the_person(as_: Callable[[str], Client], case: Case) -> None:
    client = as_("aylin")
    pages = ["person", "stay", "circumstances", "plan", "new_step", "members", "reassign"]
    addresses = [url(case, name) for name in pages]
    addresses += [url(case, "step", step="M01"), url(case, "answer", question="bett")]
    for address in addresses:
        source = client.get(address).content.decode()
        title = source.partition("<title>")[2].partition("</title>")[0]
        assert case.code in title, address
        assert "Herr N." not in title


def test_the_card_is_a_pdf_and_noted(as_: Callable[[str], Client], case: Case) -> None:
    answer = as_("aylin").get(url(case, "card"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert as_("bernd").get(url(case, "card")).status_code == 404
