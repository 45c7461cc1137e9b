"""The calendar that telephones fetch: it names nobody, moves with the dates, and ends."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from nahtlos.cases.actions import StepChange, add_member, change_step, remove_member
from nahtlos.cases.actions import end_membership as end_membership_with_cases
from nahtlos.conferences.actions import cancel_conference, change_conference, plan_conference
from nahtlos.foundation import clock
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.versions import version_of
from nahtlos.lookout import actions
from nahtlos.lookout.models import CalendarFeed
from nahtlos.lookout.rules.feed import Appointment, Dates, Day, calendar
from nahtlos.people.models import Account, Membership
from nahtlos.records.actions import agree_rhythm
from nahtlos.records.rules.contact import Agreed
from nahtlos.referrals.actions import move_release
from tests.cases.made import (
    FAMILY,
    GIVEN,
    again,
    in_days,
    inside,
    membership,
    new_case,
    planned_case,
)
from tests.cast import account, sign_in
from tests.conferences.sampled import details
from tests.people.signing import with_password
from tests.reading import Page
from tests.records import assert_by, recorded, said

PAGE = "/intern/kalender/"


def address(who: str = "aylin") -> str:
    """A new address of WHO, as she reads it on her page."""
    page = Page(sign_in(who).post(PAGE))
    link = next(link for link in page.links() if link.startswith("webcal:"))
    shown = [one.attributes.get("value", "") for one in page.elements if one.tag == "input"]
    assert f"http:{link.partition(':')[2]}" in shown
    return link.removeprefix("webcal://testserver")


def fetched(url: str, client: Client | None = None) -> Calendar:
    answer = (client or Client()).get(url)
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def summaries(book: Calendar) -> dict[date, str]:
    return {
        event["dtstart"].dt: str(event["summary"])
        for event in book.walk("vevent")
        if not isinstance(event["dtstart"].dt, datetime)
    }


def timed(book: Calendar) -> list[tuple[datetime, str]]:
    found = [event for event in book.walk("vevent") if isinstance(event["dtstart"].dt, datetime)]
    return [(event["dtstart"].dt, str(event["summary"])) for event in found]


def due(book: Calendar) -> dict[date, int]:
    """{day: how many steps the calendar says are due}."""
    found = {}
    for day, words in summaries(book).items():
        for part in words.removeprefix("Nahtlos: ").split(", "):
            if "Schritt" in part:
                found[day] = int(part.split()[0])
    return found


def test_days_say_how_many_steps_are_due_and_move_with_the_release(db: None) -> None:
    url = address()
    before = due(fetched(url))
    with inside() as aylin:
        case = planned_case(aylin, admitted_on=in_days(-1), release_on=in_days(100))
        days = [
            step.due_on
            for step in case.steps.filter(state__in=["open", "waiting"], due_on__isnull=False)
        ]
        assert days
    book = fetched(url)
    for day in set(days):
        assert day is not None
        assert due(book)[day] == before.get(day, 0) + days.count(day)
    with inside() as aylin:
        fresh, on = again(case), in_days(121)
        version = version_of(fresh)
        move_release(actor=aylin, case=fresh, scenario="fixed", on=on, approved=(), version=version)
        moved = {step.due_on for step in case.steps.filter(state="open", due_on__isnull=False)}
        assert moved != set(days)
    after = fetched(url)
    assert {day for day in moved if day and day <= in_days(365)} <= set(due(after))
    numbers = [
        {str(event["uid"]): int(event["sequence"]) for event in one.walk("vevent")}
        for one in (book, after)
    ]
    for uid in set(numbers[0]) & set(numbers[1]):
        assert numbers[1][uid] >= numbers[0][uid]


def event_of(url: str, key: UUID) -> Any:  # noqa: ANN401 (an event has no shape)
    """The event of KEY in the calendar at URL."""
    return next(one for one in fetched(url).walk("vevent") if str(key) in one["uid"])


def test_a_conference_keeps_its_name_and_counts_up_when_it_moves(db: None) -> None:
    url, moved_to = address(), now() + timedelta(days=10)
    with inside() as aylin:
        starts_at = details(starts_at=now() + timedelta(days=3))
        found = plan_conference(actor=aylin, case=planned_case(aylin), details=starts_at)
    first = event_of(url, found.pk)
    with clock.told(-1), inside() as aylin:
        found.refresh_from_db()
        later, version = details(starts_at=moved_to), version_of(found)
        change_conference(actor=aylin, conference=found, details=later, version=version)
    second = event_of(url, found.pk)
    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]
    assert second["dtstart"].dt == moved_to.astimezone(UTC).replace(microsecond=0)
    assert str(second["summary"]) == "Besprechung"
    assert "location" not in second
    with clock.told(-2), inside() as aylin:
        found.refresh_from_db()
        cancel_conference(actor=aylin, conference=found)
    third = event_of(url, found.pk)
    assert (str(third["status"]), third["sequence"] > second["sequence"]) == ("CANCELLED", True)


def test_a_meeting_at_another_agency_is_an_appointment_without_its_name(db: None) -> None:
    found = timed(fetched(address("role:coach")))
    assert (in_days(3), "Termin") in [
        (starts.astimezone(BERLIN).date(), words) for starts, words in found
    ]


def test_contacts_that_are_due_stand_beside_the_steps(db: None) -> None:
    url = address()
    day = in_days(40)
    before = summaries(fetched(url)).get(day, "")
    with inside() as aylin:
        case = new_case(aylin)
        agreed = Agreed(every_days=14, next_on=day)
        agree_rhythm(actor=aylin, case=case, agreed=agreed, quiet=False, version="")
    assert "Kontakt" not in before
    assert "1 Kontakt" in summaries(fetched(url))[day]


def test_a_step_that_is_done_and_a_case_one_is_no_longer_on_are_gone(db: None) -> None:
    url = address("bernd")
    without = due(fetched(url))
    with inside() as aylin:
        case = planned_case(aylin, admitted_on=in_days(-1))
        add_member(actor=aylin, case=case, membership=membership("bernd"))
        step = case.steps.filter(state="open", due_on__gte=today()).order_by("due_on")[0]
    count = due(fetched(url))[step.due_on]
    with inside() as aylin:
        version = version_of(step)
        change = StepChange(state="not_wanted")
        change_step(actor=aylin, step=step, change=change, version=version)
    assert due(fetched(url)).get(step.due_on, 0) == count - 1
    with inside() as aylin:
        remove_member(actor=aylin, case=case, membership=membership("bernd"))
    assert due(fetched(url)) == without


def test_the_calendar_names_nobody(db: None) -> None:
    url = address()
    with inside() as aylin:
        case = planned_case(aylin, called="Herr Unverkennbar", admitted_on=in_days(-1))
        plan_conference(actor=aylin, case=case, details=details(place="Raum der Stille"))
        titles = {step.code for step in case.steps.all()}
    text = Client().get(url).content.decode()
    unfolded = text.replace("\r\n ", "")
    for word in (case.code, case.client.code, GIVEN, FAMILY, "Unverkennbar", "Raum der", "Aylin"):
        assert word not in unfolded
    assert "JVA" not in unfolded
    words = {str(event["summary"]) for event in Calendar.from_ical(text).walk("vevent")}
    allowed = {"Nahtlos", "Schritt", "Schritte", "fällig", "Kontakt", "Kontakte"}
    allowed |= {"Besprechung", "Termin", "Kalender-Adresse", "erneuern"}
    for sentence in words:
        for word in sentence.replace(":", " ").replace(",", " ").split():
            assert word in allowed or word.isdecimal(), sentence
    assert not titles & set(unfolded.split())
    pages = {str(event["url"]) for event in Calendar.from_ical(text).walk("vevent")}
    assert pages == {"http://testserver/intern/"}


def test_the_address_is_shown_once_and_kept_nowhere(db: None) -> None:
    url = address()
    secret = url.removeprefix("/kalender/").removesuffix(".ics")
    assert len(secret) >= 32
    assert secret not in sign_in("aylin").get(PAGE).content.decode()
    with connection.cursor() as cursor, inside():
        cursor.execute("SELECT f::text FROM lookout_calendarfeed f")
        assert secret not in str(cursor.fetchall())


def test_a_new_address_ends_the_former_one(db: None) -> None:
    first, second = address(), address()
    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    with inside() as aylin:
        assert CalendarFeed.objects.filter(organisation_id=aylin.organisation).count() == 1


def test_it_can_be_ended_by_a_button_twice_is_once(db: None) -> None:
    url, client = address(), sign_in("aylin")
    with recorded() as found:
        for _ in range(2):
            assert client.post(f"{PAGE}beenden/").status_code == 302
    assert said(found) == [("ended", "calendar_feed", membership("aylin").code)]
    assert Client().get(url).status_code == 404
    assert "Noch haben Sie keine Adresse" in Page(client.get(PAGE)).text


def test_making_it_stands_in_the_chain_without_the_address(db: None) -> None:
    with recorded() as found:
        url = address()
    assert said(found) == [("created", "calendar_feed", membership("aylin").code)]
    assert_by(found, "aylin", url.removeprefix("/kalender/").removesuffix(".ics"))


def test_it_ends_with_the_membership(db: None) -> None:
    url = address()
    with inside("role:org_admin") as admin:
        end_membership_with_cases(
            actor=admin, member=membership("aylin"), successor=membership("bernd")
        )
    assert Client().get(url).status_code == 404


def test_it_ends_with_the_last_role_that_accompanies_and_with_the_account(db: None) -> None:
    url = address()
    with inside("role:org_admin"):
        rows = Membership.objects.filter(pk=membership("aylin").pk)
        rows.update(roles=["org_admin"])
        assert Client().get(url).status_code == 404
        rows.update(roles=["coach"])
        assert Client().get(url).status_code == 200
    Account.objects.filter(pk=account("aylin").pk).update(is_active=False)
    assert Client().get(url).status_code == 404


def test_after_a_year_it_is_over_and_a_week_before_the_calendar_says_so(db: None) -> None:
    url = address()
    expires = in_days(365)
    assert summaries(fetched(url))[expires - timedelta(days=7)].endswith("erneuern")
    with clock.told(-366):
        assert Client().get(url).status_code == 404


def test_strangers_find_nothing_and_do_not_guess_often(db: None) -> None:
    visitor = Client()
    for guess in range(30):
        assert visitor.get(f"/kalender/geraten-{guess}.ics").status_code == 404
    answer = visitor.get("/kalender/noch-einmal.ics")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_a_calendar_that_asks_all_the_time_is_told_to_wait(db: None) -> None:
    url = address()
    answers = [Client().get(url).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]


def test_a_link_for_something_else_is_no_calendar(db: None) -> None:
    with inside() as aylin:
        token = actions.issue_feed(actor=aylin)
    assert Client().get(f"/einladung/{token}/").status_code == 404
    assert Client().get(f"/stimmt/{token}/").status_code == 404


def test_making_an_address_asks_who_one_is(db: None) -> None:
    page = Page(with_password("aylin").post(PAGE))
    assert "Sagen Sie dafür bitte noch einmal, wer Sie sind." in page.text


def test_it_keeps_no_session_and_is_kept_by_nobody(db: None) -> None:
    answer = Client().get(address())
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_a_calendar_costs_at_most_thirty_statements(db: None) -> None:
    url = address()
    Client().get(url)
    with CaptureQueriesContext(connection) as caught:
        Client().get(url)
    assert len(caught) <= 30, [query["sql"] for query in caught]


def test_the_file_is_as_the_standard_wants_it() -> None:
    moment = datetime(2026, 10, 24, 12, tzinfo=BERLIN)
    key = UUID(int=7)
    book = calendar(
        Dates(
            key=key,
            days=(Day(date(2026, 10, 25), 1), Day(date(2026, 10, 26), 2, 3)),
            appointments=(
                Appointment(key, datetime(2026, 10, 25, 12, tzinfo=BERLIN), 60, moment, "Termin"),
            ),
            changed_at=moment,
            issued_at=moment,
            expires_on=date(2027, 10, 24),
            page="https://nahtlos.example/intern/",
        )
    )
    assert book.endswith(b"\r\n")
    assert b"\n" not in book.replace(b"\r\n", b"")
    assert max(len(line) for line in book.split(b"\r\n")) <= 75
    # The night before, clocks went back: 12 o'clock is eleven in UTC.
    assert b"DTSTART:20261025T110000Z" in book
    assert b"TZID" not in book
    assert b"METHOD:PUBLISH" in book
    read = Calendar.from_ical(book)
    events = read.walk("vevent")
    assert len({event["uid"] for event in events}) == len(events) == 4
    assert all({"uid", "dtstamp", "dtstart", "sequence"} <= {k.lower() for k in e} for e in events)
    assert summaries(read)[date(2026, 10, 26)] == "Nahtlos: 2 Schritte fällig, 3 Kontakte"
    assert summaries(read)[date(2026, 10, 25)] == "Nahtlos: 1 Schritt fällig"
