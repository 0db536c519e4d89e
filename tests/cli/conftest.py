"""The kb command line, reading with the stand-in extractor."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kb.cli.main import run
from tests.processes import keyboard

ROOT = Path(__file__).parents[2]


@dataclass
class Ran:
    """How one command line ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)


@dataclass
class CommandLine:
    """Runs `kb` with one home: in this process, which is fast, or in one of its own."""

    home: Path
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Have an environment of its own: what a test changes in it must not reach the next test."""
        self.env = dict(self.env)

    def __call__(self, *arguments: str | Path, stdin: str | None = None, **env: str) -> Ran:
        """Run one command line through kb.cli.main.run, with streams of bytes as a process has them."""
        streams = [io.TextIOWrapper(io.BytesIO((stdin or "").encode()), encoding="utf-8")]
        streams += [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
        before = dict(os.environ), sys.stdin, sys.stdout, sys.stderr, list(sys.path)
        os.environ.clear()
        os.environ.update({**self.env, "KB_HOME": str(self.home), **env})
        sys.stdin, sys.stdout, sys.stderr = streams
        sys.path[:0] = self.env["PYTHONPATH"].split(os.pathsep)
        try:
            code = run([str(argument) for argument in arguments])
        finally:
            _, sys.stdin, sys.stdout, sys.stderr, sys.path[:] = before
            os.environ.clear()
            os.environ.update(before[0])
        texts = []
        for stream in streams[1:]:
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        assert "Traceback" not in texts[1], texts[1]
        return Ran(int(code), *texts)

    def process(self, *arguments: str | Path, stdin: str | None = None, **env: str) -> Ran:
        """Run one command line as a process, to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "kb.cli.main", *map(str, arguments)],
            input="" if stdin is None else stdin,
            capture_output=True,
            text=True,
            timeout=600,
            env={**self.env, "KB_HOME": str(self.home), **env},
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str | Path, **env: str) -> subprocess.Popen[str]:
        """Start one command line and leave it running."""
        with keyboard():
            return subprocess.Popen(
                [sys.executable, "-m", "kb.cli.main", *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**self.env, "KB_HOME": str(self.home), **env},
            )


@pytest.fixture(scope="session")
def plugged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which an installed package offers the stand-in extractor."""
    folder = tmp_path_factory.mktemp("plugin")
    info = folder / "stand_in-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stand-in\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[kb.extractors]\nstand-in = tests.service.stand_in:StandIn\n", encoding="utf-8"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    paths = [str(folder), str(ROOT), env.get("PYTHONPATH", "")]
    return env | {
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "KB_EXTRACTOR": "stand-in",
        "KB_CONFIG": "",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
    }


@pytest.fixture
def kb(tmp_path: Path, plugged: dict[str, str]) -> CommandLine:
    """The command line with an empty place for a home."""
    return CommandLine(tmp_path / "home", plugged)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, plugged: dict[str, str]) -> CommandLine:
    """The command line with a home of two articles; tests that share it do not write to it."""
    folder = tmp_path_factory.mktemp("filled")
    write_articles(folder / "articles")
    line = CommandLine(folder / "home", plugged)
    done = line("add", folder / "articles")
    assert done.code == 0, done.err
    return line


def write_articles(folder: Path) -> list[Path]:
    """Write two articles that tell of one attack with different numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "wire.txt": (
            "Title: Raid on Nordhaven\nSource: Wire\nDate: 2024-05-01\n\n"
            "Blue Column attacked Nordhaven Depot on Tuesday. At least 5 killed were counted. "
            "Ada Lund said: it was a hard night for everybody here.\n"
        ),
        "herald.txt": (
            "Title: More dead after raid\nSource: Herald\nDate: 2024-05-02\n\n"
            "Blue Column attacked Nordhaven Depot on Tuesday, and 7 killed were found by the rescue workers. "
            "The mayor spoke for long about it to the press.\n"
        ),
    }
    paths = []
    for name, text in texts.items():
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths
