"""The unsaved words of who asks."""

from nahtlos.cases.models import Case
from nahtlos.foundation.access import Actor
from nahtlos.records.models import Draft


def draft_of(actor: Actor, case: Case, form: str) -> Draft | None:
    """What ACTOR was writing in a FORM of a case that was fetched for her; None where nothing."""
    if actor.account_id is None:
        return None
    mine = Draft.objects.filter(case=case, account_id=actor.account_id, form=form)
    draft: Draft | None = mine.first()
    return draft
