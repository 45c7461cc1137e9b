"""What belongs to the words of a paper that is signed; the words themselves are data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of the words of the form.

    id: printed, and stored with each consent, "dsgvo-2026-1". reviewed: whether a lawyer has read
    it; without that every page says that it is a sample. rights: (heading, sentences). withdrawal:
    the heading below which the telephone for taking it back stands.
    """

    id: str
    reviewed: bool
    title: str
    opening: str
    secrecy: str
    rights: tuple[tuple[str, tuple[str, ...]], ...]
    withdrawal: str
    read: tuple[str, ...]
    agreement: str
