"""What the rules need to know of the steps of a case, and what a new date would do to them."""

from collections.abc import Iterable, Mapping
from functools import cache

from nahtlos.cases.models import Step
from nahtlos.cases.rules.planning import StepNow
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


def steps_now(steps: Iterable[Step], version: str) -> list[StepNow]:
    """STEPS of a plan of VERSION, as the rules judge them."""
    known = milestones(version)
    return [_now(step, known.get(step.code)) for step in steps]


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
    milestone = milestones(version).get(step.code)
    return milestone.title if milestone else step.code
