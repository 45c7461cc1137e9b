"""Row-level security answers "which organisation", `visible_to` answers "which person"."""

from typing import Self, TypeVar

from django.db import models

from nahtlos.foundation.access.actor import Actor

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows that belong to an organisation. Rooms narrow `visible_to` further where not everybody in
    an organisation may see everything.
    """

    def visible_to(self, actor: Actor) -> Self:
        """The rows ACTOR may see; LookupError where she is in no organisation."""
        return self.filter(organisation_id=actor.organisation)
