"""Where a public fact comes from: source, checked on, by which function, in which state. One value
object, one mark on the page.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, cast

from django.db import models

from nahtlos.foundation.ruling import states

STALE_AFTER = timedelta(days=180)


class State(StrEnum):
    """How far a fact can be trusted."""

    CONFIRMED = "confirmed"
    FOUND = "found"
    UNCHECKED = "unchecked"
    OUTDATED = "outdated"


STATE_LABELS = {
    State.CONFIRMED: "bestätigt",
    State.FOUND: "öffentlich gefunden",
    State.UNCHECKED: "noch nicht geprüft",
    State.OUTDATED: "veraltet",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """The provenance of one group of facts."""

    source: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    state: State = State.UNCHECKED

    def label(self, today: date) -> str:
        """The state in German, as it is on TODAY: a confirmation fades after 180 days."""
        return STATE_LABELS[self.state_on(today)]

    @states(
        "Verzeichnis",
        "Jede öffentliche Angabe nennt ihre Quelle. Eine Bestätigung verblasst nach 180 Tagen.",
        checked_on=date(2026, 11, 25),
        proven_by=(
            "tests/shell/test_tags.py::test_a_confirmation_fades_after_half_a_year",
            "tests/shell/test_tags.py::test_a_confirmation_names_day_function_and_source",
        ),
    )
    def state_on(self, today: date) -> State:
        """The state on TODAY."""
        if self.state is State.CONFIRMED and (
            self.checked_on is None or today - self.checked_on > STALE_AFTER
        ):
            return State.OUTDATED
        return self.state

    @property
    def is_fact(self) -> bool:
        """Unchecked facts are not shown as facts."""
        return self.state is not State.UNCHECKED


def columns_of(name: str) -> list[str]:
    """The four columns of the facts NAME, for saving nothing else."""
    return [f"{name}_{suffix}" for suffix in ("source", "checked_on", "checked_by", "state")]


class ProvenanceColumns:
    """Adds four columns `<name>_source`, `<name>_checked_on`, `<name>_checked_by`, `<name>_state`
    and reads them as one value.
    """

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        """Called by Django's model class."""
        self.name = name
        choices = [(str(state), label) for state, label in STATE_LABELS.items()]
        columns: dict[str, models.Field[Any, Any]] = {
            "source": models.CharField(max_length=400, blank=True, default=""),
            "checked_on": models.DateField(null=True, blank=True),
            "checked_by": models.CharField(max_length=120, blank=True, default=""),
            "state": models.CharField(max_length=10, choices=choices, default=str(State.UNCHECKED)),
        }
        for suffix, column in columns.items():
            cls.add_to_class(f"{name}_{suffix}", column)
        setattr(cls, name, self)

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:  # noqa: ANN401
        if instance is None:
            return self
        values = {
            suffix: getattr(instance, f"{self.name}_{suffix}")
            for suffix in ("source", "checked_on", "checked_by")
        }
        return Provenance(**values, state=State(getattr(instance, f"{self.name}_state")))

    def __set__(self, instance: models.Model, value: object) -> None:
        provenance = cast("Provenance", value)
        for suffix in ("source", "checked_on", "checked_by"):
            setattr(instance, f"{self.name}_{suffix}", getattr(provenance, suffix))
        setattr(instance, f"{self.name}_state", str(provenance.state))
