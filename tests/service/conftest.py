"""A knowledge base on a disk of its own, with the stand-in reader and an ontology of three lines."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.bootstrap import open_knowledge_base
from kb.language.event_types import EventTypes
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_path
from tests.service.stand_in import StandIn, parts

Open = Callable[..., KnowledgeBase]


@pytest.fixture
def small_ontology(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Adopt three lines instead of the whole ontology, so that making a home takes no second."""
    folder = tmp_path / "ontology"
    folder.mkdir()
    (folder / "ontology.ttl").write_text("<urn:kb:o> a <http://www.w3.org/2002/07/owl#Ontology> .", encoding="utf-8")
    monkeypatch.setenv("KB_ONTOLOGY", str(folder))


@pytest.fixture
def event_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know the event types of the whole ontology, though the home adopts three lines."""
    known = EventTypes.load(Path(__file__).parents[2] / "ontology")
    monkeypatch.setattr(EventTypes, "load", lambda: known)


@pytest.fixture
def reader() -> StandIn:
    """The reader that the knowledge base of the test has."""
    return StandIn()


@pytest.fixture
def opened(tmp_path: Path, small_ontology: None, reader: StandIn) -> Iterator[Open]:
    """Open the test's home; what is open at the end is closed."""
    bases: list[KnowledgeBase] = []

    def open_it(**flags: object) -> KnowledgeBase:
        settings = load_settings({"actor": "tester", **flags}, {"XDG_CONFIG_HOME": str(tmp_path / "none")})
        base = open_knowledge_base(tmp_path / "home", settings, create=True, parts=parts(reader))
        bases.append(base)
        return base

    yield open_it
    for base in bases:
        base.close()


@pytest.fixture
def kb(opened: Open) -> KnowledgeBase:
    """The knowledge base of the test."""
    return opened()


def add(kb: KnowledgeBase, path: Path, *, revision: bool = False) -> list[object]:
    """Add what is at *path*, also what was taken out, and return the results."""
    with kb.adder(revision=revision, again=True) as adder:
        return [adder.add(outcome) for outcome in read_path(path)]
