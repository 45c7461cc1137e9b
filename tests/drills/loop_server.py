"""The server's entry point for the drill of requests: the installation, with steps to fall at."""

from nahtlos.config.wsgi import application as healthy
from tests.drills.steps import answering, wrap_all

__all__ = ["application"]

wrap_all()
application = answering(healthy)
