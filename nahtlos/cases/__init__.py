"""The person and her way out: client, case, stay with its anchors, the plan that moves with the
date, the four questions.

Its nouns: Client, Case, CaseMember, Stay, ReleaseScenario, Step, Answer, CaseEvent. Three sentences
of truth: only the lead and the members of a case read it; a date that moves never turns a step red
and never undoes what was done; unknown, refused and lost contact are values.
"""
