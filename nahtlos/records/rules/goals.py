"""The words of goals: reached, changed and not wanted any more are all good ends."""

from nahtlos.cases.rules.vocabulary import Word


class GoalState(Word):
    """Where a goal or a step stands."""

    OPEN = "open", "offen"
    REACHED = "reached", "erreicht"
    CHANGED = "changed", "geändert"
    NOT_WANTED = "not_wanted", "nicht mehr gewünscht"
