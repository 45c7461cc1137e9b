"""Registers the foundation and refuses to start an installation that is not safe."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """The foundation as a Django app."""

    name = "nahtlos.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Load the start-up checks."""
        from nahtlos.foundation import checks  # noqa: F401, PLC0415 (registers the checks)
