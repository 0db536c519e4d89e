"""A throw-away home with the bundled articles, and the command line asked about it as a program of its own.

Input: seeds/. Output: a home; what a command printed.
Never: run at run time.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.reference import ROOT


def articles() -> list[Path]:
    """Return the files of the bundled articles, in the order of their names."""
    return sorted(path for path in (ROOT / "seeds").iterdir() if path.suffix != ".md")


def printed(home: Path, *arguments: str, columns: int) -> str:
    """Return what `kb ARGUMENTS --home HOME` prints on a terminal so wide.

    Raises:
        CalledProcessError: it failed.
    """
    command = [sys.executable, "-m", "kb.cli.main", *arguments, "--home", str(home)]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": str(columns)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@contextmanager
def bundled() -> Iterator[Path]:
    """Lend a home into which the bundled articles were read."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        printed(home, "add", *map(str, articles()), columns=160)
        yield home
