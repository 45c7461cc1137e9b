"""What the rules need to know of the steps of a case, and what a new date would do to them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from nahtlos.cases.models import Step
from nahtlos.cases.rules.planning import StepNow, series_of
from nahtlos.cases.rules.template import CURRENT, FILES, Milestone, template
from nahtlos.cases.rules.vocabulary import LifeArea, StepState


@cache
def milestones(version: str) -> Mapping[str, Milestone]:
    """{code: milestone} of plan VERSION, and of the other versions what it does not know: a plan
    that began before the imprisonment keeps its first steps. Confidential counselling is left out,
    until that knowledge has a compartment of its own.
    """
    versions = [*(other for other in FILES if other != version), version or CURRENT]
    found = {code: step for name in versions for code, step in template(name).by_code.items()}
    return {code: step for code, step in found.items() if step.area is not LifeArea.DIS}


def steps_now(steps: Iterable[Step], known: Mapping[str, Milestone]) -> list[StepNow]:
    """STEPS of a plan whose milestones are KNOWN, as the rules judge them. The second and third of
    those that come again stand on the one before, not on an anchor.
    """
    return [_now(step, known.get(step.code)) for step in steps]


def milestone_of(known: Mapping[str, Milestone], code: str) -> Milestone | None:
    """What the template says of the step CODE, also where it is the second of its kind; None for an
    own step.
    """
    base, number = series_of(code)
    found = known.get(base)
    return found if found is None or number == 1 else replace(found, depends_on=())


def _now(step: Step, milestone: Milestone | None) -> StepNow:
    return StepNow(
        key=step.code,
        state=StepState(step.state),
        due_on=step.due_on,
        by_hand=step.by_hand,
        shortened=step.shortened,
        timed=milestone,
        depends_on=milestone.depends_on if milestone else (),
    )


def title_of(step: Step, version: str) -> str:
    """What STEP of a plan of VERSION is called: own words, or those of the template."""
    if step.code.startswith("S-"):
        return str(step.title)
    milestone = milestone_of(milestones(version), step.code)
    if milestone is None:
        return step.code
    number = series_of(step.code)[1]
    return milestone.title if number == 1 else f"{milestone.title} ({number}.)"
