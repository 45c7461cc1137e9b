"""Every mail the installation sends: a fixed sentence and a link, or a code. No name, no topic, one
recipient.
"""

from collections.abc import Collection
from datetime import date
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from nahtlos.foundation.clock import now
from nahtlos.foundation.models.letters import Letter
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import current_organisation, tenant
from nahtlos.foundation.wordings import WORDINGS, Wording

__all__ = ["WORDINGS", "Wording", "deliver", "post", "unsent", "was_sent", "withdraw"]


@states(
    "Nachrichten",
    "Nachrichten nennen keinen Namen und kein Thema und gehen an genau eine Adresse.",
    checked_on=date(2026, 11, 25),
    proven_by=("tests/people/test_invite.py::test_the_mail_names_nobody_and_no_topic",),
)
def post(
    kind: str, address: str, path: str, *, about: UUID | None = None, code: str = ""
) -> Letter:
    """Put a letter into the organisation entered and its delivery into the queue, in the running
    transaction. ABOUT is the thing whose end takes it back (`withdraw`).
    """
    from nahtlos.foundation.jobs import deliver_letter  # noqa: PLC0415 (the job imports this module)

    if kind not in WORDINGS:
        raise KeyError(kind)
    if WORDINGS[kind].holds_code != bool(code):
        raise ValueError(f"{kind}: a code goes into a letter that holds one, and only there")
    letter = Letter(
        organisation_id=current_organisation(),
        kind=kind,
        address=address,
        link=f"{settings.ADDRESS}{path}",
        code=code,
        about=about,
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
        if wording.life and now() - letter.created_at > wording.life:
            letter.delete()
            return
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        EmailMessage(
            subject=wording.subject,
            body=wording.text.format(link=letter.link, code=letter.code),
            to=[letter.address],
            headers={"Message-ID": f"<{letter.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
        ).send()
        letter.sent_at = now()
        # What was needed to send is not needed any more.
        letter.address = letter.link = letter.code = ""
        letter.save(update_fields=["sent_at", "address", "link", "code"])


@states(
    "Nachrichten",
    "Was sich erledigt hat, bevor die Nachricht dazu verschickt ist, wird nicht mehr verschickt.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/foundation/test_letters.py::test_a_letter_about_something_withdrawn_is_not_sent",
    ),
)
def withdraw(about: UUID) -> None:
    """Take back every letter of the organisation entered about this thing that was not sent yet;
    its job finds nothing and ends.
    """
    Letter.objects.filter(
        organisation_id=current_organisation(), about=about, sent_at=None
    ).delete()


def was_sent(about: UUID) -> bool:
    """Whether a letter of the organisation entered about this thing has gone out."""
    rows = Letter.objects.filter(organisation_id=current_organisation(), about=about)
    return bool(rows.exclude(sent_at=None).exists())


def unsent(about: Collection[UUID]) -> frozenset[UUID]:
    """The things among ABOUT with a letter of the organisation entered that still waits to be sent;
    one statement.
    """
    rows = Letter.objects.filter(
        organisation_id=current_organisation(), about__in=about, sent_at=None
    )
    return frozenset(key for key in rows.values_list("about", flat=True) if key)
