"""Keys of what two organisations share: each side opens with its own copy, and without a copy
nobody does.
"""

from uuid import uuid4

import pytest
from django.db import connection

from nahtlos.desk.cast import HOME
from nahtlos.foundation.models import VaultKey
from nahtlos.foundation.tenancy import current_organisation, tenant
from nahtlos.foundation.vault import VaultError, create_key, packages
from nahtlos.foundation.vault.packages import Side
from tests.cast import FOREIGN, organisation_id

PACKAGE = uuid4()
TEXT = "Wünscht ein Einzelzimmer 🌱"
PLACE = ("referrals_package", "content", uuid4())


def copies(key: bytes) -> dict[Side, bytes]:
    """A copy of KEY for each side, made by the sender."""
    with tenant(organisation_id()):
        return {
            "from": packages.wrap(organisation_id(), PACKAGE, "from", key),
            "to": packages.wrap(organisation_id(FOREIGN), PACKAGE, "to", key),
        }


def test_each_side_opens_the_package_with_its_own_copy(db: None) -> None:
    key = packages.new_key()
    sealed = packages.seal(key, *PLACE, TEXT)
    wrapped = copies(key)
    sides: list[tuple[str, Side]] = [(HOME, "from"), (FOREIGN, "to")]
    for organisation, side in sides:
        with tenant(organisation_id(organisation)):
            mine = packages.unwrap(current_organisation(), PACKAGE, side, wrapped[side])
            assert packages.open_sealed(mine, *PLACE, sealed) == TEXT
    assert TEXT.encode() not in sealed
    assert all(key not in copy for copy in wrapped.values())


def test_every_package_has_a_key_of_its_own() -> None:
    assert len({packages.new_key() for _ in range(50)}) == 50


def test_a_copy_opens_for_its_side_and_its_package_alone(db: None) -> None:
    wrapped = copies(packages.new_key())
    own = organisation_id()
    with tenant(own):
        for package, side, copy in (
            (PACKAGE, "to", wrapped["from"]),
            (uuid4(), "from", wrapped["from"]),
            (PACKAGE, "from", wrapped["to"]),
            (PACKAGE, "to", wrapped["to"]),
        ):
            with pytest.raises(VaultError):
                packages.unwrap(own, package, side, copy)  # type: ignore[arg-type]


def test_a_copy_of_the_others_does_not_open_although_their_vault_could_be_entered(db: None) -> None:
    wrapped = copies(packages.new_key())
    with tenant(organisation_id(FOREIGN)), pytest.raises(VaultError, match="own organisation"):
        packages.unwrap(organisation_id(), PACKAGE, "from", wrapped["from"])
    with pytest.raises(VaultError, match="own organisation"):
        packages.unwrap(organisation_id(), PACKAGE, "from", wrapped["from"])


def test_without_its_copy_the_receiver_has_nothing_that_opens(db: None) -> None:
    """Withdrawal deletes the receiver's copy: neither an empty one nor any other opens (S12)."""
    key = packages.new_key()
    sealed = packages.seal(key, *PLACE, TEXT)
    left = copies(key)["from"]
    receiver = organisation_id(FOREIGN)
    with tenant(receiver):
        for copy in (b"", left):
            with pytest.raises(VaultError):
                packages.unwrap(receiver, PACKAGE, "to", copy)
        # her own data key opens it no more than anybody's
        again = packages.wrap(receiver, PACKAGE, "to", packages.new_key())
        other = packages.unwrap(receiver, PACKAGE, "to", again)
        with pytest.raises(VaultError):
            packages.open_sealed(other, *PLACE, sealed)
    with tenant(organisation_id()):
        kept = packages.unwrap(organisation_id(), PACKAGE, "from", left)
        assert packages.open_sealed(kept, *PLACE, sealed) == TEXT


def test_a_value_that_was_moved_or_changed_does_not_open() -> None:
    key = packages.new_key()
    sealed = packages.seal(key, *PLACE, TEXT)
    table, column, row = PLACE
    for place in ((table, column, uuid4()), (table, "words", row), ("other", column, row)):
        with pytest.raises(VaultError):
            packages.open_sealed(key, *place, sealed)
    for broken in (b"", sealed[:10], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(VaultError):
            packages.open_sealed(key, *PLACE, broken)


def test_making_a_copy_for_others_leaves_them_again_and_touches_their_key_alone(db: None) -> None:
    with tenant(organisation_id(FOREIGN)):
        before = VaultKey.objects.count()
    with tenant(organisation_id()):
        packages.wrap(organisation_id(FOREIGN), PACKAGE, "to", packages.new_key())
        assert current_organisation() == organisation_id()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_organisation()")
            assert cursor.fetchone()[0] == organisation_id()
    with tenant(organisation_id(FOREIGN)):
        assert VaultKey.objects.count() == before


def test_an_organisation_without_a_key_gets_its_first_one(db: None) -> None:
    fresh, key = uuid4(), packages.new_key()
    with tenant(organisation_id()):
        copy = packages.wrap(fresh, PACKAGE, "to", key)
    with tenant(fresh):
        assert VaultKey.objects.count() == 1
        assert packages.unwrap(fresh, PACKAGE, "to", copy) == key


def test_a_copy_stays_readable_after_a_new_data_key(db: None) -> None:
    key = packages.new_key()
    old = copies(key)["from"]
    epoch = create_key(organisation_id())
    new = copies(key)["from"]
    assert (old[0], new[0]) == (epoch - 1, epoch)
    with tenant(organisation_id()):
        opened = {packages.unwrap(organisation_id(), PACKAGE, "from", one) for one in (old, new)}
    assert opened == {key}
