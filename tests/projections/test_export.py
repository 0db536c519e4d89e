"""Exports are canonical, readable by others, and never half written."""

import io
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, parse

from kb.projections.files import export as exporting
from kb.projections.files.export import (
    FORMATS,
    NothingToExportError,
    Scope,
    UnknownFormatError,
    canonical_lines,
    export,
)
from kb.projections.files.rdf import WITH_GRAPHS, UnwritableTripleError
from kb.projections.files.sorting import sorted_lines
from kb.projections.opening import in_memory
from tests.graph import sample
from tests.projections.worlds import SETTLED, World, text_of

RDFLIB = {
    "turtle": "turtle",
    "trig": "trig",
    "nquads": "nquads",
    "ntriples": "nt",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}


@pytest.fixture(scope="module")
def store() -> Store:
    """Return the graph of a small world."""
    return in_memory(World().run([*SETTLED, ("import", "a")]).log).graph.store


def written(store: Store, format: str, scope: Scope | None = None) -> bytes:
    """Return an export as bytes."""
    out = io.BytesIO()
    export(store, sample.BASE, out, format, scope)
    return out.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_another_library_reads_back_the_same_triples(store: Store, format: str) -> None:
    """rdflib finds in the export what the store holds."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=written(store, format).decode(), format=RDFLIB[format])
    found = {(s, p, o) for s, p, o, _ in dataset.quads()}

    assert len(found) == len({quad.triple for quad in store})
    assert not any(isinstance(term, rdflib.BNode) for triple in found for term in triple)


@pytest.mark.parametrize("format", FORMATS)
def test_the_engine_reads_back_the_very_quads(store: Store, format: str) -> None:
    """With their graphs, where the format has any."""
    found = set(parse(written(store, format), format=FORMATS[format]))
    triples = {Quad(quad.subject, quad.predicate, quad.object) for quad in store}

    assert found == (set(store) if format in WITH_GRAPHS else triples)


@pytest.mark.parametrize("text", ["a\x01b", "\x0b", "\ufffe", "tab\tand\nline", "\U0001f600"])
def test_xml_has_another_character_for_what_it_cannot_hold(text: str) -> None:
    """And another parser reads it."""
    import rdflib

    store = Store()
    store.add(Quad(NamedNode("urn:a"), NamedNode("urn:x#b"), Literal(text)))
    (value,) = rdflib.Graph().parse(data=written(store, "rdfxml"), format="xml").objects()
    assert str(value) == re.sub("[\x01\x0b\ufffe]", "\ufffd", text)


def test_xml_that_would_be_none_is_refused() -> None:
    """A predicate that ends in no XML name is named."""
    store = Store()
    store.add(Quad(NamedNode("urn:a"), NamedNode("http://e.example/p/1234"), Literal("x")))
    with pytest.raises(UnwritableTripleError, match="1234"):
        written(store, "rdfxml")


@pytest.mark.thorough
@pytest.mark.parametrize("format", FORMATS)
def test_the_bytes_do_not_depend_on_the_process(store: Store, format: str) -> None:
    """Another process, with another order of hashes, writes the same file."""
    code = (
        "import sys; from tests.projections.worlds import SETTLED, World; from tests.graph import sample\n"
        "from kb.projections.opening import in_memory; from kb.projections.files.export import export\n"
        "world = World().run([*SETTLED, ('import', 'a')])\n"
        f"export(in_memory(world.log).graph.store, sample.BASE, sys.stdout.buffer, {format!r})"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert other.stdout == written(store, format)


def test_nquads_are_sorted_and_complete(store: Store) -> None:
    """The canonical form: each quad on a line, lines in order of bytes."""
    lines = written(store, "nquads").splitlines(keepends=True)

    assert lines == sorted(lines) == list(canonical_lines(store))
    assert len(lines) == len(store)


def test_jsonld_has_a_line_for_each_value(store: Store) -> None:
    """A change of one value is a change of few lines."""
    text = written(store, "jsonld").decode()

    assert max(map(len, text.splitlines())) < 400
    assert isinstance(json.loads(text), list)


def test_one_article_is_its_graph(store: Store) -> None:
    """Nothing of the other articles is in it."""
    text = written(store, "turtle", Scope(article=text_of("0").id)).decode()

    assert f"id:article-{text_of('0').id} a kb:Article" in text
    assert text_of("1").id not in text


def test_one_entity_comes_with_the_words_it_rests_on(store: Store) -> None:
    """The registry's description, what names it, and the claims with their evidence."""
    text = written(store, "turtle", Scope(entity="aa")).decode()

    assert 'rdfs:label "The aa"' in text
    assert "skos:exactMatch <https://sws.geonames.org/7/>" in text
    assert 'kb:exact "Rivermark"' in text
    assert "rdf:predicate kb:place" in text
    assert "Dam Authority" not in text


def test_absorbed_entity_answers_with_who_it_is_now(store: Store) -> None:
    """Its export names the entity that it was merged into, with its description."""
    text = written(store, "turtle", Scope(entity="bb")).decode()

    assert "id:entity-bb dcterms:isReplacedBy id:entity-aa" in text
    assert "id:entity-aa a kb:City" in text


@pytest.mark.parametrize(
    ("scope", "identifier"), [(Scope(article="nowhere"), "nowhere"), (Scope(entity="nobody"), "nobody")]
)
def test_what_is_not_there_is_named_and_nothing_is_written(
    store: Store, tmp_path: Path, scope: Scope, identifier: str
) -> None:
    """An unknown article or entity leaves no file."""
    with pytest.raises(NothingToExportError) as caught:
        export(store, sample.BASE, tmp_path / "x.ttl", "turtle", scope)
    assert caught.value.identifier == identifier
    assert list(tmp_path.iterdir()) == []


def test_unknown_format_lists_those_that_are(store: Store) -> None:
    """The hint names the formats."""
    with pytest.raises(UnknownFormatError) as caught:
        export(store, sample.BASE, io.BytesIO(), "csv")
    assert "turtle" in caught.value.hint


def test_a_pipe_is_written_to_and_stays_and_so_does_a_link(store: Store, tmp_path: Path) -> None:
    """What replaces a device, a pipe or a link would break whatever else uses it."""
    pipe, link, file = tmp_path / "pipe.nq", tmp_path / "link.nq", tmp_path / "folder" / "graph.nq"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as threads:
        read = threads.submit(pipe.read_bytes)
        export(store, sample.BASE, pipe, "nquads")
    file.parent.mkdir()
    link.symlink_to(file)
    export(store, sample.BASE, link, "nquads")

    assert pipe.is_fifo()
    assert link.is_symlink()
    assert read.result() == file.read_bytes() != b""


def test_a_failure_midway_keeps_the_old_file(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is replaced when all is written, never before."""
    out = tmp_path / "graph.nq"
    out.write_bytes(b"old\n")

    def broken(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_rdf", broken)
    with pytest.raises(Exception, match=r"full|space"):
        export(store, sample.BASE, out, "nquads")
    assert out.read_bytes() == b"old\n"
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]


@given(
    st.lists(st.binary(max_size=3).map(lambda raw: raw.replace(b"\n", b"") + b"\n"), max_size=200),
    st.integers(1, 9),
    st.integers(1, 30),
)
def test_sorting_in_runs_equals_sorting_at_once(lines: list[bytes], run: int, most: int) -> None:
    """Whatever the length of a run, in lines or bytes, the lines come sorted and once."""
    assert list(sorted_lines(lines, run=run, most=most)) == sorted(set(lines))
