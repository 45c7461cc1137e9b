"""Gives the run its PostgreSQL and throw-away keys before Django reads its settings; workers of the
run inherit both.
"""

import os
import tempfile
from contextlib import ExitStack

from nahtlos.foundation.ground.within import environment_for_tests

_RUN = "NAHTLOS_TEST_RUN"
_held = ExitStack()

if _RUN not in os.environ:
    os.environ.update(_held.enter_context(environment_for_tests()))
    mail = _held.enter_context(tempfile.TemporaryDirectory())
    os.environ.update(
        {
            _RUN: "1",
            "NAHTLOS_DEMONSTRATION": "1",
            "NAHTLOS_DEBUG": "",
            "NAHTLOS_ADDRESS": "http://testserver",
            "NAHTLOS_HOSTS": "testserver,localhost,127.0.0.1",
            "NAHTLOS_MAIL_DIRECTORY": mail,
        }
    )


def pytest_unconfigure() -> None:
    """The controller ends the server; in a worker there is nothing to end."""
    _held.close()
