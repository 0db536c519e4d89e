"""Folders for temporary files: none before it is needed, none that a killed process has left."""

import gc
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kb.api.serving.kept import Kept
from kb.api.serving.scratch import Scratch

HOLDS = """
import sys, time
from kb.api.serving.scratch import Scratch
scratch = Scratch("kb-kept-")
(scratch.path / "1").write_bytes(b"much")
print(scratch.path, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of its own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_nothing_is_made_before_it_is_needed_and_nothing_stays(temporary: Path) -> None:
    """A server that exports nothing leaves nothing, even where it is killed."""
    kept = Kept()
    assert list(temporary.iterdir()) == []
    with kept.lent("a", Path.touch) as path:
        assert path.exists()
    assert len(list(temporary.iterdir())) == 1
    del kept
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_goes_and_what_is_in_use_stays(temporary: Path) -> None:
    """Also what has no lock is nobody's to remove: another is just making it, or made it by hand."""
    bare, linked = temporary / "kb-kept-bare", temporary / "kb-kept-linked"
    bare.mkdir()
    with subprocess.Popen([sys.executable, "-c", HOLDS], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            other = Path(process.stdout.readline().strip())
            linked.symlink_to(other)
            mine = Scratch("kb-kept-")
            assert mine.path.is_dir()
            assert (other / "1").read_bytes() == b"much"
        finally:
            process.send_signal(signal.SIGKILL)
    linked.unlink()
    again = Scratch("kb-kept-")
    assert again.path != mine.path
    assert sorted(temporary.iterdir()) == sorted([bare, mine.path, again.path])
