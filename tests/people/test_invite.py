"""Inviting somebody: one sealed invitation, one letter that says nothing, one line in the chain."""

import json
import re
from collections.abc import Callable
from functools import partial

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from nahtlos.desk.cast import BY_KEY, HOME
from nahtlos.foundation import letters as post
from nahtlos.foundation.access import Role
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.tenancy import tenant
from nahtlos.people import actions
from nahtlos.people.models import ROLE_LABELS, Invitation
from tests.cast import FOREIGN, actor, organisation, organisation_id, sign_in
from tests.reading import Page
from tests.records import assert_by, letters, recorded, said
from tests.test_access_matrix import writes
from tests.together import together

URL = "/intern/team/einladen/"
NEW = "nele.neumann@verein.example"
TELLING = ("haft", "straf", "gefäng", "jva", "knast", "fall", "coach", "angehör", "kind")


def newest() -> Invitation:
    """The newest invitation of the home organisation."""
    with tenant(organisation_id()):
        return Invitation.objects.order_by("-invited_at")[0]


def send(client: Client, **typed: object) -> Page:
    """The page after sending the form."""
    return Page(
        client.post(URL, {"address": NEW, "roles": ["coach", "lead"], **typed}, follow=True)
    )


def test_an_invitation_is_kept_and_said_to_be_on_its_way(as_: Callable[[str], Client]) -> None:
    page = send(as_("fritz"))
    assert "Die Einladung ist unterwegs. Der Link gilt sieben Tage." in page.text
    assert NEW in page.text
    kept = newest()
    assert (kept.address, kept.roles) == (NEW, ["coach", "lead"])
    assert (kept.expires_at - kept.invited_at).days == 7


def test_the_address_is_sealed_in_the_database(as_: Callable[[str], Client]) -> None:
    send(as_("fritz"))
    with tenant(organisation_id()), connection.cursor() as cursor:
        cursor.execute("SELECT address FROM people_invitation WHERE id = %s", [newest().pk])
        assert b"nele" not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT address, link FROM foundation_letter ORDER BY created_at DESC")
        for column in cursor.fetchone():
            assert b"nele" not in bytes(column)
            assert b"einladung" not in bytes(column)


def test_the_letter_waits_in_the_queue_with_ids_only(as_: Callable[[str], Client]) -> None:
    send(as_("fritz"))
    letter = letters()[-1]
    assert letter.address == NEW
    assert letter.link.startswith(f"{settings.ADDRESS}/einladung/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status, args FROM procrastinate_jobs ORDER BY id DESC")
        task, status, arguments = cursor.fetchone()
    assert (task, status) == ("foundation:deliver_letter", "todo")
    assert json.loads(arguments) == {
        "organisation_id": str(organisation_id()),
        "letter_id": str(letter.pk),
    }


def test_the_mail_names_nobody_and_no_topic(as_: Callable[[str], Client]) -> None:
    send(as_("fritz"))
    letter = letters()[-1]
    post.deliver(organisation_id(), letter.pk)
    (sent,) = mail.outbox
    assert (sent.to, sent.cc, sent.bcc) == ([NEW], [], [])
    assert letter.link in sent.body
    shown = sent.message().as_string() + sent.subject + sent.body.replace(letter.link, "")
    for word in ("Fritz", organisation().name, "Wegbegleitung", *map(str, ROLE_LABELS.values())):
        assert word not in shown
    for word in TELLING:
        assert word not in f"{sent.subject} {sent.body.replace(letter.link, '')}".lower()


def test_a_letter_is_sent_once_and_forgets_the_address(as_: Callable[[str], Client]) -> None:
    send(as_("fritz"))
    letter = letters()[-1]
    post.deliver(organisation_id(), letter.pk)
    post.deliver(organisation_id(), letter.pk)
    assert len(mail.outbox) == 1
    kept = letters()[-1]
    assert kept.sent_at
    assert (kept.address, kept.link) == ("", "")


def test_a_second_try_after_a_crash_is_the_same_mail(as_: Callable[[str], Client]) -> None:
    send(as_("fritz"))
    letter = letters()[-1]
    with transaction.atomic():
        post.deliver(organisation_id(), letter.pk)
        transaction.set_rollback(True)
    post.deliver(organisation_id(), letter.pk)
    first, second = (one.message()["Message-ID"] for one in mail.outbox)
    assert first == second
    assert str(letter.pk) in first


def test_the_chain_says_who_invited_as_what_but_not_whom(as_: Callable[[str], Client]) -> None:
    with recorded() as found:
        send(as_("fritz"))
    assert said(found) == [("invited", "invitation", newest().code)]
    assert found[0].detail == '{"roles":["coach","lead"]}'
    assert_by(found, "fritz", NEW)


def test_inviting_the_same_address_twice_sends_one_letter(as_: Callable[[str], Client]) -> None:
    client = as_("fritz")
    send(client)
    before = len(letters())
    page = send(client, address=NEW.upper())
    assert page.status == 422
    assert "An diese Adresse ist schon eine Einladung unterwegs." in page.beside("address")
    assert len(letters()) == before


def test_two_clicks_at_the_same_moment_send_one_letter(committing: None) -> None:
    before = len(letters())
    clients = [sign_in("fritz"), sign_in("fritz")]
    pages = together(*(partial(send, client) for client in clients))
    assert sorted(page.status for page in pages if isinstance(page, Page)) == [200, 422]
    assert len(letters()) == before + 1


def test_somebody_in_the_team_cannot_be_invited_again(as_: Callable[[str], Client]) -> None:
    before = len(letters())
    page = send(as_("fritz"), address=BY_KEY["bernd"].email.upper())
    assert page.status == 422
    assert "Diese Person gehört schon zum Team." in page.beside("address")
    assert page.typed("address") == BY_KEY["bernd"].email.upper()
    assert page.typed("roles") == ["coach", "lead"]
    assert len(letters()) == before


def test_an_invitation_needs_a_role(as_: Callable[[str], Client]) -> None:
    page = send(as_("fritz"), roles=[])
    assert page.status == 422
    assert page.beside("roles") == "Bitte wählen Sie mindestens eine Rolle."
    with pytest.raises(Refused, match="mindestens eine Rolle"), tenant(organisation_id()):
        actions.invite(actor=actor("fritz"), address=NEW, roles=[])


@pytest.mark.parametrize(
    "address",
    ["", "nele", "nele@", "nele@verein example", "a" * 300 + "@verein.example", "n\x00@v.example"],
)
def test_what_is_no_address_is_refused_beside_the_field(
    as_: Callable[[str], Client], address: str
) -> None:
    client = as_("fritz")
    before = writes()
    page = send(client, address=address)
    assert page.status == 422
    assert page.beside("address")
    assert not re.search(r"\b(enter|valid|value|null)\b", page.beside("address"))
    if "\x00" not in address:
        assert page.typed("address") == address
    assert writes() == before


def test_a_role_that_does_not_exist_is_refused(as_: Callable[[str], Client]) -> None:
    page = send(as_("fritz"), roles=["coach", "superuser"])
    assert page.status == 422
    assert page.beside("roles")


def test_colleagues_without_the_administration_do_not_find_the_page(
    as_: Callable[[str], Client],
) -> None:
    for who in ("aylin", "helga", "guel"):
        assert as_(who).get(URL).status_code == 404
        assert as_(who).post(URL, {"address": NEW, "roles": ["coach"]}).status_code == 404


def test_an_invitation_stays_in_its_organisation(as_: Callable[[str], Client]) -> None:
    send(as_("fritz"))
    assert NEW not in Page(as_("cem").get("/intern/team/")).text
    with tenant(organisation_id(FOREIGN)):
        assert not Invitation.objects.filter(code=newest().code).exists()


def test_an_administrator_cannot_give_more_than_roles(as_: Callable[[str], Client]) -> None:
    send(as_("fritz"), organisation=str(organisation_id(FOREIGN)), invited_by="", code="E-AAAA-A")
    kept = newest()
    assert kept.organisation_id == organisation_id(HOME)
    assert kept.code != "E-AAAA-A"
    assert set(kept.roles) <= {str(role) for role in Role}
