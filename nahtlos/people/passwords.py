"""What a password must be: long and not guessable; no rules about signs, no forced change."""

from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

SHORTEST = 12


class StrongEnough:
    """At least twelve characters, and not among what attackers try first."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ANN401 (Django's signature)
        """ValidationError with a German sentence where PASSWORD is too weak."""
        if len(password) < SHORTEST:
            raise ValidationError(
                f"Bitte nehmen Sie mindestens {SHORTEST} Zeichen. Ein kurzer Satz ist gut.",
                code="short",
            )
        known = [part for part in (getattr(user, "email", ""), getattr(user, "name", "")) if part]
        if zxcvbn(password[:72], user_inputs=known)["score"] < 3:
            raise ValidationError(
                "Dieses Passwort ist leicht zu erraten. Nehmen Sie lieber mehrere Wörter, die nicht"
                " zusammengehören.",
                code="weak",
            )

    def get_help_text(self) -> str:
        """The hint beside the field."""
        return "Mindestens 12 Zeichen. Am besten mehrere Wörter, die nur Ihnen etwas sagen."
