"""Reminders: before a step is due, once, without a name, and later where the date moved."""

from nahtlos.cases import actions
from nahtlos.cases.actions import StepChange
from nahtlos.cases.jobs import remind_everybody
from nahtlos.cases.models import Case
from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from tests.cases.made import again, in_days, inside, membership, new_case, planned_case, step
from tests.cast import address_of, organisation_id
from tests.records import letters, recorded
from tests.together import together


def remind(days: int = 0) -> list[str]:
    """The addresses that a run on a day DAYS from now writes to."""
    known = {letter.pk for letter in letters()}
    actions.remind_of_steps(organisation_id(HOME), in_days(days))
    fresh = [letter for letter in letters() if letter.pk not in known]
    assert {letter.kind for letter in fresh} <= {"steps_due"}
    with tenant(organisation_id(HOME)):
        return sorted(letter.address for letter in fresh)


def due(actor: Actor, case: Case, days: int, who: str = "") -> str:
    """An own step due in DAYS; its code."""
    assigned = membership(who) if who else None
    return actions.add_step(
        actor=actor, case=case, title="Anrufen", area="MOB", due_on=in_days(days), assigned=assigned
    ).code


def test_one_letter_a_day_however_many_steps(db: None) -> None:
    remind()
    with inside() as aylin:
        case = new_case(aylin)
        codes = [due(aylin, case, days) for days in (0, 0, 1)]
        codes += [due(aylin, new_case(aylin), 0)]
        due(aylin, case, 60)
    with recorded() as found:
        assert remind(1) == [address_of("aylin")]
    assert [(entry.verb, entry.thing) for entry in found] == [("reminded", "steps")]
    for word in ("Anrufen", case.code, *codes):
        assert word not in found[0].detail
    assert remind(1) == []


def test_whoever_sees_to_a_step_is_reminded_and_after_her_the_lead(db: None) -> None:
    remind()
    with inside() as aylin:
        case = new_case(aylin)
        actions.add_member(actor=aylin, case=case, membership=membership("bernd"))
        due(aylin, case, 0, "bernd")
    assert remind() == [address_of("bernd")]
    with inside() as aylin:
        due(aylin, case, 0, "bernd")
        actions.remove_member(actor=aylin, case=case, membership=membership("bernd"))
    assert remind() == [address_of("aylin")]


def test_who_stands_in_for_the_lead_is_reminded_too_and_only_on_her_days(db: None) -> None:
    remind()
    with inside() as aylin:
        absence = actions.begin_absence(
            actor=aylin,
            member=membership("aylin"),
            deputy=membership("bernd"),
            first=in_days(0),
            last=in_days(1),
        )
        case = new_case(aylin)
        due(aylin, case, 0)
    assert remind() == sorted([address_of("aylin"), address_of("bernd")])
    with inside() as aylin:
        actions.end_absence(actor=aylin, absence=absence)
        due(aylin, case, 0)
    assert remind() == [address_of("aylin")]


def test_a_reminder_moves_with_its_step(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, admitted_on=in_days(-700), release_on=in_days(30))
        first = step(case, "M34").remind_on
        actions.write_release(
            actor=aylin,
            case=case,
            scenario="fixed",
            on=in_days(60),
            approved=(),
            version=version_of(again(case)),
        )
        later = step(case, "M34").remind_on
        assert first is not None
        assert later is not None
        assert later > first


def test_nobody_is_reminded_of_what_is_finished_or_closed(db: None) -> None:
    remind()
    with inside() as aylin:
        case, closed = new_case(aylin), new_case(aylin)
        row = step(case, due(aylin, case, 0))
        end = StepChange(state="not_wanted", due_on=row.due_on)
        actions.change_step(actor=aylin, step=row, change=end, version=version_of(row))
        due(aylin, closed, 0)
        actions.mark_closed(actor=aylin, case=closed, closing="reached")
    assert remind() == []


def test_a_day_without_a_run_is_made_up_for(db: None) -> None:
    remind(2)
    with inside() as aylin:
        due(aylin, new_case(aylin), 1)
    assert remind(5) == [address_of("aylin")]


def test_two_workers_at_once_send_one_letter(committing: None) -> None:
    remind()
    with inside() as aylin:
        due(aylin, new_case(aylin), 0)
    own = organisation_id(HOME)
    day = today()
    runs = together(*[lambda: actions.remind_of_steps(own, day)] * 2)
    assert sorted(runs) == [0, 1]  # type: ignore[type-var]


def test_every_organisation_has_its_turn(db: None) -> None:
    with inside("doro", "jva-musterstadt") as doro:
        case = new_case(doro)
        code = due(doro, case, 0)
    remind_everybody(0)
    sent = [letter for letter in letters("jva-musterstadt") if letter.kind == "steps_due"]
    with inside("doro", "jva-musterstadt"):
        assert step(case, code).remind_on is None
        assert address_of("doro") in {letter.address for letter in sent}
