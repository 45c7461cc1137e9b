"""What holds in the Land of a case, for the page of a step."""

from dataclasses import dataclass

from nahtlos.cases.models import Case
from nahtlos.cases.queries.stays import custody_at, stay_of
from nahtlos.cases.rules.law import asked_at
from nahtlos.lands.queries import name_of, norms_of, terms_of
from nahtlos.lands.rules.entries import Entry


@dataclass(frozen=True, slots=True)
class LandLaw:
    """What the profile of a Land says about one step: `entries` are what is known, `unknown` the
    labels of what nobody has found out yet.
    """

    land: str
    name: str
    entries: tuple[Entry, ...]
    unknown: tuple[str, ...]


def law_of(case: Case, step: str) -> LandLaw | None:
    """What holds for STEP in the Land of CASE; None where the step asks nothing or the Land is not
    known. No statement of its own, apart from one a minute.
    """
    keys = asked_at(step, custody_at(stay_of(case)))
    if not keys or not case.land_code:
        return None
    known = terms_of(case.land_code) | norms_of(case.land_code)
    return LandLaw(
        land=case.land_code,
        name=name_of(case.land_code),
        entries=tuple(known[key] for key in keys if key in known),
        unknown=tuple(Entry(key).field.label for key in keys if key not in known),
    )
