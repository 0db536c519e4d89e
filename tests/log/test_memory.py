"""The log in memory keeps the contract."""

import pytest

from kb.log import EventLog, InMemoryEventLog
from tests.log.contract import EventLogContract
from tests.log.samples import ticking


class TestInMemoryEventLog(EventLogContract):
    """Every test of the contract."""

    @pytest.fixture
    def log(self) -> EventLog:
        """An empty log."""
        return InMemoryEventLog(clock=ticking())
