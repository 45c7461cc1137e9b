"""Gives the run its PostgreSQL and throw-away keys before Django reads its settings; workers of the
run inherit both.
"""

import os
import tempfile
from contextlib import ExitStack

from _pytest.terminal import TerminalReporter

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


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say how much the access matrix covered, and how much did not answer as declared."""
    asked = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if "test_access_matrix.py::test_access[" in report.nodeid
    ]
    if not asked:
        return
    from tests.test_access_matrix import combinations  # noqa: PLC0415 (needs Django set up)

    names = [report.nodeid.partition("[")[2].rstrip("]") for report in asked]
    wrong = [report.longreprtext for report in asked if report.failed]
    leaks = sum(text.count("declared 4") + text.count("denied, but") for text in wrong)
    terminalreporter.write_line(
        f"access matrix: {len(asked)} addresses, {combinations(names)} combinations,"
        f" {leaks} leaks, {len(wrong)} addresses not as declared"
    )
