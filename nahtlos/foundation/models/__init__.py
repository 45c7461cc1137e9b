"""Tables of the foundation: audit chain, data keys, links, letters, counters."""

from nahtlos.foundation.models.audit import AuditBlock, AuditEntry
from nahtlos.foundation.models.letters import Letter
from nahtlos.foundation.models.limits import RateCount, SpentStamp
from nahtlos.foundation.models.links import Link
from nahtlos.foundation.models.vault import VaultKey

__all__ = ["AuditBlock", "AuditEntry", "Letter", "Link", "RateCount", "SpentStamp", "VaultKey"]
