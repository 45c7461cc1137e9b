"""What the parts of a case page need to draw themselves: tones of states, days to go, the stages of
the way out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django import template

from nahtlos.cases.models import Case, Stay, StayEnd
from nahtlos.cases.queries import CourseLine, PlanArea
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.shell.tags import datum
from nahtlos.foundation.versions import Changing, version_of

register = template.Library()

# Words carry the meaning; the tone only underlines it. Nothing is red: a plan is no reproach.
TONES: Final = {
    "secured": "ok",
    "done": "ok",
    "in_progress": "wait",
    "waiting": "wait",
    "overdue": "warm",
    "today": "warm",
    "shortened": "wait",
}
AREA_ICONS: Final = {
    "WOH": "home",
    "EIN": "money",
    "ARB": "work",
    "DOK": "papers",
    "FAM": "family",
    "GES": "health",
    "SUC": "talk",
    "PSY": "talk",
    "SCH": "list",
    "SOZ": "people",
    "REC": "law",
    "MOB": "map",
}
QUESTION_ICONS: Final = {"bed": "home", "money": "money", "work": "work", "person": "people"}
# The German words of the addresses.
QUESTION_PATHS: Final = {"bed": "bett", "money": "geld", "work": "arbeit", "person": "person"}


# Verbs of the course whose deed was somebody else's, or leads to somebody else.
OUTSIDE: Final = ("referral_", "handover_", "consent_")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stitch of the way out; `standing` is "done", "now" or "next"."""

    label: str
    words: str
    standing: str


@register.filter
def tone(state: str) -> str:
    """The tone of a chip that shows STATE."""
    return TONES.get(str(state), "open")


@register.filter
def area_icon(area: str) -> str:
    """The icon of an area of life."""
    return AREA_ICONS.get(str(area), "list")


@register.filter
def question_icon(question: str) -> str:
    """The icon of one of the four questions."""
    return QUESTION_ICONS[str(question)]


@register.filter
def question_path(question: str) -> str:
    """How an address names one of the four questions."""
    return QUESTION_PATHS[str(question)]


@register.filter
def days_until(day: date | None, today: date) -> int | None:
    """How many days from TODAY to DAY; negative where it is over, None without a day."""
    return (day - today).days if day else None


@register.filter
def days_since(day: date | None, today: date) -> int | None:
    """How many days DAY is over; None without a day."""
    return (today - day).days if day else None


@register.filter
def has_hour(at: datetime) -> bool:
    """Whether AT names an hour; midnight stands for a day without one."""
    local = at.astimezone(BERLIN)
    return bool(local.hour or local.minute)


@register.filter
def closed_steps(area: PlanArea) -> int:
    """How many steps of AREA have come to one of their ends."""
    return len(area.lines) - area.open


@register.filter
def version(row: Changing) -> str:
    """The state of ROW for the hidden field of a form."""
    return version_of(row)


@register.filter
def from_outside(line: CourseLine) -> bool:
    """Whether LINE tells of somebody outside: on the thread it is orange."""
    return line.verb.startswith(OUTSIDE)


@register.filter
def initials(name: str) -> str:
    """The first letters of NAME, at most two."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.simple_tag
def way_out(case: Case, stay: Stay | None, today: date) -> list[Stage]:
    """The five stages from getting to know each other to arriving, for the stepper."""
    released = bool(stay and stay.ended_by == StayEnd.RELEASED)
    planned = case.plan_opened_on
    closed = bool(case.closed_on)
    return [
        Stage("Kennenlernen", f"seit {datum(case.opened_on)}", _standing(bool(planned), now=True)),
        Stage(
            "Plan vereinbart",
            f"am {datum(planned)}" if planned else "noch nicht",
            _standing(bool(planned), now=False),
        ),
        Stage(
            "Übergang vorbereiten",
            "läuft" if planned and not released else "",
            _standing(released, now=bool(planned)),
        ),
        Stage(
            "Entlassungstag", _release_words(stay), _standing(released, now=_is_day(stay, today))
        ),
        Stage("Ankommen", "Begleitung geht weiter", _standing(closed, now=released)),
    ]


def _standing(done: bool, *, now: bool) -> str:
    return "done" if done else "now" if now else "next"


def _is_day(stay: Stay | None, today: date) -> bool:
    return bool(stay and stay.release_on == today)


def _release_words(stay: Stay | None) -> str:
    if stay and stay.ended_by == StayEnd.RELEASED:
        return f"am {datum(stay.ended_on)}"
    return datum(stay.release_on) if stay and stay.release_on else "Termin noch offen"
