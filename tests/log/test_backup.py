"""A backup gives the log back as it was, and nothing that was cut off, changed or erased meanwhile passes for one."""

import gzip
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from kb.events import Envelope
from kb.events.base import Erased
from kb.log import Append, InMemoryEventLog, SqliteEventLog
from kb.log.backup import BackupDamagedError, ErasedMeanwhileError, Manifest, NewerBackupError, read, write
from kb.log.chain import BrokenChainError
from tests.log.samples import added, ticking, withdrawn


def _log() -> InMemoryEventLog:
    log = InMemoryEventLog(clock=ticking())
    for name in "abc":
        log.append(f"article/{name}", 0, [added(name, f"Words of {name}: „Grüße“ 🌊")], actor="person:Ada")
    log.append("article/b", 1, [withdrawn("b")], actor="person:Bea", cause=2)
    return log


def _manifest(log: InMemoryEventLog) -> Manifest:
    last = list(log.envelopes())[-1]
    return Manifest("http://x/", last.position, last.hash, 2, "2024-05-01T00:00:00.000000Z", "0.1")


def _backup(log: InMemoryEventLog) -> bytes:
    out = io.BytesIO()
    write(out, _manifest(log), log.envelopes())
    return out.getvalue()


def _read(data: bytes) -> list[Envelope]:
    _, envelopes = read(io.BytesIO(data), "it")
    return list(envelopes)


def _changed(data: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    return gzip.compress(b"".join(change(gzip.decompress(data).splitlines(keepends=True))))


def test_what_was_written_is_read_into_another_kind_of_log(tmp_path: Path) -> None:
    """The same hashes, salts and times: the chain of the copy is the chain of the log."""
    log = _log()
    manifest, envelopes = read(io.BytesIO(_backup(log)), "it")
    copy = SqliteEventLog(tmp_path / "log.sqlite", create=True)

    assert copy.adopt(envelopes) == manifest.position == 4
    assert list(copy.envelopes()) == list(log.envelopes())
    assert [item.event for item in copy.read()] == [item.event for item in log.read()]


def test_what_is_appended_meanwhile_is_left_out() -> None:
    """The backup is of the position at which it began."""
    log = _log()
    manifest = _manifest(log)

    def busy() -> Iterator[Envelope]:
        for envelope in log.envelopes():
            log.append("article/d", log.stream_version("article/d"), [added("d")], actor="person:Ada")
            yield envelope
            if envelope.position > 9:
                return

    out = io.BytesIO()
    write(out, manifest, busy())
    assert _read(out.getvalue()) == list(islice(log.envelopes(), 4))


def test_a_log_of_which_something_was_erased_is_backed_up_without_it() -> None:
    """And restores as a sound log that says so."""
    log = _log()
    log.erase([Append("base", 0, [Erased((2,), "the law")], "person:Ada")])
    envelopes = _read(_backup(log))

    assert envelopes[1].erased
    copy = InMemoryEventLog()
    assert copy.adopt(envelopes) == copy.verify() == 5


def test_an_erasure_in_the_middle_makes_the_backup_void() -> None:
    """Neither the words nor the gap without its reason may be kept."""
    log = _log()
    manifest = _manifest(log)

    def disturbed() -> Iterator[Envelope]:
        for envelope in log.envelopes():
            yield envelope
            if envelope.position == 1:
                log.erase([Append("base", 0, [Erased((3,), "the law")], "person:Ada")])

    with pytest.raises(ErasedMeanwhileError) as caught:
        write(io.BytesIO(), manifest, disturbed())
    assert caught.value.position == 3


def test_a_damaged_log_is_not_backed_up() -> None:
    """A backup that could not be restored would be found out too late."""
    log = _log()
    bad = [replace(e, actor="person:Eve") if e.position == 2 else e for e in log.envelopes()]

    with pytest.raises(BrokenChainError) as caught:
        write(io.BytesIO(), _manifest(log), bad)
    assert caught.value.position == 2


def test_a_backup_cut_off_anywhere_is_found() -> None:
    """After each byte of the stream."""
    data = _backup(_log())

    for end in range(0, len(data) - 1, 7):
        with pytest.raises(BackupDamagedError):
            _read(data[:end])


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines[:2], *lines[3:]],
        lambda lines: [*lines[:-2], lines[-1]],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [*lines, b"{}\n"],
        lambda lines: [line.replace(b"person:Bea", b"person:Eve") for line in lines],
        lambda lines: [line.replace(b'"position":4', b'"position":"x"') for line in lines],
        lambda lines: [b"[]\n", *lines[1:]],
        lambda lines: [b'{"kb_backup": 1}\n', *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: [lines[0].replace(b'"base_iri":"http', b'"base_iri":"https'), *lines[1:]],
        lambda lines: [lines[0].replace(b'"log_format":2', b'"log_format":1'), *lines[1:]],
        lambda lines: [lines[0].replace(b'"head":"', b'"head":"0'), *lines[1:]],
        lambda lines: [],
    ],
)
def test_a_changed_backup_is_found(change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Lines missing, exchanged, altered, added; what is said is said of the backup, not of a log."""
    with pytest.raises(BackupDamagedError, match="no whole backup"):
        _read(_changed(_backup(_log()), change))


def test_a_backup_of_a_newer_version_says_so() -> None:
    """And nothing of it is read."""
    manifest = json.dumps({"kb_backup": 9}).encode()

    with pytest.raises(NewerBackupError, match="format 9"):
        read(io.BytesIO(gzip.compress(manifest)), "it")
    newer = _changed(
        _backup(_log()), lambda lines: [lines[0].replace(b'"log_format":2', b'"log_format":3'), *lines[1:]]
    )
    with pytest.raises(NewerBackupError, match="a log of format 3"):
        read(io.BytesIO(newer), "it")


def test_the_same_log_gives_the_same_bytes() -> None:
    """So that two backups can be compared, and kept once."""
    log = _log()

    assert _backup(log) == _backup(log)
