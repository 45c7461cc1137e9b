"""Encryption at rest: values open only where they belong, and a dump of the database tells none of
them.
"""

import os
import subprocess

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.models import Feedback
from nahtlos.foundation.ground.postgres import binaries
from nahtlos.foundation.models import VaultKey
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.vault import VaultError, create_key, ensure_key, open_text, seal_text
from nahtlos.foundation.vault.crypto import new_key, place_of, seal, unseal
from nahtlos.foundation.vault.keys import forget_keys
from nahtlos.organisations.models import ContactDetail
from nahtlos.people.models import Invitation
from tests import world
from tests.cast import FOREIGN, account, organisation_id
from tests.intake import asked, sampled
from tests.samples import SECRET, contact
from tests.together import together

PROTECTED = [
    world.SECRET_NAME,
    world.SECRET_PHONE,
    world.SECRET_MAIL,
    world.INVITED,
    world.FEEDBACK,
    "balduin@geheim.example",
    SECRET,
    world.CASE_GIVEN,
    world.CASE_FAMILY,
    world.CASE_PHONE,
    world.CASE_BORN.isoformat(),
    world.CASE_ANSWER,
    "Adalbero",
    asked.NUMBER,
    asked.NAME,
    "Wunderlich",
    *sampled.CODES.values(),
    "Rohrdommel",
    "Buchfink",
    "1988-04-17",
]


@given(st.text(max_size=300))
def test_what_is_sealed_opens_to_the_same_text(text: str) -> None:
    key, place = new_key(), place_of("t", "c", 1, 2)
    assert unseal(key, seal(key, 1, text.encode(), place), place).decode() == text


def test_a_value_does_not_open_in_another_row_column_table_or_organisation() -> None:
    key = new_key()
    sealed = seal(key, 1, b"geheim", place_of("t", "c", 1, 2))
    for place in (("u", "c", 1, 2), ("t", "d", 1, 2), ("t", "c", 9, 2), ("t", "c", 1, 9)):
        with pytest.raises(VaultError):
            unseal(key, sealed, place_of(*place))


def test_a_changed_value_does_not_open() -> None:
    key, place = new_key(), place_of("t", "c", 1, 2)
    sealed = bytearray(seal(key, 1, b"geheim", place))
    sealed[-1] ^= 1
    with pytest.raises(VaultError):
        unseal(key, bytes(sealed), place)


def test_a_key_that_was_rolled_back_is_not_remembered(committing: None) -> None:
    own = organisation_id()
    kept = seal_text(own, "t", "c", 1, "vorher")[0]
    with transaction.atomic():
        assert create_key(own) == kept + 1
        assert seal_text(own, "t", "c", 1, "verloren")[0] == kept + 1
        transaction.set_rollback(True)
    assert seal_text(own, "t", "c", 1, "nachher")[0] == kept
    assert create_key(own) == kept + 1
    assert open_text(own, "t", "c", 1, seal_text(own, "t", "c", 1, "wieder")) == "wieder"
    forget_keys()
    assert seal_text(own, "t", "c", 1, "am Tag danach")[0] == kept + 1


def test_old_values_stay_readable_after_a_new_epoch(db: None) -> None:
    own = organisation_id()
    sealed = seal_text(own, "t", "c", 1, "vorher")
    epoch = create_key(own)
    fresh = seal_text(own, "t", "c", 1, "nachher")
    assert fresh[0] == epoch
    assert sealed[0] == epoch - 1
    assert open_text(own, "t", "c", 1, sealed) == "vorher"
    assert open_text(own, "t", "c", 1, fresh) == "nachher"


def test_a_compartment_has_a_key_of_its_own(db: None) -> None:
    own = organisation_id()
    for name in ("first", "second"):
        ensure_key(own, name)
        ensure_key(own, name)
    sealed = seal_text(own, "t", "c", 1, "geheim", compartment="first")
    assert open_text(own, "t", "c", 1, sealed, compartment="first") == "geheim"
    for other in ("", "second"):
        with pytest.raises(VaultError):
            open_text(own, "t", "c", 1, sealed, compartment=other)
    with pytest.raises(VaultError):
        seal_text(own, "t", "c", 1, "geheim", compartment="nobody made it")


def test_a_wrapped_key_does_not_open_another_compartment(db: None) -> None:
    own = organisation_id()
    for name in ("first", "second"):
        ensure_key(own, name)
    sealed = seal_text(own, "t", "c", 1, "geheim", compartment="first")
    with tenant(own):
        first = VaultKey.objects.get(compartment="first")
        VaultKey.objects.filter(compartment="second").update(wrapped=first.wrapped)
    forget_keys()
    with pytest.raises(VaultError):
        open_text(own, "t", "c", 1, sealed, compartment="second")


def test_two_who_begin_at_once_get_the_same_key(committing: None) -> None:
    own = organisation_id()

    def begin() -> bytes:
        ensure_key(own, "first")
        return seal_text(own, "t", "c", 1, "geheim", compartment="first")

    sealed = together(begin, begin, begin)
    texts = [
        open_text(own, "t", "c", 1, one, compartment="first")
        for one in sealed
        if isinstance(one, bytes)
    ]
    assert texts == ["geheim"] * 3
    with tenant(own):
        assert VaultKey.objects.filter(compartment="first").count() == 1


def test_one_organisations_value_does_not_open_for_another(db: None) -> None:
    sealed = seal_text(organisation_id(), "t", "c", 1, "geheim")
    with pytest.raises(VaultError):
        open_text(organisation_id(FOREIGN), "t", "c", 1, sealed)


def test_a_sealed_field_reads_back_and_refuses_update(db: None) -> None:
    with tenant(organisation_id()):
        detail = ContactDetail.objects.get(contact=contact("wegbegleitung-musterland"))
        assert (detail.name, detail.phone, detail.email) == (
            world.SECRET_NAME,
            world.SECRET_PHONE,
            world.SECRET_MAIL,
        )
        with pytest.raises(TypeError):
            ContactDetail.objects.update(name="Klartext")


def test_a_value_copied_into_another_row_is_refused(db: None) -> None:
    with tenant(organisation_id()):
        first = ContactDetail.objects.get(contact=contact("wegbegleitung-musterland"))
        other = ContactDetail.objects.exclude(pk=first.pk)[0]
        ContactDetail.objects.filter(pk=other.pk).update(
            name=ContactDetail.objects.filter(pk=first.pk).values("name")
        )
        with pytest.raises(VaultError):
            _ = ContactDetail.objects.get(pk=other.pk).name


def _dump() -> bytes:
    parameters = connections["owner"].get_connection_params()
    environment = {"PGPASSWORD": str(parameters["password"]), "PATH": os.environ["PATH"]}
    command = [
        str(binaries() / "pg_dump"),
        "-h",
        str(parameters["host"]),
        "-p",
        str(parameters.get("port", 5432)),
    ]
    command += ["-U", str(parameters["user"]), "-d", str(parameters["dbname"])]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    return done.stdout


def _shapes(value: str) -> set[bytes]:
    """A value as it may lie in a dump: as it is, lower case, in parts, as hexadecimal digits."""
    parts = {value, *(part for part in value.replace("@", " ").split() if len(part) > 6)}
    plain = {shape.encode() for part in parts for shape in (part, part.lower())}
    return plain | {shape.hex().encode() for shape in plain}


def test_a_dump_contains_none_of_the_protected_values(committing: None) -> None:
    TOTP.activate(account("aylin"), SECRET)
    with tenant(organisation_id()):
        assert Invitation.objects.get().address == world.INVITED
        assert Feedback.objects.get().text == world.FEEDBACK
    dump = _dump()
    assert world.CONTACT.encode() in dump, (
        "the dump must hold what is public, else it proves nothing"
    )
    hits = [(value, shape) for value in PROTECTED for shape in _shapes(value) if shape in dump]
    assert hits == []


def test_recovery_codes_and_totp_secrets_are_sealed(db: None) -> None:
    person = account("aylin")
    TOTP.activate(person, SECRET)
    codes = RecoveryCodes.activate(person).generate_codes()
    stored = " ".join(str(row.data) for row in Authenticator.objects.filter(user=person))
    assert SECRET not in stored
    assert not any(code in stored for code in codes)
