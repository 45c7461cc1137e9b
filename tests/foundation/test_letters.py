"""Letters: in the queue with the deed or not at all, one recipient, nothing said, sent once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from string import Formatter
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from nahtlos.desk.cast import HOME
from nahtlos.foundation.clock import now
from nahtlos.foundation.jobs import Patience
from nahtlos.foundation.letters import WORDINGS, deliver, post, withdraw
from nahtlos.foundation.models import Letter
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, organisation, organisation_id
from tests.records import letters as kept
from tests.together import together

ADDRESS = "nele.neumann@verein.example"
PATH = "/einladung/geheimes-kennwort/"
CODE = "271828"
THING = uuid4()
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
    "entlass",
    "vollzug",
    "einwillig",
    "bewähr",
    "therap",
    "ministeri",
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
    assert filled == ({"code"} if kind == "referral_code" else {"link"})
    for word in TELLING:
        assert word not in f"{wording.subject} {wording.text}".lower()


@pytest.mark.parametrize("kind", WORDINGS)
def test_a_mail_has_one_recipient_and_no_name_in_any_header(kind: str, db: None) -> None:
    holds_code = WORDINGS[kind].holds_code
    with tenant(organisation_id()):
        letter = post(kind, ADDRESS, PATH, code=CODE if holds_code else "")
    deliver(organisation_id(), letter.pk)
    (sent,) = mail.outbox
    message = sent.message()
    assert (sent.to, sent.cc, sent.bcc, sent.attachments) == ([ADDRESS], [], [], [])
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(letter.pk) in message["Message-ID"]
    assert message["From"] == django_settings.DEFAULT_FROM_EMAIL
    # Whoever has the mail with the code alone has no link to type it behind.
    assert (f"{django_settings.ADDRESS}{PATH}" in sent.body) is not holds_code
    assert (CODE in sent.body) is holds_code
    assert CODE not in message["Subject"]
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


def about(thing: UUID | None, key: str = HOME, kind: str = "referral") -> Letter:
    """A letter of an organisation about THING."""
    with tenant(organisation_id(key)):
        return post(kind, ADDRESS, PATH, about=thing)


def test_a_letter_about_something_withdrawn_is_not_sent(db: None) -> None:
    gone, other, general = about(THING), about(uuid4()), about(None)
    with tenant(organisation_id()):
        withdraw(THING)
    for letter in (gone, other, general):
        deliver(organisation_id(), letter.pk)
    assert len(mail.outbox) == 2
    assert gone.pk not in {letter.pk for letter in kept()}


def test_what_was_sent_stays_when_its_thing_is_withdrawn(db: None) -> None:
    letter = about(THING)
    deliver(organisation_id(), letter.pk)
    with tenant(organisation_id()):
        withdraw(THING)
    assert letter.pk in {one.pk for one in kept()}


def test_each_organisation_withdraws_its_own_letters_only(db: None) -> None:
    theirs = about(THING, FOREIGN)
    with tenant(organisation_id()):
        withdraw(THING)
    deliver(organisation_id(FOREIGN), theirs.pk)
    assert len(mail.outbox) == 1


def test_a_withdrawal_that_is_rolled_back_keeps_the_letter(db: None) -> None:
    letter = about(THING)
    with transaction.atomic(), tenant(organisation_id()):
        withdraw(THING)
        transaction.set_rollback(True)
    deliver(organisation_id(), letter.pk)
    assert len(mail.outbox) == 1


def test_withdrawn_and_sent_at_the_same_moment_is_one_of_the_two(committing: None) -> None:
    letter = about(THING)

    def back() -> None:
        with tenant(organisation_id()):
            withdraw(THING)

    assert together(back, partial(deliver, organisation_id(), letter.pk)) == [None, None]
    assert len(mail.outbox) == len([one for one in kept() if one.pk == letter.pk])


def coded() -> Letter:
    """A letter with a code."""
    with tenant(organisation_id()):
        return post("referral_code", ADDRESS, PATH, about=THING, code=CODE)


def test_a_code_is_sealed_and_forgotten_once_it_is_sent(db: None) -> None:
    letter = coded()
    with tenant(organisation_id()), connection.cursor() as cursor:
        cursor.execute("SELECT code FROM foundation_letter WHERE id = %s", [letter.pk])
        assert CODE.encode() not in bytes(cursor.fetchone()[0])
    deliver(organisation_id(), letter.pk)
    assert CODE in mail.outbox[0].body
    with tenant(organisation_id()):
        assert Letter.objects.get(pk=letter.pk).code == ""


def test_a_code_that_opens_nothing_any_more_is_not_sent(db: None) -> None:
    letter = coded()
    with tenant(organisation_id()):
        Letter.objects.filter(pk=letter.pk).update(created_at=now() - timedelta(minutes=16))
    deliver(organisation_id(), letter.pk)
    assert mail.outbox == []
    assert letter.pk not in {one.pk for one in kept()}


def test_a_code_goes_into_the_letter_that_holds_one_and_into_no_other(db: None) -> None:
    with tenant(organisation_id()):
        with pytest.raises(ValueError, match="code"):
            post("referral", ADDRESS, PATH, code=CODE)
        with pytest.raises(ValueError, match="code"):
            post("referral_code", ADDRESS, PATH)


def tries(until: timedelta) -> list[timedelta]:
    """When a letter is tried, counted from the first try, while the mail server stays away."""
    passed, moments = timedelta(), []
    for attempts in range(2000):
        moments.append(passed)
        job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="deliver_letter")
        job = job.evolve(attempts=attempts)
        before = datetime.now(UTC)
        decision = Patience().get_retry_decision(exception=OSError(), job=job)
        if decision is None or passed > until:
            break
        assert decision.retry_at
        passed += timedelta(seconds=round((decision.retry_at - before).total_seconds()))
    return moments


@pytest.mark.parametrize("days", [1 / 24, 1, 3, 6])
def test_a_letter_is_delivered_within_an_hour_after_the_mail_server_is_back(days: float) -> None:
    back = timedelta(days=days)
    moments = tries(back + timedelta(hours=2))
    first = next(moment for moment in moments if moment >= back)
    assert first - back <= timedelta(hours=1)


def test_a_letter_is_tried_soon_at_first_and_given_up_after_a_week() -> None:
    moments = tries(timedelta(days=30))
    assert moments[1] <= timedelta(seconds=5)
    assert timedelta(days=7) <= moments[-1] <= timedelta(days=8)
    assert len(moments) < 400


def test_the_background_service_puts_off_what_failed_and_sends_it_later(
    committing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the queue's own worker: fail, wait, send."""
    letter = posted()
    with monkeypatch.context() as away:
        away.setattr(
            django_settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
        )
        away.setattr(django_settings, "EMAIL_HOST", "127.0.0.1")
        away.setattr(django_settings, "EMAIL_PORT", 1)
        work()
        status, attempts, waits = waiting(letter)
    assert (status, attempts) == ("todo", 1)
    assert waits
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    work()
    assert waiting(letter)[0] == "succeeded"
    with tenant(organisation_id()):
        assert Letter.objects.get(pk=letter.pk).sent_at


def work() -> None:
    """Let a worker do what is due, and stop. In a thread of its own: the browser's tests leave an
    event loop running in this one, and a worker brings its own.
    """
    connection.close()

    def until_idle() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(until_idle).result()


def waiting(letter: Letter) -> tuple[str, int, bool]:
    """(status, attempts so far, whether it is put off) of the job that delivers LETTER."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status, attempts, scheduled_at > now() FROM procrastinate_jobs"
            " WHERE args ->> 'letter_id' = %s",
            [str(letter.pk)],
        )
        status, attempts, later = cursor.fetchone()
        return status, attempts, bool(later)
