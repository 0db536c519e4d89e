"""A real server on a free port of the loopback address, over a home that the stand-in extractor reads."""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import httpx
import pytest
from fastapi.dependencies import models as dependencies

from kb.api.app import create_app
from kb.api.pages import begun
from kb.api.server import bind, make_server
from kb.api.serving.backend import Backend
from kb.api.traffic.guards import Guards
from kb.bootstrap import open_knowledge_base
from kb.service.knowledge_base import KnowledgeBase
from kb.service.tokens import Tokens
from kb.settings import load_settings
from kb.sources import read_paths
from tests.cli.conftest import write_articles
from tests.service.stand_in import parts

# On a busy machine any page may take so long that it is sent in two parts; tests of that say themselves what is long.
for _long in ("_SOON", "_READY"):
    setattr(begun, _long, 60.0)

FAST = {"query_timeout": 120.0, "query_rows": 200, "query_memory_mb": 64, "query_workers": 2}


@dataclass
class Served:
    """A server that runs, and what is behind it."""

    client: httpx.Client
    kb: KnowledgeBase
    backend: Backend
    address: str


@contextmanager
def serving(kb: KnowledgeBase, token: str = "", guards: Guards = Guards()) -> Iterator[Served]:  # noqa: B008
    """Run a server in a thread for the block."""
    backend = Backend(kb)
    server = make_server(create_app(backend, token=token, tokens=Tokens(kb.home.root), guards=guards))
    with bind("127.0.0.1", 0, token) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            with httpx.Client(base_url=address, timeout=600) as client:
                while not server.started:
                    assert thread.is_alive()
                    time.sleep(0.02)
                yield Served(client, kb, backend, address)
        finally:
            server.should_exit = True
            thread.join()
            backend.close()
            _forget_endpoints()


def _forget_endpoints() -> None:
    """Let go of the application: FastAPI keeps each endpoint that it was asked about, and with it 10 MB a server."""
    for kept in vars(dependencies).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


@contextmanager
def opened(home: Path, **other: float) -> Iterator[KnowledgeBase]:
    """Make a home with two articles: a copy of one that is made once in each process."""
    shutil.copytree(Path(_filled().name) / "home", home, dirs_exist_ok=True)
    with _open(home, **other) as kb:
        yield kb


@cache
def _filled() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory()  # removed when the process ends
    write_articles(Path(folder.name) / "articles")
    with _open(Path(folder.name) / "home") as kb, kb.adder() as adder:
        for outcome in read_paths([Path(folder.name) / "articles"]):
            adder.add(outcome)
    return folder


def _open(home: Path, **other: float) -> KnowledgeBase:
    settings = load_settings(FAST | other, {})
    return open_knowledge_base(home, replace(settings, home=str(home)), create=True, parts=parts())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over two articles; tests that share it do not write."""
    with opened(tmp_path_factory.mktemp("served") / "home") as kb, serving(kb) as made:
        yield made


@pytest.fixture(scope="module")
def client(served: Served) -> httpx.Client:
    """A client of that server."""
    return served.client


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[Served]:
    """A server of its own, to write to."""
    with opened(tmp_path / "home") as kb, serving(kb) as made:
        yield made
