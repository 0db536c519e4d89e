"""What is known at one point of the log, for those who only look: the fold's tables, views of them, the events behind.

Input: a connection to a catalog, or the catalog itself. Output: Standing, read by kb.service.
Never: writes.
"""

import sqlite3
from typing import Protocol

from kb.log import EventLog
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views


class Standing(Protocol):
    """What both a catalog and a moment of it can be asked."""

    @property
    def tables(self) -> Tables:
        """Rows of the fold."""

    @property
    def views(self) -> Views:
        """What follows from them."""

    @property
    def sources(self) -> LogSources:
        """Articles and readings, from the log."""


class StandingAt:
    """Standing over a connection that somebody lends."""

    def __init__(self, connection: sqlite3.Connection, log: EventLog) -> None:
        self.tables = Tables(connection)
        self.views = Views(self.tables)
        self.sources = LogSources(log)
