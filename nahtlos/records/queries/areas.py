"""The areas of life of a case: the newest standing of each, how it came there, where help is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from nahtlos.cases.models import Case
from nahtlos.records.models import AreaStanding, Assessment
from nahtlos.records.rules.areas import TONES, Area, Scale, Seen, Trace, areas, is_need, trace

NOT_YET = "noch nicht besprochen"


@dataclass(frozen=True, slots=True)
class ViewOfArea:
    """One of the two views, in words, with the tone of its chip."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area: both views as they stand now, since when, and over time (None before there is a
    second time). `topic` is set where the area wants help.
    """

    area: Area
    own: ViewOfArea
    professional: ViewOfArea
    on: date | None
    own_trace: Trace | None
    professional_trace: Trace | None
    topic: str


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """Areas under one heading; '' where there is none. `silent` names those nobody has spoken about
    yet.
    """

    heading: str
    lines: tuple[AreaLine, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreasPage:
    """All areas of a case; `running` is the assessment that is not finished, `done` those that
    are, the newest first.
    """

    groups: tuple[AreaGroup, ...]
    running: Assessment | None
    # Where the running one goes on: the first area nobody has spoken about in it.
    next_area: str
    done: tuple[Assessment, ...]


def _view(code: str) -> ViewOfArea:
    if not code:
        return ViewOfArea(NOT_YET, "open")
    return ViewOfArea(Scale(code).label, TONES.get(code, ""))


def _seen(assessments: Iterable[Assessment]) -> dict[str, list[Seen]]:
    """{area: what was seen of it, oldest first}."""
    found: dict[str, list[Seen]] = {}
    for assessment in assessments:
        for row in assessment.standings.all():
            content = row.content
            on = assessment.finished_on or assessment.begun_on
            seen = Seen(on, content["self"], content["professional"])
            found.setdefault(row.area, []).append(seen)
    return found


def _line(area: Area, seen: list[Seen]) -> AreaLine:
    if not seen:
        nothing = _view("")
        return AreaLine(area, nothing, nothing, None, None, None, "")
    now, several = seen[-1], len(seen) > 1
    need = is_need(now.self_view, now.professional_view)
    return AreaLine(
        area=area,
        own=_view(now.self_view),
        professional=_view(now.professional_view),
        on=now.on,
        own_trace=trace((one.on, one.self_view) for one in seen) if several else None,
        professional_trace=(
            trace((one.on, one.professional_view) for one in seen) if several else None
        ),
        topic=area.topics[0] if need else "",
    )


def _group(heading: str, lines: list[AreaLine]) -> AreaGroup:
    return AreaGroup(
        heading,
        tuple(line for line in lines if line.on),
        tuple(line.area.label for line in lines if not line.on),
    )


def _grouped(lines: list[AreaLine], *, by_programme: bool) -> tuple[AreaGroup, ...]:
    if not by_programme:
        return (_group("", lines),)
    order = list(dict.fromkeys(line.area.a3_heading for line in lines))
    by_heading = sorted(lines, key=lambda line: order.index(line.area.a3_heading))
    return tuple(
        _group(heading, list(group))
        for heading, group in groupby(by_heading, lambda line: line.area.a3_heading)
    )


def _next_in(running: Assessment | None) -> str:
    spoken = {row.area for row in running.standings.all()} if running else set()
    return next((area.code for area in areas() if area.code not in spoken), areas()[0].code)


def areas_page(case: Case, *, by_programme: bool = False) -> AreasPage:
    """Everything about the areas of a case that was fetched for somebody, in the usual order or
    under the headings of the coaching programme; two statements.
    """
    rows = Assessment.objects.filter(case=case).prefetch_related("standings")
    assessments = list(rows.order_by("begun_on", "changed_at"))
    seen = _seen(assessments)
    lines = [_line(area, seen.get(area.code, [])) for area in areas()]
    running = next((one for one in assessments if one.finished_on is None), None)
    return AreasPage(
        groups=_grouped(lines, by_programme=by_programme),
        running=running,
        next_area=_next_in(running),
        done=tuple(one for one in reversed(assessments) if one.finished_on),
    )


def assessment_of(case: Case, code: str) -> Assessment:
    """The assessment CODE of a case; Assessment.DoesNotExist where it is another one's."""
    found: Assessment = Assessment.objects.prefetch_related("standings").get(case=case, code=code)
    return found


def standing_in(assessment: Assessment, area: str) -> AreaStanding | None:
    """How AREA stands in an assessment; None where nobody has said yet."""
    return next((row for row in assessment.standings.all() if row.area == area), None)
