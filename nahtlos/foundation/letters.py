"""Every mail the installation sends: a fixed sentence and a link. No name, no topic, one
recipient.
"""

from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from nahtlos.foundation.clock import now
from nahtlos.foundation.models.letters import Letter
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import current_organisation, tenant


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and text of a kind of letter; `{link}` is the only thing that is filled in."""

    subject: str
    text: str


_FOOT = (
    "\n\nDiese Nachricht kommt von Nahtlos. Sie nennt mit Absicht keine Namen und keine"
    " Einzelheiten.\n"
)
WORDINGS = {
    "invitation": Wording(
        "Einladung",
        "Guten Tag,\n\neine Organisation lädt Sie ein, im Portal mitzuarbeiten. Der Link gilt"
        " sieben Tage:\n\n{link}\n\nWenn Sie damit nichts anfangen können, löschen Sie diese"
        " Nachricht einfach." + _FOOT,
    ),
    "password": Wording(
        "Neues Passwort",
        "Guten Tag,\n\nüber diesen Link wählen Sie ein neues Passwort:\n\n{link}\n\n"
        "Wenn Sie das nicht wollten, müssen Sie nichts tun." + _FOOT,
    ),
    "account_changed": Wording(
        "Ihr Zugang wurde geändert",
        "Guten Tag,\n\nan Ihrem Zugang zum Portal hat sich etwas geändert. Waren Sie das nicht? "
        "Dann melden Sie sich bitte bei der Verwaltung Ihrer Organisation:\n\n{link}" + _FOOT,
    ),
}


@states(
    "Nachrichten",
    "Nachrichten nennen keinen Namen und kein Thema und gehen an genau eine Adresse.",
    checked_on=date(2026, 11, 25),
    proven_by=("tests/people/test_invite.py::test_the_mail_names_nobody_and_no_topic",),
)
def post(kind: str, address: str, path: str) -> Letter:
    """Put a letter into the organisation entered and its delivery into the queue, in the running
    transaction.
    """
    from nahtlos.foundation.jobs import deliver_letter  # noqa: PLC0415 (the job imports this module)

    if kind not in WORDINGS:
        raise KeyError(kind)
    letter = Letter(
        organisation_id=current_organisation(),
        kind=kind,
        address=address,
        link=f"{settings.ADDRESS}{path}",
    )
    letter.save(force_insert=True)
    deliver_letter.defer(organisation_id=str(letter.organisation_id), letter_id=str(letter.pk))
    return letter


@states(
    "Nachrichten",
    "Eine Nachricht wird einmal verschickt. Danach ist die Adresse vergessen.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/people/test_invite.py::test_a_letter_is_sent_once_and_forgets_the_address",
        "tests/people/test_invite.py::test_a_second_try_after_a_crash_is_the_same_mail",
    ),
)
def deliver(organisation_id: UUID, letter_id: UUID) -> None:
    """Send one letter. The Message-ID is stable, so that a second try after a crash is recognised
    as the same mail.
    """
    with tenant(organisation_id):
        letter = Letter.objects.select_for_update().filter(pk=letter_id, sent_at=None).first()
        if letter is None:
            return
        wording = WORDINGS[letter.kind]
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        EmailMessage(
            subject=wording.subject,
            body=wording.text.format(link=letter.link),
            to=[letter.address],
            headers={"Message-ID": f"<{letter.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
        ).send()
        letter.sent_at = now()
        # What was needed to send is not needed any more.
        letter.address = letter.link = ""
        letter.save(update_fields=["sent_at", "address", "link"])
