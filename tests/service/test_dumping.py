"""Dumps: every format with its checksum, described, the last one found by one name; whole or not there."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from kb.bootstrap import open_knowledge_base
from kb.exporting.formats import BY_NAME, FORMS
from kb.log.faults import UnwritableError
from kb.service.export import dumping
from kb.service.export.dumping import NothingToKeepError, dump, dumps, read
from kb.service.export.exchange import import_file
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.stand_in import parts

FEW = [BY_NAME["nquads"], BY_NAME["csv"]]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A home with an attack."""
    settings = load_settings({"home": str(tmp_path_factory.mktemp("dumped") / "home")}, {})
    with open_knowledge_base(None, settings, create=True, parts=parts()) as opened:
        add(opened, "Alba Corp attacked Norton Quarter.")
        yield opened


def add(kb: KnowledgeBase, text: str) -> None:
    """Add an article."""
    with kb.adder() as adder:
        for outcome in read_bytes(text.encode(), "told", kind="text"):
            assert adder.add(outcome).error is None


@pytest.mark.thorough
def test_a_dump_has_all_formats_checksums_and_a_description(kb: KnowledgeBase, tmp_path: Path) -> None:
    """sha256sum finds them right; DCAT names each file with size and checksum; the same twice."""
    made = dump(kb, tmp_path / "d")
    names = {path.name for path in made.folder.iterdir()}
    assert names == {*(f"kb.{form.ending}" for form in FORMS), "SHA256SUMS", "dataset.ttl"}
    assert (made.position, made.left) == (kb.position, ())
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=made.folder, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout
    graph = rdflib.Graph().parse(made.folder / "dataset.ttl")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    sizes = {str(file).rpartition("/")[2]: int(size) for file, size in graph.subject_objects(dcat.byteSize)}
    assert sizes == {one.name: one.size for one in made.files if one.name != "dataset.ttl"}
    sums = made.folder / "SHA256SUMS"
    before = sums.read_bytes()
    assert dump(kb, tmp_path / "d").files == made.files
    assert sums.read_bytes() == before
    assert os.readlink(tmp_path / "d" / "latest") == str(kb.position)
    assert hashlib.sha256((tmp_path / "d" / "latest" / "kb.nq").read_bytes()).hexdigest() in before.decode()


@pytest.mark.thorough
def test_the_last_one_leads_and_old_ones_go_if_asked(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A folder that is none of ours stays, whatever it is called."""
    first = dump(kb, tmp_path, FEW)
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "mine.txt").write_text("mine", encoding="utf-8")
    add(kb, "Cato Union attacked Delta Post.")
    second = dump(kb, tmp_path, FEW)
    assert [one.position for one in dumps(tmp_path)] == [second.position, first.position]
    assert os.readlink(tmp_path / "latest") == str(second.position)
    add(kb, "Ebro Guild attacked Delta Post.")
    third = dump(kb, tmp_path, FEW, keep=1)
    assert [one.position for one in dumps(tmp_path)] == [third.position]
    assert {path.name for path in tmp_path.iterdir()} == {"1", "latest", str(third.position)}
    with pytest.raises(NothingToKeepError):
        dump(kb, tmp_path, FEW, keep=0)


@pytest.mark.thorough
def test_one_whose_removal_was_broken_off_is_none(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its checksums may be all that is left of it; the next time its rest goes."""
    old = dump(kb, tmp_path, FEW)
    add(kb, "Gama League attacked Delta Post.")

    def killed(folder: Path) -> None:
        (folder / "kb.nq").unlink()
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("kb.projections.removing.shutil.rmtree", killed)
        with pytest.raises(SystemExit):
            dump(kb, tmp_path, FEW, keep=1)
    assert [one.position for one in dumps(tmp_path)] == [kb.position] != [old.position]
    dump(kb, tmp_path, FEW, keep=1)
    assert {path.name for path in tmp_path.iterdir()} == {"latest", str(kb.position)}


@pytest.mark.thorough
def test_a_dump_that_fails_is_not_seen(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither it nor a new `latest`; what was there stays."""
    before = dump(kb, tmp_path, FEW)
    add(kb, "Fen Party attacked Delta Post.")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(dumping, "_describe", broken)
        with pytest.raises(Exception, match=r"full|space"):
            dump(kb, tmp_path, FEW)
    assert {path.name for path in tmp_path.iterdir()} == {"latest", str(before.position)}
    assert os.readlink(tmp_path / "latest") == str(before.position)
    (tmp_path / "latest").unlink()
    (tmp_path / "latest").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableError, match="no link"):
        dump(kb, tmp_path, FEW)
    assert read(tmp_path / "latest") is None


@pytest.mark.thorough
def test_a_form_that_cannot_hold_the_graph_is_left_out_and_said(kb: KnowledgeBase, tmp_path: Path) -> None:
    """An imported predicate that XML cannot name costs the RDF/XML file, not the dump."""
    (tmp_path / "x.ttl").write_text("<urn:a> <http://e.example/p/1234> 1 .", encoding="utf-8")
    import_file(kb, tmp_path / "x.ttl", "http://e.example/g")
    made = dump(kb, tmp_path / "d", [BY_NAME["rdfxml"], *FEW])
    assert {one.name for one in made.files} == {"kb.nq", "kb.csv", "dataset.ttl"}
    assert [reason.partition(":")[0] for reason in made.left] == ["rdfxml"]
    assert "1234" in made.left[0]


def test_the_numbers_are_those_of_the_graph(kb: KnowledgeBase) -> None:
    """As a query counts them."""
    facts = dumping.facts_of(kb, kb.position)
    with kb.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", format="json") as answer:
        counted = int(json.loads(answer.read())["results"]["bindings"][0]["n"]["value"])
    assert sum(facts.properties.values()) == counted
    assert facts.classes["https://w3id.org/newskb#Article"] == kb.catalog.list_articles().total
