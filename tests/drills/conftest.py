"""Drills take their time and are run by `make drill`; `make test` does not collect them."""

import pytest


def pytest_ignore_collect(collection_path: object, config: pytest.Config) -> bool | None:
    """Collect the drills only where the command names them."""
    named = any("drills" in str(argument) for argument in config.invocation_params.args)
    return None if named else True
