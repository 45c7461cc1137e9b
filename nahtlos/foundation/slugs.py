"""Readable addresses: umlauts become ae, oe, ue; a number is added where somebody has the address
already.
"""

from collections.abc import Sequence
from typing import Final

from django.db import connection
from django.db.models import Model, Q
from django.utils.text import slugify

_SPELLED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LONGEST: Final = 100


def free_slug(text: str, model: type[Model], fallback: str = "eintrag") -> str:
    """A slug for TEXT that no row of MODEL (with a `slug` column everybody may read) has; it stays
    free until the transaction ends.
    """
    return free_slugs([text], model, fallback)[0]


def free_slugs(texts: Sequence[str], model: type[Model], fallback: str = "eintrag") -> list[str]:
    """As `free_slug`, one for each of TEXTS. Two statements."""
    with connection.cursor() as cursor:
        # Two who write the same at the same moment would find the same slug free.
        lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        cursor.execute(lock, [f"slug:{model._meta.db_table}"])
    bases = [_base(text) or fallback for text in texts]
    begins = Q()
    for base in set(bases):
        begins |= Q(slug__startswith=base)
    taken = set(model._default_manager.filter(begins).values_list("slug", flat=True))
    found = []
    for base in bases:
        slug = base if base not in taken else _numbered(base, taken)
        taken.add(slug)
        found.append(slug)
    return found


def _base(text: str) -> str:
    return slugify(text.lower().translate(_SPELLED))[:LONGEST].strip("-")


def _numbered(base: str, taken: set[str]) -> str:
    numbers = range(2, len(taken) + 3)
    return next(f"{base}-{n}" for n in numbers if f"{base}-{n}" not in taken)
