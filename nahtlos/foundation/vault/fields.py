"""A model field that is text in Python and ciphertext in the database, bound to its table, column,
row and organisation.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from nahtlos.foundation.vault.keys import open_text, seal_text


@dataclass(frozen=True, slots=True)
class _Closed:
    """A value as the database gave it, not opened yet."""

    sealed: bytes


class _Opening:
    """Opens a value when it is first read, with the row it belongs to."""

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:  # noqa: ANN401
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        value = instance.__dict__[self.field.attname]
        if isinstance(value, _Closed):
            value = open_text(
                *self.field.place(instance), value.sealed, compartment=self.field.compartment
            )
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Empty text is stored as NULL. Needs a primary key made in Python and an `organisation_id`;
    refuses `QuerySet.update`. A COMPARTMENT has a key of its own beside the organisation's.
    """

    def __init__(self, *args: Any, compartment: str = "", **kwargs: Any) -> None:
        self.compartment = compartment
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:  # noqa: ANN401
        """For the migration writer."""
        name, path, args, kwargs = super().deconstruct()
        more = {"compartment": self.compartment} if self.compartment else {}
        return name, path, args, {**kwargs, **more}

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        """Put the opening descriptor in place."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Opening(self))

    def place(self, instance: models.Model) -> tuple[Any, str, str, Any]:
        """(organisation, table, column, row) of this field on INSTANCE."""
        organisation = cast("Any", instance).organisation_id
        return organisation, instance._meta.db_table, self.column, instance.pk

    def from_db_value(
        self, value: object, expression: object, connection: BaseDatabaseWrapper
    ) -> object:
        """Keep it closed until it is read."""
        return "" if value is None else _Closed(bytes(cast("bytes", value)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ANN401
        """Ciphertext for the statement; a value that was never opened goes back as it came."""
        value = model_instance.__dict__.get(self.attname) or ""
        if isinstance(value, _Closed):
            return value
        if value == "":
            return None
        return _Closed(
            seal_text(*self.place(model_instance), str(value), compartment=self.compartment)
        )

    def get_db_prep_value(
        self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:  # noqa: ANN401
        """Bytes; plain text never reaches a statement."""
        if value is None or value == "":
            return None
        if not isinstance(value, _Closed):
            raise TypeError("a sealed field is written by saving its row")
        return super().get_db_prep_value(value.sealed, connection, prepared)

    def get_default(self) -> Any:  # noqa: ANN401
        """Empty text."""
        return ""

    def value_to_string(self, obj: models.Model) -> str:
        """Never serialised."""
        return ""
