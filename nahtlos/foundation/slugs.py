"""Readable addresses: umlauts become ae, oe, ue; a number is added where somebody has the address
already.
"""

from typing import Final

from django.db import connection
from django.db.models import Model
from django.utils.text import slugify

_SPELLED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LONGEST: Final = 100


def free_slug(text: str, model: type[Model], fallback: str = "eintrag") -> str:
    """A slug for TEXT that no row of MODEL (with a `slug` column everybody may read) has; it stays
    free until the transaction ends.
    """
    with connection.cursor() as cursor:
        # Two who write the same at the same moment would find the same slug free.
        lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        cursor.execute(lock, [f"slug:{model._meta.db_table}"])
    base = slugify(text.lower().translate(_SPELLED))[:LONGEST].strip("-") or fallback
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(
        f"{base}-{number}" for number in range(2, len(taken) + 3) if f"{base}-{number}" not in taken
    )
