"""Which keys between two tables of organisations must carry the organisation with them, because
key checks bypass row security.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.db.models import ForeignKey, Model

SIDES = ("from", "to")
BOTH = ("from_organisation_id", "to_organisation_id")


@dataclass(frozen=True, slots=True)
class Key:
    """One composite key: these columns of a table point at those of TARGET."""

    name: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


def _columns(model: type[Model]) -> set[str]:
    return {field.column for field in model._meta.local_fields}


def is_shared(model: type[Model]) -> bool:
    """Whether a row of MODEL belongs to two organisations."""
    return set(BOTH) <= _columns(model)


def _side(model: type[Model], field: str, sides: Mapping[str, str]) -> str:
    side = sides.get(field, "")
    if side not in SIDES:
        raise ImproperlyConfigured(
            f"{model.__name__}.{field} points at a shared row: shared_side must say 'from' or 'to'"
        )
    return side


def _carried(
    model: type[Model], field: "ForeignKey[Any, Any]", sides: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(own columns, their counterparts) that travel with FIELD; empty where nothing must."""
    other = field.related_model
    if isinstance(other, str):
        return (), ()
    if is_shared(model):
        return (BOTH, BOTH) if is_shared(other) else ((), ())
    if is_shared(other):
        return ("organisation_id",), (f"{_side(model, field.name, sides)}_organisation_id",)
    if "organisation_id" in _columns(other):
        return ("organisation_id",), ("organisation_id",)
    return (), ()


def composite_keys(model: type[Model], sides: Mapping[str, str]) -> list[Key]:
    """A key for each foreign key of MODEL into a table that has organisations too. SIDES says for
    each field that points at a shared row which of its two organisations is the own one.
    """
    keys = []
    for field in model._meta.local_fields:
        if not isinstance(field, ForeignKey) or field.name == "organisation":
            continue
        own, theirs = _carried(model, field, sides)
        if own:
            other = cast("type[Model]", field.related_model)._meta
            name = f"{model._meta.db_table}_{field.column}_same_org"[:63]
            pk = str(other.pk.column)
            keys.append(Key(name, (*own, field.column), other.db_table, (*theirs, pk)))
    return keys
