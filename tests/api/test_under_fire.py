"""A server under the attacks of tests/hostile.py: it stays, calls nobody, answers others, and never says 500."""

import os
import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kb.api.traffic.connections import Patience
from kb.api.traffic.guards import Guards
from tests.api.conftest import Served, opened
from tests.api.test_guards import guarded
from tests.hostile import ANSWERS, Address, Attack, corpus

KINDS = (
    "nesting", "path explosion", "cross product", "regex backtracking", "huge literals", "deep CONSTRUCT", "bind loops",
    "SERVICE", "FROM lists", "malformed UTF-8", "slow clients", "header bombs",
)  # fmt: skip


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[str, list[str]]]:
    """A listener that nobody may be made to call, and who called it."""
    callers: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def wait() -> None:
        while True:
            try:
                connection, where = listening.accept()
            except OSError:
                return
            callers.append(str(where))
            connection.close()

    threading.Thread(target=wait, daemon=True).start()
    yield f"127.0.0.1:{listening.getsockname()[1]}", callers
    listening.close()


@pytest.fixture(scope="module")
def fortress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that waits for nobody for long."""
    patience = Patience(head=1.0, body=1.0, reader=5.0)
    home = tmp_path_factory.mktemp("fortress") / "home"
    with opened(home, query_timeout=5.0) as kb, guarded(kb, Guards(), patience) as made:
        yield made


def at(served: Served) -> Address:
    """Where it listens."""
    return served.client.base_url.host, served.client.base_url.port or 80


def test_the_corpus_is_what_it_should_be() -> None:
    """At least 120 attacks, of each of the twelve kinds at least ten."""
    attacks = corpus("127.0.0.1:1")
    kinds = Counter(attack.kind for attack in attacks)

    assert len(attacks) >= 120
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 10
    assert len({(attack.kind, attack.name) for attack in attacks}) == len(attacks)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", KINDS)
def test_two_of_each_kind(fortress: Served, trap: tuple[str, list[str]], kind: str) -> None:
    """Drawn by KB_SEED; the whole corpus is the slow test below."""
    attacks = [attack for attack in corpus(trap[0], 0.3) if attack.kind == kind]
    run(fortress, trap[1], random.Random(os.environ.get("KB_SEED", kind)).sample(attacks, 2))


@pytest.mark.slow
def test_the_whole_corpus(fortress: Served, trap: tuple[str, list[str]]) -> None:
    """One after another, and then all at once from sixteen clients."""
    attacks = corpus(trap[0])
    run(fortress, trap[1], attacks)
    with ThreadPoolExecutor(16) as threads:
        statuses = list(threads.map(lambda attack: attack.send(at(fortress)), attacks))
    assert set(statuses) <= ANSWERS
    assert fortress.client.get("/sparql", params={"query": "ASK {}", "format": "csv"}).text == "true"
    assert not trap[1]


def run(fortress: Served, callers: list[str], attacks: list[Attack]) -> None:
    """Send each; the answer is one that may be, and the next client is answered."""
    for attack in attacks:
        status = attack.send(at(fortress))
        assert status in ANSWERS, (attack.kind, attack.name, status)
        assert fortress.client.get("/sparql", params={"query": "ASK {}", "format": "csv"}).text == "true"
    assert not callers
