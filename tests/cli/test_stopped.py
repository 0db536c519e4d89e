"""An event that cannot be taken in stops the projections before it; the old state answers, and everybody says why."""

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from kb.events import ArticleWithdrawn, Envelope, codec
from kb.events.streams import article_stream
from kb.log import SqliteEventLog
from kb.log.chain import digest, payload_digest
from kb.log.sqlite_rows import INSERT, row_of
from tests.cli.conftest import CommandLine

LATE = "Title: Late\n\nRed Guard attacked Depot North. 9 killed were counted. " + "Nobody knew more. " * 20


@pytest.fixture
def copied(filled: CommandLine, tmp_path: Path) -> CommandLine:
    """A copy of the filled home, to be poisoned."""
    shutil.copytree(filled.home, tmp_path / "copy")
    (tmp_path / "late.txt").write_text(LATE, encoding="utf-8")
    return CommandLine(tmp_path / "copy", filled.env)


def _poison(line: CommandLine, kind: str, version: int, payload: bytes) -> int:
    """Append an event as another version of kb might, sealed as it should be; return its position."""
    log = SqliteEventLog(line.home / "log.sqlite")
    last = next(log.envelopes(log.position() - 1))
    log.close()
    fresh = Envelope(
        position=last.position + 1,
        stream="elsewhere",
        stream_version=1,
        type=kind,
        schema_version=version,
        recorded_at=last.recorded_at,
        actor="person:Ada",
        cause=0,
        payload=payload,
        previous=last.hash,
        hash="",
        salt=b"s" * 16,
        payload_hash=payload_digest(b"s" * 16, payload),
    )
    connection = sqlite3.connect(line.home / "log.sqlite")
    connection.execute(INSERT[2], row_of(replace(fresh, hash=digest(fresh)), 2))
    connection.commit()
    connection.close()
    return fresh.position


POISON = {
    "unknown type": ("article-liked", 1, b'{"article_id":"x"}', "unknown type"),
    "newer version": ("article-withdrawn", 9, b'{"article_id":"x","reason":"y"}', "version 9; this kb knows"),
    "wrong shape": ("article-withdrawn", 1, b'{"article_id":7}', "cannot be read"),
    "impossible": ("extraction-recorded", 2, b'{"article_id":"none","extraction":{"article_id":"none"}}', "ext"),
    "no id": (
        "entities-merged",
        1,
        b'{"absorbed":"<x>","entity":"a b","merge_id":"m","reasons":[],"score":1.0}',
        "'a b' is no id",
    ),
    "no target": ("entity-amended", 1, b'{"entity":"","field":"label","reason":"","value":"X"}', "'' is no id"),
    "no article": (
        "article-added",
        1,
        b'{"article":{"text":"Nobody saw it."},"article_id":"","origin":"x"}',
        "has the hash",
    ),
    "another text": (
        "article-added",
        1,
        b'{"article":{"text":"Nobody saw it."},"article_id":"0123456789abcdef","origin":"x"}',
        "has the hash",
    ),
    "another base": (
        "base-created",
        1,
        b'{"base_iri":"http://other.example/","purpose":"x","version":"1"}',
        "cannot become http://other.example/",
    ),
}


@pytest.mark.thorough
@pytest.mark.parametrize("poison", POISON)
def test_the_old_state_answers_and_says_how_far_behind_it_is(copied: CommandLine, poison: str) -> None:
    """Reading goes on; writing does not; status, doctor and verify name the event."""
    kind, version, payload, said = POISON[poison]
    before = {name: copied(*command) for name, command in READS.items()}
    position = _poison(copied, kind, version, payload)

    for name, command in READS.items():
        done = copied(*command)
        assert (done.code, done.out) == (before[name].code, before[name].out), name
        assert f"as of event {position - 1}, 1 event behind the log" in done.err, name
        assert f"before event {position} ({kind})" in done.err, name
        assert said in done.err, name

    added = copied("add", copied.home.parent / "late.txt")
    assert (added.code, f"before event {position} ({kind})" in added.err) == (8, True)
    assert copied("status").code == 1
    assert f"before event {position} ({kind})" in copied("status").out
    doctor = copied("doctor")
    assert (doctor.code, f"before event {position} ({kind})" in doctor.out) == (1, True)
    assert "nothing is skipped" in doctor.out
    verified = copied("verify")
    assert (verified.code, f"before event {position} ({kind})" in verified.err) == (8, True)
    rebuilt = copied("rebuild")
    assert (rebuilt.code, f"before event {position}" in rebuilt.err) == (8, True)
    assert copied("list", "articles").out == before["list"].out


READS = {
    "list": ("list", "articles"),
    "query": ("query", "-e", "SELECT ?t { ?a a kb:Article ; kb:title ?t } ORDER BY ?t", "-f", "csv"),
    "search": ("search", "Nordhaven"),
    "export": ("export", "--format", "nquads"),
}


@pytest.mark.thorough
def test_a_version_that_knows_the_event_goes_on_from_there(
    copied: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was skipped: the graph is that of one who never stopped."""
    known = codec.EVENT_TYPES
    older = {name: kind for name, kind in known.items() if name != "article-added"}
    assert copied("add", copied.home.parent / "late.txt").code == 0
    there = copied("export", "--format", "nquads").out
    shutil.rmtree(copied.home / "graph")
    for path in copied.home.glob("catalog.sqlite*"):
        path.unlink()
    monkeypatch.setattr(codec, "EVENT_TYPES", MappingProxyType(older))
    done = copied("list", "articles")
    assert (done.code, "before event 3 (article-added)" in done.err) in ((0, True), (8, True))

    monkeypatch.setattr(codec, "EVENT_TYPES", known)
    assert copied("export", "--format", "nquads").out == there
    assert not (copied.home / "stopped.json").exists()
    assert copied("verify").code == 0
    assert copied("doctor").code == 0


@pytest.mark.thorough
def test_a_clock_that_is_set_back_changes_no_order(copied: CommandLine) -> None:
    """Positions tell it; graph and catalog are their replay; the doctor says when the clock was wrong."""
    log = SqliteEventLog(copied.home / "log.sqlite", clock=lambda: datetime(1999, 1, 1, tzinfo=UTC))
    article = next(recorded.event.article_id for recorded in log.read(types=["article-added"]))  # type: ignore[attr-defined]
    stream = article_stream(article)
    log.append(stream, log.stream_version(stream), [ArticleWithdrawn(article, "test")], actor="person:Ada")
    position = log.position()
    log.close()

    assert len(copied("list", "articles", "--json").json) == 1
    assert copied("verify").code == 0
    assert copied("add", copied.home.parent / "late.txt").code == 0
    assert copied("verify").code == 0
    doctor = copied("doctor")
    assert (doctor.code, f"set back before event {position}" in doctor.out) == (0, True)


def test_the_log_shows_an_event_that_it_cannot_read(copied: CommandLine) -> None:
    """Who is to look at it must be able to; nothing around it is left out."""
    position = _poison(copied, "article-liked", 1, b'{"article_id":"x"}')
    done = copied("log", "--after", str(position - 2))

    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 2
    assert "article-liked" in done.out.splitlines()[1]
    assert "written by a newer version" in done.out.splitlines()[1]
    assert len(copied("log", "--json", "--after", str(position - 2), "--limit", "1").out.splitlines()) == 1


@pytest.mark.thorough
def test_what_made_no_graph_again_is_said_though_the_old_one_stands_at_the_end(
    copied: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who only asks how the home is must hear that its graph cannot be made from its log; what is there answers."""
    known = codec.EVENT_TYPES
    monkeypatch.setattr(
        codec, "EVENT_TYPES", MappingProxyType({name: kind for name, kind in known.items() if name != "article-added"})
    )
    assert copied("rebuild").code == 8
    assert copied("list", "articles").code == 0
    for command in ("status", "doctor"):
        said = copied(command)
        assert said.code == 1, command
        assert "could not be made again: they stopped before event 3 (article-added)" in said.out, command
        assert "`kb rebuild` tries again" in said.out, command
        assert "as of event" not in said.out, command

    monkeypatch.setattr(codec, "EVENT_TYPES", known)
    assert copied("add", copied.home.parent / "late.txt").code == 0
    assert copied("status").code == 1  # which says nothing of the others
    assert copied("rebuild").code == 0
    assert (copied("status").code, copied("doctor").code) == (0, 0)
