"""What all tests share: how hypothesis runs, and a PostgreSQL server for those who ask."""

import os
import sys

from hypothesis import HealthCheck, settings

from tests.postgres import cluster

__all__ = ["cluster"]

# Containers often forbid it; then each worker and each process that a test starts compiles whatever it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Busy machines are slow; how long an example takes says nothing about what is tested.
# The same examples each time, so that what fails fails for everybody; KB_RANDOM=1 searches on.
settings.register_profile(
    "kb",
    deadline=None,
    derandomize=not os.environ.get("KB_RANDOM"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kb")
