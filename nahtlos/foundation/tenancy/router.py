"""Sends migrations to the owner's connection: the application's role owns nothing and may alter
nothing.
"""

from typing import Any


class OwnerMigrates:
    """Allows migrations on the connection `owner` only."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """True on the owner's connection."""
        return db == "owner"
