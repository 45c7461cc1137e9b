"""The list of the day, beginning a case, what is known about a person, and who belongs to it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nahtlos.cases.forms.circumstances import TAGS
from nahtlos.cases.models import Case, ReleaseScenario, Stay
from nahtlos.foundation import stamps
from nahtlos.foundation.versions import version_of
from tests.cases.made import in_days, inside, membership, planned_case
from tests.reading import Page
from tests.test_access_matrix import writes

LIST, NEW, ROSTER = "/intern/faelle/", "/intern/faelle/neu/", "/intern/faelle/uebersicht/"
LONG = "x" * 10_000


def body(**typed: str) -> dict[str, str]:
    """The form of a new case with what was TYPED."""
    known = {"kind": "transition", "custody": "sentence", "scenario": "unknown"}
    return known | {"stamp": stamps.issue()} | typed


def how_many() -> int:
    """Cases at home."""
    with inside():
        return Case.objects.count()


@pytest.fixture
def case(db: None) -> Case:
    """A case of Aylin with its plan."""
    with inside() as aylin:
        return planned_case(aylin, called="Herr N.", scenario="end", release_on=in_days(90))


def url(case: Case, name: str, **more: str) -> str:
    """A page of the case."""
    return reverse(f"cases:{name}", kwargs={"code": case.code, **more})


def test_a_case_is_begun_in_two_forms_and_has_a_plan(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    assert Page(client.get(NEW)).heading() == "Neue Begleitung"
    dates = {"admitted_on": "1.3.2026", "scenario": "end", "release_on": "11.1.2027"}
    answer = client.post(NEW, body(given_name="Karim", **dates), follow=True)
    page, here = Page(answer), answer.redirect_chain[-1][0]
    assert page.heading() == "Was trifft zu?"
    assert "Die Begleitung hat begonnen." in page.text
    version = str(page.typed("version"))
    client.post(here, {"debts": "yes", "version": version})
    plan = Page(client.get(here.replace("umstaende", "plan")))
    assert "Schulden: ein erster Überblick" in plan.text
    assert "Trifft das zu?" in plan.text


def test_a_double_click_begins_one_case(as_: Callable[[str], Client]) -> None:
    client, typed, before = as_("aylin"), body(), how_many()
    for _ in range(2):
        assert client.post(NEW, typed).status_code == 302
    assert how_many() == before + 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"scenario": "end"}, "release_on", "Zu diesem Termin gehört ein Datum."),
        ({"release_on": "1.3.2027"}, "scenario", "Worauf beruht das Datum?"),
        ({"scenario": "end", "release_on": "31.02.2027"}, "release_on", "3.12.2026"),
        ({"scenario": "end", "release_on": "1.1.9999"}, "release_on", "Bitte prüfen Sie das Jahr."),
        (
            {"scenario": "end", "release_on": "1.3.2026", "admitted_on": "2.3.2026"},
            "release_on",
            "Die Entlassung kann nicht vor der Aufnahme liegen.",
        ),
        ({"given_name": LONG}, "given_name", "höchstens 80 Zeichen"),
        ({"prison_code": "gibt-es-nicht"}, "prison_code", "Bitte wählen Sie"),
        ({"custody": "turm"}, "custody", "Bitte wählen Sie"),
        ({"kind": ""}, "kind", "Bitte"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    as_: Callable[[str], Client], typed: dict[str, str], field: str, sentence: str
) -> None:
    client, before = as_("aylin"), writes()
    page = Page(client.post(NEW, body(called="Mo 😀 <b>") | typed))
    assert page.status == 422
    assert sentence in page.beside(field)
    assert page.typed("called") == "Mo 😀 <b>"
    assert writes() == before


def test_prison_staff_find_their_prison_on_top(as_: Callable[[str], Client]) -> None:
    page = Page(as_("doro").post(NEW, {"beginnen": "1"}))
    select = page.named("prison_code")[0]
    groups = [one for one in select.every() if one.tag == "optgroup"]
    assert groups[0].attributes["label"] == "Ihre Anstalt"
    assert "JVA Musterstadt" in groups[0].text()


def test_the_list_names_whose_turn_it_is(as_: Callable[[str], Client], case: Case) -> None:
    page = Page(as_("aylin").get(LIST))
    assert page.heading() == "Meine Begleitungen"
    assert "Herr N." in page.text
    assert "90 Tage" in page.text
    assert url(case, "plan") in " ".join(page.links())
    assert "Herr N." not in Page(as_("bernd").get(LIST)).text
    for look in ("spur=wartet", "ordnung=name&tage=90", "spur=quatsch&ordnung=1&tage=x&ab=%00"):
        assert as_("aylin").get(f"{LIST}?{look}").status_code == 200


def test_a_list_of_sixty_goes_on_after_twenty_five(as_: Callable[[str], Client]) -> None:
    client, names = as_("aylin"), []
    with inside() as aylin:
        for number in range(60):
            planned_case(aylin, called=f"Person {number:02}")
    address = f"{LIST}?ordnung=name"
    while address:
        page = Page(client.get(address))
        shown = [one.text() for one in page.elements if one.tag == "h3"]
        assert len(shown) <= 25
        names += shown
        more = [one for one in page.elements if one.tag == "a" and one.text() == "Weitere zeigen"]
        address = LIST + more[0].attributes["href"] if more else ""
    persons = [name for name in names if name.startswith("Person")]
    assert persons == [f"Person {number:02}" for number in range(60)]


def test_who_begins_reads_how(as_: Callable[[str], Client]) -> None:
    page = Page(as_("edda").get(LIST))
    assert "Noch begleiten Sie niemanden" in page.text


def test_the_roster_has_no_name_of_a_person(as_: Callable[[str], Client], case: Case) -> None:
    page = Page(as_("helga").get(ROSTER))
    assert case.code in page.text
    assert "Herr N." not in page.source
    assert as_("aylin").get(ROSTER).status_code == 404


def test_every_circumstance_can_be_said_and_confidential_ones_are_not_asked(
    as_: Callable[[str], Client], case: Case
) -> None:
    page = Page(as_("aylin").get(url(case, "circumstances")))
    assert {str(tag) for tag in TAGS} <= page.controls()
    assert "a3_program" not in page.controls()
    assert all(page.typed(str(tag)) == ["unknown"] for tag in TAGS)


def test_two_who_say_what_applies_see_each_other(as_: Callable[[str], Client], case: Case) -> None:
    client, address = as_("aylin"), url(case, "circumstances")
    version = str(Page(client.get(address)).typed("version"))
    client.post(address, {"debts": "yes", "version": version})
    page = Page(client.post(address, {"debts": "no", "version": version}))
    assert page.status == 422
    assert "Der neue Stand neben Ihren Eingaben" in page.text
    assert page.typed("debts") == ["no"]


def test_the_date_that_counts_is_shown_and_not_typed(
    as_: Callable[[str], Client], case: Case
) -> None:
    client, address = as_("aylin"), url(case, "stay")
    page = Page(client.get(address))
    assert "Dieser Termin gilt" in page.text
    assert "end" not in page.controls()
    typed = {"custody": "open", "half": "1.2.2027", "version": str(page.typed("version"))}
    typed |= {"agreed": "open"}
    client.post(address, typed | {"end": "1.1.2030"})
    with inside():
        stay = Stay.objects.get(case=case)
        dates = {row.kind: row.on for row in ReleaseScenario.objects.filter(stay=stay)}
    assert (stay.custody, stay.release_on) == ("open", in_days(90))
    assert dates["end"] == in_days(90)
    assert str(dates["half"]) == "2027-02-01"


def test_a_family_case_begins_a_stay_later(as_: Callable[[str], Client]) -> None:
    with inside() as aylin:
        case = planned_case(
            aylin,
            kind="family",
            custody="unknown",
            admitted_on=None,
            scenario="unknown",
            release_on=None,
        )
    client, address = as_("aylin"), url(case, "stay")
    assert "Zurzeit ist kein Aufenthalt eingetragen." in Page(client.get(address)).text
    typed = {"custody": "remand", "scenario": "any_time"}
    assert client.post(address, typed).status_code == 302
    with inside():
        assert Stay.objects.get(case=case).custody == "remand"


def test_a_birth_date_in_the_future_is_a_slip(as_: Callable[[str], Client], case: Case) -> None:
    version = version_of(case.client)
    typed = {"born_on": "1.1.2090", "called": "Mo", "version": version}
    page = Page(as_("aylin").post(url(case, "person"), typed))
    assert page.status == 422
    assert "Das Geburtsdatum kann nicht in der Zukunft liegen." in page.beside("born_on")
    assert page.typed("called") == "Mo"


def test_a_colleague_is_brought_in_and_taken_off(as_: Callable[[str], Client], case: Case) -> None:
    client, bernd = as_("aylin"), membership("bernd")
    assert as_("bernd").get(url(case, "plan")).status_code == 404
    page = Page(client.post(url(case, "members"), {"member": bernd.code}, follow=True))
    assert "Bernd gehört jetzt dazu." in page.text
    assert as_("bernd").get(url(case, "plan")).status_code == 200
    assert as_("bernd").get(url(case, "reassign")).status_code == 404
    client.post(url(case, "remove_member", member=bernd.code))
    assert as_("bernd").get(url(case, "plan")).status_code == 404


def test_nobody_from_outside_is_brought_in(as_: Callable[[str], Client], case: Case) -> None:
    for code in (membership("cem").code, membership("fritz").code, "M-2222-2", ""):
        page = Page(as_("aylin").post(url(case, "members"), {"member": code}))
        assert page.status == 422
        assert "Bitte wählen Sie etwas aus" in page.beside("member")


def test_the_fachleitung_changes_the_lead_and_still_reads_nothing(
    as_: Callable[[str], Client], case: Case
) -> None:
    client, bernd = as_("helga"), membership("bernd")
    page = Page(client.get(url(case, "reassign")))
    assert "Herr N." not in page.source
    answer = client.post(url(case, "reassign"), {"lead": bernd.code, "deputy": bernd.code})
    assert "zwei Personen" in Page(answer).beside("deputy")
    answer = client.post(url(case, "reassign"), {"lead": bernd.code}, follow=True)
    assert "Die Fallführung hat jetzt Bernd." in Page(answer).text
    assert client.get(url(case, "plan")).status_code == 404
    assert as_("aylin").get(url(case, "plan")).status_code == 200


def test_who_leaves_hands_her_cases_over(as_: Callable[[str], Client], case: Case) -> None:
    client, aylin = as_("fritz"), membership("aylin")
    address = reverse("cases:end_membership", kwargs={"code": aylin.code})
    page = Page(client.get(address))
    assert "Aylin führt" in page.text
    assert "Herr N." not in page.source
    assert Page(client.post(address)).status == 422
    answer = client.post(address, {"successor": membership("fritz").code})
    assert "Diese Person begleitet zurzeit niemanden." in Page(answer).beside("successor")
    client.post(address, {"successor": membership("bernd").code})
    assert as_("bernd").get(url(case, "plan")).status_code == 200
