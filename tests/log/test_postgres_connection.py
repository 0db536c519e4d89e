"""A session that lost its server. No server is needed."""

import psycopg
import pytest

from kb.log import postgres_connection
from kb.log.postgres_address import parse_address
from kb.log.postgres_connection import Connection, Session
from kb.log.postgres_faults import UnreachableError


def test_a_server_is_waited_for_in_vain_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not again for the second try, which is for a connection that broke at work."""
    tries = []

    def refuse(*_: object) -> Connection:
        tries.append(1)
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(postgres_connection, "connect", refuse)
    session = Session(parse_address("postgresql://ada@127.0.0.1/kb"), patience=-1.0)

    with pytest.raises(UnreachableError):
        session.run(lambda connection: connection.execute("SELECT 1"))
    assert len(tries) == 1
