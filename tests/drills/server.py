"""The server's entry point for the canary drill: the installation, with views that can fail."""

from django.urls import get_resolver

from nahtlos.config.wsgi import application
from tests.drills.breaking import break_all

__all__ = ["application"]

break_all(get_resolver().url_patterns)
