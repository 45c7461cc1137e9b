"""A list and what is known of its columns."""

import json
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from nahtlos.foundation.access import Actor
from nahtlos.lists.models import LineEnd, ListColumns, ListState, ReleaseList

STILL: Final = timedelta(minutes=10)


def own_lists(actor: Actor) -> QuerySet[ReleaseList]:
    """Those that ACTOR brought in, newest first."""
    return ReleaseList.objects.visible_to(actor)


def own_list(actor: Actor, code: str) -> ReleaseList:
    """One of them; ReleaseList.DoesNotExist for anybody else's."""
    return own_lists(actor).get(code=code)


def headings_of(run: ReleaseList) -> list[str]:
    """The headings of its columns, [] where the list had none."""
    return list(json.loads(run.headings or "[]"))


def examples_of(run: ReleaseList) -> list[list[str]]:
    """For each column what stands in the first lines, as much as tells what it is."""
    lines = [json.loads(line.cells) for line in run.lines.all()[:6]]
    return [
        [line[place] for line in lines if place < len(line) and line[place]][:3]
        for place in range(len(run.columns))
    ]


def remembered_columns(actor: Actor) -> dict[str, object]:
    """What the columns of the organisation's lists meant before."""
    found = ListColumns.objects.filter(organisation_id=actor.organisation).first()
    return dict(found.columns) if found else {}


def stands_still(run: ReleaseList, moment: datetime) -> bool:
    """Whether a running list has not come further for so long that its job must have died."""
    return run.state == ListState.RUNNING and moment - run.changed_at > STILL


def failed_lines(run: ReleaseList) -> list[tuple[int, str]]:
    """(line, why) of those that could not be written although they could be read."""
    rows = run.lines.filter(end=LineEnd.BAD, former__has_key="reason")
    return [(line.number, str(line.former["reason"])) for line in rows]
