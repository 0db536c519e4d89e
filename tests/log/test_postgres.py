"""The log on PostgreSQL keeps the contract, and what only a server can suffer."""

from collections.abc import Iterator

import pytest

from kb.log import EventLog
from kb.log.postgres import PostgresEventLog
from tests.log.contract import EventLogContract
from tests.log.samples import ticking
from tests.postgres import Cluster


class TestPostgresEventLog(EventLogContract):
    """Every test of the contract."""

    @pytest.fixture
    def log(self, cluster: Cluster) -> Iterator[EventLog]:
        """An empty log in a schema of its own."""
        log = PostgresEventLog(cluster.url(), create=True, clock=ticking())
        yield log
        log.close()
