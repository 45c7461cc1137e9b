"""The people of our tests: the cast of the demonstration, and one account for each role alone in
the home organisation.
"""

import time
from uuid import UUID

from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from nahtlos.cases.actions import NewCase, PerhapsThere, open_case
from nahtlos.cases.models import Case
from nahtlos.desk.cast import BY_KEY, HOME
from nahtlos.foundation.access import Actor, Role
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Account
from nahtlos.people.queries import running_memberships, staff_actor

FOREIGN = "wohnhilfe-sued"


def address_of(who: str) -> str:
    """The mail address of a cast member, or of the account that holds just one role
    ('role:coach').
    """
    return BY_KEY[who].email if who in BY_KEY else f"{who.replace(':', '-')}@nahtlos.example"


def account(who: str) -> Account:
    """The account of WHO."""
    return Account.objects.get(email=address_of(who))


def sign_in(who: str) -> Client:
    """A client signed in as WHO."""
    client = Client()
    person = account(who)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    # As after confirming the password a moment ago, which pages of the second factor ask for.
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = user_id_to_str(person)
    session.save()
    return client


def actor(who: str) -> Actor:
    """The actor WHO is in her organisation."""
    person = account(who)
    with tenant(None, person.pk):
        organisation_id = running_memberships(person.pk)[0].organisation_id
    # As a request comes in: inside her organisation, where she may stand in for somebody.
    with tenant(organisation_id, person.pk):
        return staff_actor(person, running_memberships(person.pk)[0])


def organisation(key: str = HOME) -> Organisation:
    """An organisation of Musterland by its key, a prison by its slug."""
    return Organisation.objects.filter(key=key).first() or Organisation.objects.get(slug=key)


def organisation_id(key: str = HOME) -> UUID:
    """Its id."""
    return organisation(key).pk


ROLES = [f"role:{role}" for role in Role]


def begin_case(who: Actor, values: NewCase) -> Case:
    """A case led by WHO, whoever may be there already: the tests' people have few names."""
    try:
        return open_case(actor=who, values=values)
    except PerhapsThere as there:
        return open_case(actor=who, values=values, anyway=there.keys.split())
