"""Fits the sign-in library to the house: no sign-up, letters by the queue, second factors
sealed.
"""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from nahtlos.foundation import letters, limits
from nahtlos.foundation.tenancy import INSTALLATION, tenant
from nahtlos.foundation.vault import open_text, seal_text
from nahtlos.people.models import Account


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come into being by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": (
            "Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen."
        ),
        "too_many_login_attempts": "Das waren zu viele Versuche. Bitte warten Sie einige Minuten.",
        "incorrect_password": "Das Passwort stimmt nicht.",
        "enter_current_password": "Das ist nicht Ihr bisheriges Passwort.",
        "account_inactive": "Dieser Zugang ist zurzeit gesperrt.",
        "invalid_password_reset": "Dieser Link gilt nicht mehr.",
        "rate_limited": "Das waren zu viele Versuche. Bitte warten Sie einige Minuten.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address the rate limits count, not forgeable from outside."""
        return limits.client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post a letter of ours in place of the library's mail; its texts name the person, ours
        never do. Whoever has no account gets none: anybody can type a stranger's address.
        """
        if template_prefix.endswith("unknown_account"):
            return
        with tenant(INSTALLATION):
            if template_prefix.endswith("password_reset_key"):
                path = str(context["password_reset_url"]).removeprefix(settings.ADDRESS)
                letters.post("password", email, path)
            else:
                letters.post("account_changed", email, reverse("account_login"))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account that something about it changed."""
        self.send_mail(template_prefix, user.email, {})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the configured address, whatever host the request claimed."""
        kwargs = {"uidb36": "UID", "key": "KEY"}
        path = reverse("account_reset_password_from_key", kwargs=kwargs).replace("UID-KEY", key)
        return f"{settings.ADDRESS}{path}"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's messages are not shown; our pages say what happened."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed under the installation's own data key.

    The library does not tell which row a secret belongs to, so the place they are bound to is the
    column alone.
    """

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": (
            "Dieser Code stimmt nicht. Bitte nehmen Sie den, der jetzt auf Ihrem Gerät steht."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Sealed, as text."""
        return base64.b64encode(
            seal_text(INSTALLATION, "mfa_authenticator", "data", "", text)
        ).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Opened."""
        return open_text(
            INSTALLATION, "mfa_authenticator", "data", "", base64.b64decode(encrypted_text)
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not where the second factor is required."""
        return not settings.SECOND_FACTOR_REQUIRED
