"""Signing in as a person does, with address, password and code."""

from typing import Any

from django.test import Client

from nahtlos.desk.actions import PASSWORD
from tests.cast import address_of
from tests.world import ROLE_PASSWORD

SIGN_IN = "/intern/anmelden/"
START = "/intern/"
CODE = "/intern/zweiter-faktor/"


def password_of(who: str) -> str:
    """The password of the cast, or of an account that holds just one role."""
    return ROLE_PASSWORD if ":" in who else PASSWORD


def with_password(who: str, client: Client | None = None, **extra: Any) -> Client:
    """A client in which WHO gave the right password."""
    client = client or Client()
    sent = {"login": address_of(who), "password": password_of(who)}
    response = client.post(SIGN_IN, sent, **extra)
    assert response.status_code == 302, response.content.decode()
    return client
