"""What all tests share: how hypothesis runs, and a PostgreSQL server for those who ask."""

from hypothesis import HealthCheck, settings

from tests.postgres import cluster

__all__ = ["cluster"]

# Busy machines are slow; how long an example takes says nothing about what is tested.
settings.register_profile("kb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kb")
