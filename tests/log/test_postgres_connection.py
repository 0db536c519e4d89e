"""A session that lost its server. No server is needed."""

import psycopg
import pytest

from kb.log import postgres_connection
from kb.log.contract import UnreachableError
from kb.log.postgres_address import parse_address
from kb.log.postgres_connection import Connection, Session


class Lost:
    """A connection that breaks when it is used."""

    closed = False

    def close(self) -> None:
        """Let go of it."""


def test_a_server_that_falls_may_take_another_connection_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked is asked until it is answered, within the patience."""
    monkeypatch.setattr(postgres_connection, "_PAUSE", 0.0)
    monkeypatch.setattr(postgres_connection, "connect", lambda *_: Lost())
    asked = []

    def work(_: Connection) -> int:
        asked.append(1)
        if len(asked) < 5:
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return 7

    address = parse_address("postgresql://ada@127.0.0.1/kb")
    assert Session(address, patience=60.0).run(work) == 7
    asked.clear()
    with pytest.raises(UnreachableError, match="closed the connection"):
        Session(address, patience=0.0).run(work)
    assert len(asked) == 2


@pytest.mark.parametrize("patient", [True, False])
def test_a_server_that_falls_while_the_log_is_opened(monkeypatch: pytest.MonkeyPatch, patient: bool) -> None:
    """Who waits for it goes on once it is back; who does not is told at once."""
    monkeypatch.setattr(postgres_connection, "_PAUSE", 0.0)
    monkeypatch.setattr(postgres_connection, "connect", lambda *_: Lost())
    looked = []

    def falling(*_: object, **__: object) -> None:
        looked.append(1)
        if len(looked) < 3:
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(postgres_connection, "prepare", falling)
    address = parse_address("postgresql://ada@127.0.0.1/kb")
    session = Session(address, patience=60.0, on_away=(lambda *_: None) if patient else None)
    if patient:
        session.first()
    else:
        with pytest.raises(UnreachableError, match="closed the connection"):
            session.first()
    assert len(looked) == (3 if patient else 1)


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
