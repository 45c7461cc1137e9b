"""Hours for funders: of the organisation, by theme and month, with no way back to anybody."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from nahtlos.foundation.clock import today
from nahtlos.records import actions, queries
from nahtlos.records.models import MonthlyMinutes
from nahtlos.records.rules.hours import Counted, month_totals, year_table
from tests.cases.made import inside
from tests.cast import FOREIGN, actor, organisation_id
from tests.reading import Page
from tests.records_room.made import a_case, logged, made
from tests.together import together


def minutes(area: str) -> int:
    """What is counted at home for AREA this month."""
    with inside():
        month = today().replace(day=1)
        row = MonthlyMinutes.objects.filter(month=month, area=area).first()
        return row.minutes if row else 0


def test_minutes_follow_what_is_noted_corrected_and_removed(db: None) -> None:
    case, before = a_case(), (minutes("WOH"), minutes("SCH"))
    with inside() as aylin:
        contact = logged(aylin, case, minutes={"WOH": 20})
    assert minutes("WOH") == before[0] + 20
    with inside() as aylin:
        actions.change_contact(
            actor=aylin,
            case=case,
            code=contact.code,
            values=made(minutes={"SCH": 15}),
            version=contact.changed_at.isoformat(),
        )
    assert (minutes("WOH"), minutes("SCH")) == (before[0], before[1] + 15)
    with inside() as aylin:
        actions.remove_contact(actor=aylin, case=case, code=contact.code)
    assert (minutes("WOH"), minutes("SCH")) == before


def test_two_contacts_at_the_same_moment_are_both_counted(committing: None) -> None:
    first, second = a_case(), a_case("bernd")
    before = minutes("ARB")

    def deed(who: str) -> Callable[[], None]:
        def run() -> None:
            with inside(who) as person:
                logged(person, first if who == "aylin" else second, minutes={"ARB": 30})

        return run

    assert together(deed("aylin"), deed("bernd")) == [None, None]
    assert minutes("ARB") == before + 60


def test_time_is_counted_without_a_person_and_an_employee(db: None) -> None:
    columns = {field.attname for field in MonthlyMinutes._meta.get_fields()}  # type: ignore[union-attr]
    assert columns == {"id", "organisation_id", "month", "area", "minutes"}


def test_only_the_fachleitung_sees_hours(as_: Callable[[str], Client]) -> None:
    assert as_("role:lead").get("/intern/stunden/").status_code == 200
    for who in ("role:coach", "role:org_admin", "role:ministry"):
        assert as_(who).get("/intern/stunden/").status_code == 404


def test_the_page_says_hours_in_words(as_: Callable[[str], Client]) -> None:
    case = a_case()
    with inside() as aylin:
        logged(aylin, case, minutes={"MOB": 90})
    page = Page(as_("role:lead").get("/intern/stunden/"))
    assert page.heading() == f"Stunden {today().year}"
    assert "Wege, Sprache, Digitales 1,5" in page.text
    assert "ohne Namen von Begleiteten oder Beschäftigten" in page.text
    assert "Aylin" not in page.text
    empty = Page(as_("role:lead").get("/intern/stunden/?jahr=1999"))
    assert "In diesem Jahr ist noch keine Zeit eingetragen." in empty.text
    assert Page(as_("role:lead").get("/intern/stunden/?jahr=x")).heading() == page.heading()


def test_another_organisation_has_its_own_hours(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        logged(aylin, case, minutes={"MOB": 90})
    with inside("cem", FOREIGN):
        assert not MonthlyMinutes.objects.filter(area="MOB").exists()
    assert organisation_id(FOREIGN) != actor("aylin").organisation


def test_a_table_of_a_year_holds_every_month_and_its_sum() -> None:
    counted = [
        Counted(date(2026, 1, 1), "WOH", 60),
        Counted(date(2026, 3, 1), "WOH", 30),
        Counted(date(2026, 3, 1), "", 5),
        Counted(date(2025, 3, 1), "WOH", 999),
    ]
    lines = year_table(counted, 2026)
    assert [(line.label, line.total) for line in lines] == [
        ("Wohnen", 90),
        ("ohne bestimmtes Thema", 5),
    ]
    assert month_totals(lines)[:3] == (60, 0, 35)
    assert month_totals([]) == (0,) * 12


def test_a_year_without_time_has_no_first_year_before_it(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        logged(aylin, case)
        assert (queries.first_year(aylin) or 0) <= today().year
