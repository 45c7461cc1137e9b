"""The demonstration's outgoing mail."""

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class SentLetter:
    """One mail of the demonstration's postbox; `link` is the path it leads to, '' without one."""

    to: str
    subject: str
    text: str
    link: str


def postbox(limit: int = 12) -> list[SentLetter]:
    """The newest outgoing mails of the demonstration, read from the files that the file mailer
    wrote.
    """
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
    files = (
        sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
        if folder.is_dir()
        else []
    )
    return [_letter(path) for path in files[:limit]]


def _letter(path: Path) -> SentLetter:
    raw = path.read_bytes().split(b"\n" + b"-" * 79)[0]
    message = email.message_from_bytes(raw, policy=email.policy.default)
    part = message.get_body(("plain",))
    text = str(part.get_content()) if part else ""
    link = next((word for word in text.split() if word.startswith(settings.ADDRESS)), "")
    return SentLetter(
        str(message["To"]), str(message["Subject"]), text, link.removeprefix(settings.ADDRESS)
    )
