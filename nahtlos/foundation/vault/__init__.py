"""Encryption at rest: one data key per organisation and per sealed compartment of it, wrapped by
the master key; sealed fields on models.
"""

from nahtlos.foundation.vault.crypto import VaultError
from nahtlos.foundation.vault.fields import SealedField
from nahtlos.foundation.vault.keys import create_key, derived, ensure_key, open_text, seal_text

__all__ = [
    "SealedField",
    "VaultError",
    "create_key",
    "derived",
    "ensure_key",
    "open_text",
    "seal_text",
]
