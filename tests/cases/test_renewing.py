"""A newer version of the template, or of the Land's profile: nothing moves by itself, the
difference is shown, one button takes it over, and there is a way back.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.http import Http404
from django.test import Client

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case, Stay, StepState
from nahtlos.cases.queries.deadlines import deadlines_of, pin_of
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.queries.renewing import renewal, way_back
from nahtlos.cases.queries.stays import stay_of
from nahtlos.cases.rules.spans import Span
from nahtlos.cases.rules.template import CURRENT, FIRST, KINDS
from nahtlos.cases.rules.vocabulary import Anchor, CustodyKind
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.lately import forget
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.foundation.workdays import workday_until
from nahtlos.lands.actions import begin_draft, publish_draft, write_entry
from nahtlos.lands.models import LandProfile
from nahtlos.lands.queries import draft_entry, draft_of
from nahtlos.lands.rules.entries import Entry, EntryState
from nahtlos.organisations.queries import prison_names
from tests.cases.made import again, in_days, inside, planned_case, step
from tests.cast import FOREIGN, actor, organisation_id
from tests.reading import Page
from tests.records import assert_by, recorded, said

LAND = "MU"
OFFICE = "role:coordination"


@pytest.fixture
def aylin(db: None) -> Iterator[Actor]:
    """Aylin, inside her organisation."""
    with inside() as who:
        yield who


def in_musterland(who: Actor, **values: object) -> Case:
    """A planned case in Musterland, out in two years."""
    known = {"prison_code": "MU-03", "release_on": in_days(730), **values}
    return planned_case(who, **known)


def of_old(case: Case, version: str = FIRST) -> Case:
    """CASE as it was opened before there were deadlines of Länder."""
    Case.objects.filter(pk=case.pk).update(plan_version=version, plan_law="")
    former = fetched(case)
    for code, planned in Ground.of(former, stay_of(former)).plan(version).items():
        dated = {"due_on": planned.due.on, "shortened": planned.due.shortened}
        former.steps.filter(code=code, state="open").update(**dated)
    return fetched(case)


def fetched(case: Case) -> Case:
    """As the pages fetch it."""
    with inside() as who:
        return queries.case_for(who, case.code)


def renew(who: Actor, case: Case, *, back: bool = False) -> None:
    """Take over what is offered, or go back."""
    offer = way_back(case) if back else renewal(case)
    assert offer is not None
    actions.renew_plan(actor=who, case=case, to=offer.agreed, version=version_of(again(case)))


def days(case: Case) -> dict[str, tuple[str, date | None]]:
    """{code: (state, day)} of every step."""
    rows = again(case).steps.values_list("code", "state", "due_on")
    return {code: (state, on) for code, state, on in rows}


def publish(number: int, key: str = "transition_begins", **more: object) -> None:
    """The coordination office of Musterland publishes a version that says NUMBER months."""
    office = actor(OFFICE)
    with tenant(office.organisation, office.account_id):
        begin_draft(actor=office, land=LAND)
        draft = draft_of(office, LAND)
        row = draft_entry(draft, key)
        entry = replace(row.entry, number=number, unit="months", **more)
        write_entry(actor=office, land=LAND, entry=entry, version=version_of(row))
        fresh = LandProfile.objects.get(pk=draft.row.pk)
        publish_draft(actor=office, land=LAND, says="Neu gezählt.", version=version_of(fresh))
    forget()


def test_a_plan_of_the_first_version_goes_on_exactly_as_shown(aylin: Actor) -> None:
    case = in_musterland(aylin, custody="youth", release_on=in_days(500))
    case.steps.filter(code__startswith="Y").delete()
    case = of_old(case)
    row = step(case, "M01")
    done = actions.StepChange(state="done", evidence="self_report", done_on=today())
    actions.change_step(actor=aylin, step=row, change=done, version=version_of(row))
    own = step(case, "M34")
    mine = actions.StepChange(state="open", due_on=in_days(9))
    actions.change_step(actor=aylin, step=own, change=mine, version=version_of(own))
    case, before = fetched(case), days(case)
    offer = renewal(case)
    assert offer is not None
    with recorded() as found:
        renew(aylin, case)
    after = days(case)
    assert (again(case).plan_version, again(case).plan_law) == (
        KINDS[CustodyKind.YOUTH],
        pin_of(LAND),
    )
    assert after["M01"][0] == StepState.DONE
    assert after["M34"][1] == in_days(9)
    new = {queries.title_of(step(case, code), CURRENT) for code in set(after) - set(before)}
    assert new == set(offer.change.coming)
    moved = {(before[code][1], on) for code, (_, on) in after.items() if code in before}
    shown = {(one.old, one.new) for one in offer.change.moving}
    assert {(old, on) for old, on in moved if old != on} == shown
    assert said(found) == [("changed", "plan", case.code)]
    assert_by(found, "aylin")


def test_the_days_stay_until_somebody_agrees(aylin: Actor) -> None:
    case = of_old(in_musterland(aylin))
    before = days(case)
    assert renewal(case) is not None
    assert (days(case), again(case).plan_version) == (before, FIRST)


def test_back_again_everything_is_as_it_was(aylin: Actor) -> None:
    case = in_musterland(aylin, custody="preventive", release_on=None, scenario="unknown")
    old = of_old(case, "2026-2-preventive")
    old.steps.filter(code="P01").update(due_on=in_days(82))
    before = days(old)
    renew(aylin, fetched(case))
    assert days(case) != before
    renew(aylin, fetched(case), back=True)
    after = days(case)
    assert {code: after[code][0] for code in before} == {code: s for code, (s, _) in before.items()}
    assert again(case).plan_version == "2026-2-preventive"
    assert again(case).plan_law == ""
    assert way_back(fetched(case)) is None


def test_twice_is_once_and_something_else_is_refused(aylin: Actor) -> None:
    case = of_old(in_musterland(aylin))
    offer = renewal(case)
    assert offer is not None
    version = version_of(again(case))
    actions.renew_plan(actor=aylin, case=case, to=offer.agreed, version=version)
    with recorded() as found:
        actions.renew_plan(actor=aylin, case=case, to=offer.agreed, version=version)
    assert not found
    for other in ("", "2026-9", f"2026-2-youth {LAND}/0/2026-1"):
        with pytest.raises(Refused, match="ein anderer"):
            actions.renew_plan(actor=aylin, case=case, to=other, version=version_of(again(case)))


def test_what_was_shown_before_the_date_moved_is_not_taken_over(aylin: Actor) -> None:
    case = of_old(in_musterland(aylin))
    offer, seen = renewal(case), version_of(again(case))
    assert offer is not None
    actions.write_release(
        actor=aylin,
        case=case,
        scenario="fixed",
        on=in_days(300),
        approved=(),
        version=version_of(again(case)),
    )
    with pytest.raises(Stale):
        actions.renew_plan(actor=aylin, case=case, to=offer.agreed, version=seen)
    assert again(case).plan_version == FIRST


def test_strangers_colleagues_and_closed_cases_are_left_alone(db: None) -> None:
    with inside() as aylin:
        case = of_old(in_musterland(aylin))
        offer = renewal(case)
        assert offer is not None
        version = version_of(again(case))
        with pytest.raises(Http404):
            actions.renew_plan(actor=actor("bernd"), case=case, to=offer.agreed, version=version)
    with tenant(organisation_id(FOREIGN)), pytest.raises(Http404):
        actions.renew_plan(actor=actor("cem"), case=case, to=offer.agreed, version=version)
    with inside() as aylin:
        actions.mark_closed(actor=aylin, case=case, closing="reached")
        assert renewal(fetched(case)) is None
        with pytest.raises(Refused, match="abgeschlossen"):
            actions.renew_plan(actor=aylin, case=case, to=offer.agreed, version=version)


def test_the_deadline_of_the_land_dates_the_step_it_governs(aylin: Actor) -> None:
    case = in_musterland(aylin)
    release = Stay.objects.get(case=case).release_on
    assert release is not None
    nine = Span(months=-9).from_day(release)
    assert step(case, "M13").due_on == workday_until(nine, LAND)
    Case.objects.filter(pk=case.pk).update(plan_law="HE/0/2026-1")
    elsewhere = fetched(case)
    planned = Ground.of(elsewhere, stay_of(elsewhere)).plan(CURRENT)
    assert planned["M13"].due.on == workday_until(in_days(365), LAND)


def test_the_step_says_why(as_: Callable[[str], Client]) -> None:
    with inside() as aylin:
        case = in_musterland(aylin)
    client = as_("aylin")
    page = Page(client.get(f"/intern/faelle/{case.code}/schritte/M13/"))
    assert "Warum dieser Tag" in page.text
    assert "In Musterland: 9 Monate vor der Entlassung." in page.text
    assert "geprüft am 25. November 2026" in page.text
    assert (
        "Warum dieser Tag" not in Page(client.get(f"/intern/faelle/{case.code}/schritte/M16/")).text
    )


def test_what_nobody_has_seen_dates_nothing(db: None) -> None:
    found = deadlines_of(f"{LAND}/0/2026-1", CustodyKind.SENTENCE)
    assert "M48" not in found
    assert {code: one.span for code, one in found.items()} == {
        "M11": Span(days=42),
        "M13": Span(months=-9),
    }
    assert deadlines_of("HE/0/2026-1", CustodyKind.SENTENCE) == {}
    assert deadlines_of("", CustodyKind.SENTENCE) == {}
    hamburg = deadlines_of("HH/0/2026-1", CustodyKind.SENTENCE)
    assert {code: (one.anchor, one.span) for code, one in hamburg.items()} == {
        "M13": (Anchor.RELEASE, Span(months=-6)),
        "M48": (Anchor.RELEASE, Span(months=6)),
    }


def test_a_new_profile_moves_nothing_and_is_offered(aylin: Actor) -> None:
    case = in_musterland(aylin)
    assert renewal(case) is None
    before, law = days(case), pin_of(LAND)
    publish(7)
    case = fetched(case)
    assert days(case) == before
    assert again(case).plan_law == law != pin_of(LAND)
    offer = renewal(case)
    assert offer is not None
    moved = {one.title: one.deadline for one in offer.change.moving}
    deadline = moved[queries.title_of(step(case, "M13"), CURRENT)]
    assert deadline is not None
    assert deadline.says == "7 Monate vor der Entlassung"
    renew(aylin, case)
    release = Stay.objects.get(case=case).release_on
    assert release is not None
    assert step(case, "M13").due_on == workday_until(Span(months=-7).from_day(release), LAND)
    assert again(case).plan_law == pin_of(LAND)
    assert renewal(fetched(case)) is None


def test_a_new_profile_that_says_the_same_of_the_days_is_not_offered(aylin: Actor) -> None:
    case = in_musterland(aylin)
    publish(9, note="Anders gesagt.")
    assert renewal(fetched(case)) is None


def test_a_moved_release_counts_with_the_deadline_the_plan_was_opened_with(aylin: Actor) -> None:
    case = in_musterland(aylin)
    publish(7)
    actions.write_release(
        actor=aylin,
        case=case,
        scenario="fixed",
        on=in_days(760),
        approved=(),
        version=version_of(again(case)),
    )
    assert step(case, "M13").due_on == workday_until(Span(months=-9).from_day(in_days(760)), LAND)


def test_in_another_land_its_deadlines_count(aylin: Actor) -> None:
    case = in_musterland(aylin)
    actions.end_stay(actor=aylin, case=case, how="transferred", on=today())
    values = {
        "prison_code": "",
        "custody": "sentence",
        "admitted_on": today(),
        "scenario": "fixed",
        "release_on": in_days(730),
    }
    actions.begin_stay(actor=aylin, case=case, values=values)
    # Without a prison the Land is the one before.
    assert again(case).plan_law == pin_of(LAND)
    with_one = next(prison for prison in prison_names() if prison.land == "HH")
    actions.end_stay(actor=aylin, case=case, how="transferred", on=today())
    values["prison_code"] = with_one.xjustiz_id
    actions.begin_stay(actor=aylin, case=case, values=values)
    assert again(case).plan_law == pin_of("HH")
    assert step(case, "M13").due_on == workday_until(Span(months=-6).from_day(in_days(730)), "HH")


def test_the_page_shows_the_difference_and_two_clicks_are_one(as_: Callable[[str], Client]) -> None:
    with inside() as aylin:
        case = of_old(in_musterland(aylin))
    client, url = as_("aylin"), f"/intern/faelle/{case.code}/plan/fassung/"
    assert (
        "Für diesen Plan gibt es eine neue Fassung."
        in Page(client.get(f"/intern/faelle/{case.code}/plan/")).text
    )
    page = Page(client.get(url))
    assert "Das würde sich ändern" in page.text
    assert "In Musterland: 9 Monate vor der Entlassung." in page.text
    with inside():
        offer, version = renewal(fetched(case)), version_of(again(case))
    assert offer is not None
    body = {"to": offer.agreed, "version": version}
    for _ in range(2):
        assert client.post(url, body).status_code == 302
    with inside():
        assert again(case).plan_version == CURRENT
    assert "Der Plan ist auf dem neuesten Stand." in Page(client.get(url)).text
    assert "Zurück zur Fassung von vorher" in Page(client.get(url)).text


def test_an_entry_that_is_only_believed_does_not_move_a_plan(aylin: Actor) -> None:
    entry = Entry("transition_begins", EntryState.UNCHECKED, number=6, unit="months")
    assert entry.is_known
    case = in_musterland(aylin)
    publish(6, state=EntryState.UNCHECKED, source="", checked_on=None)
    offer = renewal(fetched(case))
    assert offer is not None
    renew(aylin, fetched(case))
    assert step(case, "M13").due_on == workday_until(in_days(365), LAND)
