"""Letters: in the queue with the deed or not at all, one recipient, nothing said, sent once."""

from string import Formatter

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection, transaction

from nahtlos.foundation.letters import WORDINGS, deliver, post
from nahtlos.foundation.models import Letter
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, organisation, organisation_id
from tests.records import letters as kept

ADDRESS = "nele.neumann@verein.example"
PATH = "/einladung/geheimes-kennwort/"
# Words that would tell somebody who reads over a shoulder what this is about.
TELLING = (
    "haft",
    "straf",
    "gefäng",
    "jva",
    "knast",
    "fall",
    "klient",
    "angehör",
    "schuld",
    "sucht",
)


def posted() -> Letter:
    """A letter of the home organisation."""
    with tenant(organisation_id()):
        return post("invitation", ADDRESS, PATH)


def jobs(letter: Letter) -> int:
    """How many jobs in the queue deliver it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'letter_id' = %s",
            [str(letter.pk)],
        )
        return int(cursor.fetchone()[0])


def test_letter_and_job_come_together(db: None) -> None:
    assert jobs(posted()) == 1


def test_a_deed_that_is_rolled_back_leaves_neither(db: None) -> None:
    before = len(kept())
    with transaction.atomic():
        letter = posted()
        transaction.set_rollback(True)
    assert len(kept()) == before
    assert jobs(letter) == 0


@pytest.mark.parametrize("kind", WORDINGS)
def test_no_wording_tells_anything_and_only_the_link_is_filled_in(kind: str) -> None:
    wording = WORDINGS[kind]
    filled = {name for _, name, _, _ in Formatter().parse(wording.text + wording.subject) if name}
    assert filled == {"link"}
    for word in TELLING:
        assert word not in f"{wording.subject} {wording.text}".lower()


@pytest.mark.parametrize("kind", WORDINGS)
def test_a_mail_has_one_recipient_and_no_name_in_any_header(kind: str, db: None) -> None:
    with tenant(organisation_id()):
        letter = post(kind, ADDRESS, PATH)
    deliver(organisation_id(), letter.pk)
    (sent,) = mail.outbox
    message = sent.message()
    assert (sent.to, sent.cc, sent.bcc, sent.attachments) == ([ADDRESS], [], [], [])
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(letter.pk) in message["Message-ID"]
    assert message["From"] == django_settings.DEFAULT_FROM_EMAIL
    assert f"{django_settings.ADDRESS}{PATH}" in sent.body
    assert organisation().name not in message.as_string()
    assert organisation().name not in sent.body


def test_five_letters_are_five_mails_with_one_recipient_each(db: None) -> None:
    with tenant(organisation_id()):
        sent = [post("invitation", f"person{n}@verein.example", PATH) for n in range(5)]
    for letter in sent:
        deliver(organisation_id(), letter.pk)
    assert [one.to for one in mail.outbox] == [[f"person{n}@verein.example"] for n in range(5)]


def test_while_the_mail_server_is_away_the_letter_waits(db: None) -> None:
    letter = posted()
    with pytest.MonkeyPatch.context() as away:
        away.setattr(
            django_settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
        )
        away.setattr(django_settings, "EMAIL_HOST", "127.0.0.1")
        away.setattr(django_settings, "EMAIL_PORT", 1)
        with pytest.raises(ConnectionRefusedError), transaction.atomic():
            deliver(organisation_id(), letter.pk)
    (waiting,) = [one for one in kept() if one.pk == letter.pk]
    assert (waiting.sent_at, waiting.address) == (None, ADDRESS)
    deliver(organisation_id(), letter.pk)
    assert len(mail.outbox) == 1


def test_a_job_in_another_organisation_finds_no_letter(db: None) -> None:
    letter = posted()
    deliver(organisation_id(FOREIGN), letter.pk)
    assert mail.outbox == []
    deliver(organisation_id(), letter.pk)
    assert len(mail.outbox) == 1


def test_a_letter_of_an_unknown_kind_or_without_an_organisation_is_a_mistake(db: None) -> None:
    with tenant(organisation_id()), pytest.raises(KeyError):
        post("glückwunsch", ADDRESS, PATH)
    with pytest.raises(LookupError):
        post("invitation", ADDRESS, PATH)


def test_the_link_stands_on_the_configured_address(db: None, settings: object) -> None:
    settings.ADDRESS = "https://portal.example"  # type: ignore[attr-defined]
    assert posted().link == f"https://portal.example{PATH}"
