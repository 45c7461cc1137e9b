"""Going through the areas of life: begun once, continued any day, finished."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.http import Http404

from nahtlos.cases.actions import note_event
from nahtlos.cases.models import Case
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.records.actions.held import author_of, code_for, held_for
from nahtlos.records.models import AreaStanding, Assessment
from nahtlos.records.rules.areas import CURRENT, AgeGroup, AreaAnswer, Scale, questions_of
from nahtlos.records.rules.vocabulary import AREAS

FINISHED: Final = (
    "Dieser Durchgang ist abgeschlossen. Für einen neuen Stand beginnen Sie einen neuen."
)
NOTHING: Final = "Bitte gehen Sie mindestens einen Bereich durch, bevor Sie abschließen."


@dataclass(frozen=True, slots=True)
class AreaViews:
    """What is said about one area: both views and {question: answer}."""

    self_view: str
    professional_view: str
    answers: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def begin_assessment(*, actor: Actor, case: Case, age_group: str) -> Assessment:
    """Begin to go through the areas; where that was begun and not finished, that one goes on."""
    current = held_for(actor, case)
    running: Assessment | None = Assessment.objects.filter(case=current, finished_on=None).first()
    if running is not None:
        return running
    if age_group not in list(AgeGroup):
        raise Refused("Bitte wählen Sie, für wen die Fragen sind.", field="age_group")
    taken = Assessment.objects.filter(case=current)
    assessment = Assessment(
        organisation_id=current.organisation_id,
        case=current,
        code=code_for("L", lambda code: taken.filter(code=code).exists()),
        version=CURRENT,
        age_group=age_group,
        begun_on=today(),
        author_id=author_of(actor),
    )
    assessment.save(force_insert=True)
    note_event(actor=actor, case=current, verb="assessment_begun", about=assessment.code)
    detail = {"assessment": assessment.code}
    audit.record(actor, Verb.CREATED, "assessment", current.code, detail)
    return assessment


def _assessment(case: Case, code: str) -> Assessment:
    rows = Assessment.objects.select_for_update(no_key=True)
    found: Assessment | None = rows.filter(case=case, code=code).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def save_area(
    *, actor: Actor, case: Case, code: str, area: str, views: AreaViews, version: str
) -> AreaStanding:
    """Write how AREA stands in the assessment CODE. VERSION is that of the standing, '' where there
    is none yet. The same again changes nothing.
    """
    current = held_for(actor, case)
    assessment = _assessment(current, code)
    if assessment.finished_on:
        raise Refused(FINISHED)
    content = _checked(assessment, area, views)
    row: AreaStanding | None = AreaStanding.objects.filter(assessment=assessment, area=area).first()
    if row is not None and row.content == content:
        return row
    if version_of(row) != version:
        raise Stale
    standing = row or AreaStanding(
        organisation_id=current.organisation_id, assessment=assessment, area=area
    )
    standing.content = content
    standing.save()
    detail = {"assessment": assessment.code, "new": row is None}
    audit.record(actor, Verb.CHANGED, "assessment", current.code, detail)
    return standing


def _checked(assessment: Assessment, area: str, views: AreaViews) -> dict[str, Any]:
    if area not in AREAS:
        raise Http404
    for name in ("self_view", "professional_view"):
        if getattr(views, name) not in ["", *Scale]:
            raise Refused("Bitte wählen Sie einen Stand aus der Liste.", field=name)
    known = {one.code for one in questions_of(area, assessment.version)}
    unknown = set(views.answers) - known or set(views.answers.values()) - {*AreaAnswer}
    if unknown:
        raise Refused("Bitte wählen Sie eine Antwort aus der Liste.")
    return {
        "self": str(views.self_view),
        "professional": str(views.professional_view),
        "answers": {code: str(answer) for code, answer in sorted(views.answers.items())},
    }


@transaction.atomic
def finish_assessment(*, actor: Actor, case: Case, code: str) -> Assessment:
    """It is finished: from now on it is read and not changed. Said twice it is said once."""
    current = held_for(actor, case)
    assessment = _assessment(current, code)
    if assessment.finished_on:
        return assessment
    if not AreaStanding.objects.filter(assessment=assessment).exists():
        raise Refused(NOTHING)
    assessment.finished_on = today()
    assessment.save(update_fields=["finished_on", "changed_at"])
    note_event(actor=actor, case=current, verb="assessment_finished", about=assessment.code)
    detail = {"assessment": assessment.code, "finished": True}
    audit.record(actor, Verb.CHANGED, "assessment", current.code, detail)
    return assessment
