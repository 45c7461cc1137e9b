"""Conferences: who may be at the table, what was said stays, and what was agreed is a step."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from nahtlos.cases.models import Case
from nahtlos.cases.queries import case_for
from nahtlos.conferences import actions, queries
from nahtlos.conferences.models import Conference, Invited
from nahtlos.conferences.rules.calendar import calendar
from nahtlos.consents.actions import prepare_consent, sign_consent
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.versions import Stale, version_of
from tests.cases.made import FAMILY, GIVEN, inside, membership, planned_case
from tests.cast import FOREIGN, actor, organisation
from tests.conferences.sampled import details
from tests.records import assert_by, recorded, said


@pytest.fixture
def aylin(db: None) -> Iterator[Actor]:
    """Aylin, inside her organisation."""
    with inside() as who:
        yield who


def planned(who: Actor) -> tuple[Case, Conference]:
    """A case of WHO with a conference."""
    case = planned_case(who)
    return case, actions.plan_conference(actor=who, case=case, details=details())


def fresh(one: Conference) -> Conference:
    """It as it is now."""
    return Conference.objects.get(pk=one.pk)


def allowed(who: Actor, case: Case, *extent: str) -> None:
    """A signed consent towards the other agency of the tests."""
    values = {
        "to_organisation": organisation(FOREIGN),
        "to_function": "Aufnahme",
        "from_function": "Fallführung",
        "purpose": "housing",
        "categories": ["PERS"],
        "extent": list(extent),
        "valid_from": today() - timedelta(days=3),
        "valid_until": today() + timedelta(days=30),
    }
    consent = prepare_consent(actor=who, case=case, values=values)
    signed = {"signed_on": today(), "informed_on": today(), "form": "paper", "given_in": "custody"}
    sign_consent(actor=who, consent=consent, values=signed, version=version_of(consent))


def ask_partner(who: Actor, one: Conference, basis: str) -> None:
    """Ask the other agency of the tests."""
    actions.invite_partner(
        actor=who,
        conference=one,
        partner=organisation(FOREIGN),
        function="Aufnahme",
        basis=basis,
    )


def test_the_person_herself_and_who_plans_it_are_invited_at_once(aylin: Actor) -> None:
    with recorded() as found:
        case, one = planned(aylin)
    assert sorted(one.invited.values_list("kind", "reply")) == [
        ("member", "comes"),
        ("person", "open"),
    ]
    assert said(found)[-1] == ("created", "conference", case.code)
    assert_by(found, "aylin", GIVEN, FAMILY, "Raum 3")


def test_without_a_consent_nobody_else_is_invited(aylin: Actor) -> None:
    case, one = planned(aylin)
    with pytest.raises(Refused, match="keine Einwilligung") as refused:
        ask_partner(aylin, one, "consent")
    assert refused.value.field == "basis"
    allowed(aylin, case, "status")
    with pytest.raises(Refused, match="keine Einwilligung"):
        ask_partner(aylin, one, "consent")
    assert not one.invited.filter(kind="partner").exists()


def test_a_consent_that_covers_talking_is_enough(aylin: Actor) -> None:
    case, one = planned(aylin)
    later = details(starts_at=now() + timedelta(days=1))
    actions.change_conference(
        actor=aylin, conference=one, details=later, version=version_of(fresh(one))
    )
    allowed(aylin, case, "status", "talk")
    for _ in range(2):
        ask_partner(aylin, fresh(one), "consent")
    assert one.invited.filter(kind="partner").count() == 1
    beyond = details(starts_at=now() + timedelta(days=60))
    actions.change_conference(
        actor=aylin, conference=one, details=beyond, version=version_of(fresh(one))
    )
    shown = queries.conference_page(case_for(aylin, case.code), fresh(one))
    assert [line.doubt for line in shown.invited] == [False, False, True]


def test_the_person_invites_whom_she_likes(aylin: Actor) -> None:
    _, one = planned(aylin)
    ask_partner(aylin, one, "herself")
    assert one.invited.get(kind="partner").basis == "herself"


def test_only_who_is_on_the_case_is_invited_and_once(aylin: Actor) -> None:
    _, one = planned(aylin)
    with pytest.raises(Refused, match="beteiligt"):
        actions.invite_member(actor=aylin, conference=one, membership=membership("bernd"))
    for _ in range(2):
        actions.invite_member(actor=aylin, conference=one, membership=membership("aylin"))
    assert one.invited.filter(kind="member").count() == 1


def test_the_person_herself_is_never_taken_off_the_list(aylin: Actor) -> None:
    _, one = planned(aylin)
    with pytest.raises(Refused, match="immer eingeladen"):
        actions.uninvite(actor=aylin, conference=one, row=one.invited.get(kind="person"))
    for row in [one.invited.get(kind="member")] * 2:
        actions.uninvite(actor=aylin, conference=one, row=row)
    assert one.invited.count() == 1


def test_an_answer_is_noted_and_another_hour_asks_again(aylin: Actor) -> None:
    _, one = planned(aylin)
    row = one.invited.get(kind="person")
    with pytest.raises(Refused):
        actions.note_reply(actor=aylin, conference=one, row=row, reply="vielleicht")
    actions.note_reply(actor=aylin, conference=one, row=row, reply="comes")
    later = details(starts_at=now() + timedelta(days=9))
    version = version_of(fresh(one))
    actions.change_conference(actor=aylin, conference=one, details=later, version=version)
    assert set(Invited.objects.filter(conference=one).values_list("reply", flat=True)) == {"open"}
    with pytest.raises(Stale):
        actions.change_conference(actor=aylin, conference=one, details=details(), version=version)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts_at": now() + timedelta(days=800)}, "day"),
        ({"lasts": 5}, "lasts"),
        ({"lasts": 900}, "lasts"),
        ({"way": "brieftaube"}, "way"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    aylin: Actor, more: dict[str, object], field: str
) -> None:
    case = planned_case(aylin)
    with pytest.raises(Refused) as refused:
        actions.plan_conference(actor=aylin, case=case, details=details(**more))
    assert refused.value.field == field
    assert not Conference.objects.filter(case=case).exists()


def test_finished_minutes_never_change(aylin: Actor) -> None:
    _, one = planned(aylin)
    with pytest.raises(Refused, match="zuerst auf"):
        actions.finish_minutes(actor=aylin, conference=one, version=version_of(fresh(one)))
    actions.write_minutes(
        actor=aylin, conference=one, text="Wohnen ist klar.", version=version_of(fresh(one))
    )
    actions.finish_minutes(actor=aylin, conference=one, version=version_of(fresh(one)))
    done = fresh(one)
    assert (done.state, done.minutes, done.finished_by) == (
        "held",
        "Wohnen ist klar.",
        aylin.account_id,
    )
    with pytest.raises(Refused, match="abgeschlossen"):
        actions.write_minutes(actor=aylin, conference=one, text="Anders.", version=version_of(done))
    done.minutes = "Anders."
    with pytest.raises(DatabaseError), transaction.atomic():
        done.save()


def test_minutes_of_tomorrow_are_not_finished(aylin: Actor) -> None:
    case = planned_case(aylin)
    soon = details(starts_at=now() + timedelta(days=1))
    one = actions.plan_conference(actor=aylin, case=case, details=soon)
    version = version_of(fresh(one))
    actions.write_minutes(actor=aylin, conference=one, text="Vorbereitet.", version=version)
    with pytest.raises(Refused, match="war noch nicht"):
        actions.finish_minutes(actor=aylin, conference=one, version=version_of(fresh(one)))


def test_two_who_write_minutes_overwrite_nothing(aylin: Actor) -> None:
    _, one = planned(aylin)
    version = version_of(fresh(one))
    actions.write_minutes(actor=aylin, conference=one, text="Eins 🙂", version=version)
    actions.write_minutes(actor=aylin, conference=one, text="Eins 🙂", version=version)
    with pytest.raises(Stale):
        actions.write_minutes(actor=aylin, conference=one, text="Zwei", version=version)
    assert fresh(one).minutes == "Eins 🙂"


def test_a_task_is_a_step_with_who_and_until_when(aylin: Actor) -> None:
    case, one = planned(aylin)
    who, day = membership("aylin"), today() + timedelta(days=5)
    for assigned, due_on, field in ((None, day, "assigned"), (who, None, "due_on")):
        with pytest.raises(Refused) as refused:
            actions.add_task(
                actor=aylin,
                conference=one,
                title="Bett suchen",
                area="WOH",
                due_on=due_on,
                assigned=assigned,
            )
        assert refused.value.field == field
    step = actions.add_task(
        actor=aylin, conference=one, title="Bett suchen", area="WOH", due_on=day, assigned=who
    )
    shown = queries.conference_page(case_for(aylin, case.code), fresh(one))
    assert [(task.title, task.step.due_on, task.assigned) for task in shown.tasks] == [
        ("Bett suchen", day, "Aylin")
    ]
    assert case.steps.filter(pk=step.pk, assigned=who).exists()


def test_called_off_it_takes_no_tasks_and_no_answers(aylin: Actor) -> None:
    _, one = planned(aylin)
    actions.cancel_conference(actor=aylin, conference=one)
    with pytest.raises(Refused):
        actions.cancel_conference(actor=aylin, conference=one)
    with pytest.raises(Refused):
        actions.add_task(
            actor=aylin,
            conference=one,
            title="Bett",
            area="WOH",
            due_on=today(),
            assigned=membership("aylin"),
        )


def test_who_is_not_on_the_case_plans_and_changes_nothing(aylin: Actor) -> None:
    case, one = planned(aylin)
    bernd = actor("bernd")
    with pytest.raises(Http404):
        actions.plan_conference(actor=bernd, case=case, details=details())
    with pytest.raises(Http404):
        actions.write_minutes(actor=bernd, conference=one, text="Ich auch.", version="")
    assert not Conference.objects.visible_to(bernd).filter(pk=one.pk).exists()


def test_a_calendar_learns_the_hour_and_nothing_of_anybody(aylin: Actor) -> None:
    case, one = planned(aylin)
    text = calendar(queries.meeting_of(one, "https://nahtlos.example/x/")).decode()
    assert "SUMMARY:Besprechung" in text
    assert "DTSTART" in text
    for secret in (GIVEN, FAMILY, "Raum 3", "LOCATION", "ATTENDEE", "ORGANIZER", case.code):
        assert secret not in text
