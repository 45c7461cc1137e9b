"""What a deed leaves behind: entries in the chain and letters."""

from collections.abc import Iterator
from contextlib import contextmanager

from nahtlos.desk.cast import BY_KEY, HOME
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.models import AuditEntry, Letter
from nahtlos.foundation.tenancy import INSTALLATION, tenant
from tests.cast import account, organisation_id


def entries(key: str = HOME) -> list[AuditEntry]:
    """The chain of an organisation, the newest entry last."""
    with tenant(organisation_id(key)):
        return list(AuditEntry.objects.order_by("pk"))


@contextmanager
def recorded(key: str = HOME) -> Iterator[list[AuditEntry]]:
    """The entries that what happens inside leaves in the chain of an organisation; that somebody
    came in first is left out.
    """
    known = {entry.pk for entry in entries(key)}
    found: list[AuditEntry] = []
    yield found
    fresh = [entry for entry in entries(key) if entry.pk not in known]
    found += [entry for entry in fresh if entry.verb != Verb.SIGNED_IN]


def said(found: list[AuditEntry]) -> list[tuple[str, str, str]]:
    """(verb, thing, code) of each entry."""
    return [(entry.verb, entry.thing, entry.code) for entry in found]


def assert_by(found: list[AuditEntry], who: str, *never: str) -> None:
    """Every entry names WHO by id, and none holds her name, her address or one of NEVER."""
    person = account(who)
    assert found
    for entry in found:
        assert entry.account_id == person.pk
        kept = f"{entry.code} {entry.detail} {entry.thing}"
        name = BY_KEY[who].name if who in BY_KEY else person.name
        for word in (name, person.email, *never):
            assert word not in kept, f"{word!r} stands in the chain: {kept}"


def letters(key: str = HOME) -> list[Letter]:
    """The letters of an organisation, the newest last."""
    with tenant(organisation_id(key)):
        return list(Letter.objects.order_by("created_at", "pk"))


def letters_of_the_installation() -> list[Letter]:
    """Letters about passwords and second factors belong to no organisation."""
    with tenant(INSTALLATION):
        return list(Letter.objects.order_by("created_at", "pk"))
