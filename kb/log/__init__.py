"""The log: the truth of a knowledge base. Appends events, reads them back, proves that nobody changed them."""

from kb.log.contract import Append, EventLog
from kb.log.home import Home, resolve_home
from kb.log.memory import InMemoryEventLog
from kb.log.sqlite import SqliteEventLog

__all__ = ["Append", "EventLog", "Home", "InMemoryEventLog", "SqliteEventLog", "resolve_home"]
