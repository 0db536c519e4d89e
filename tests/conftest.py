"""What all tests share: where they write, in which order they run, how hypothesis runs, a PostgreSQL server."""

import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import temporary
from tests.postgres import cluster

__all__ = ["cluster"]

# Containers often forbid it; then each worker and each process that a test starts compiles whatever it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
temporary.settle()

# What was imported and collected stays to the end. To look through it for cycles as often as Python does by itself took
# a fifth of the tests' time; processes that they start do as they always do.
gc.set_threshold(20_000, 20, 50)

# Busy machines are slow; how long an example takes says nothing about what is tested.
# The same examples each time, so that what fails fails for everybody; KB_RANDOM=1 searches on.
settings.register_profile(
    "kb",
    deadline=None,
    derandomize=not os.environ.get("KB_RANDOM"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kb")

_LONG = ("faults", "cli", "api", "service", "projections", "validation", "query", "log")  # a test there takes longest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take files whose tests take long first, so that no worker is left with one of them at the end."""
    last, here = len(_LONG), Path(__file__).parent
    places = {name: place for place, name in enumerate(_LONG)}
    items.sort(key=lambda item: places.get(item.path.relative_to(here).parts[0], last))  # api/pages goes with api


def pytest_collection_finish() -> None:
    """Leave the tests themselves out of what is looked through for cycles."""
    gc.collect()
    gc.freeze()
