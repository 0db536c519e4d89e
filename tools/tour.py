"""Run the commands in README.md and docs/time.md and write beneath each what it prints.

    python -m tools.tour

Input: the fenced blocks marked ``console``; a line that begins with "$ " is a
command of the shell, one that begins with "> " continues it, a command that
ends in "&" is a server that stays until the end. Output: the same file, every
answer replaced by the one just given. All commands share one throw-away home, which
is named to them by KB_HOME.
Never: part of the fast tests; what the reader finds changes with its model.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tools.reference import ROOT

PAGES: Final = (ROOT / "README.md", ROOT / "docs/time.md")
BLOCK: Final = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.M | re.S)
PORT: Final = 8000  # what the pages show; the tour takes a free one
PATIENCE: Final = 120  # seconds that a server may take to answer
SETTLING: Final = 1.0  # seconds that it then has to say so


class FailedCommandError(Exception):
    """A command of the tour did not end well."""

    def __init__(self, command: str, code: int, said: str) -> None:
        self.command = command
        self.code = code
        super().__init__(f"{command!r} ended with {code}: {said[-500:]}")


def commands(block: str) -> list[str]:
    """Return the commands of a block, one that goes on with its line ends."""
    found: list[str] = []
    open_still = False
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(line[2:])
            open_still = True
        elif open_still and line.startswith("> "):
            found[-1] += f"\n{line[2:]}"
        else:
            open_still = False
    return found


def all_commands() -> Iterator[str]:
    """Yield every command of every page, in order."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            yield from commands(block)


class Tour:
    """One home, one port, and the servers that were started on the way."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self._stack = stack
        self._home = str(home)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("KB_")},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "KB_HOME": self._home,
            "KB_PORT": str(self._port),
            "KB_ACTOR": "Ada Lund",
            "NO_COLOR": "1",
            "COLUMNS": "112",
        }

    def run(self, command: str) -> str:
        """Run one command and return what it printed.

        Raises:
            FailedCommandError: its exit code is not 0, or it printed an error.
        """
        moved = command.replace(f"localhost:{PORT}/", f"localhost:{self._port}/")
        if command.endswith("&"):
            return self._serve(moved.removesuffix("&"))
        done = subprocess.run(
            ["bash", "-c", moved], cwd=ROOT, env=self._environment, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if done.returncode or done.stdout.startswith("error:"):
            raise FailedCommandError(command, done.returncode, done.stdout)
        return self._shown(done.stdout)

    def _serve(self, command: str) -> str:
        log = Path(f"{self._home}.serve")
        with log.open("w") as out:
            server = subprocess.Popen(
                ["bash", "-c", f"exec {command}"], cwd=ROOT, env=self._environment, stdout=out, stderr=out
            )
        self._stack.callback(server.wait)
        self._stack.callback(server.terminate)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and server.poll() is None:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self._port)) and log.read_text():
                    time.sleep(SETTLING)
                    return self._shown(log.read_text())
            time.sleep(0.2)
        raise FailedCommandError(command, server.poll() or 1, log.read_text())

    def _shown(self, printed: str) -> str:
        shown = printed.replace(f":{self._port}", f":{PORT}").replace(self._home, "~/kb")
        return "\n".join(line.rstrip() for line in shown.strip("\n").splitlines())


def renew(text: str, tour: Tour) -> str:
    """Return a page with the answers of now beneath its commands."""

    def answered(block: re.Match[str]) -> str:
        lines = []
        for command in commands(block[1]):
            said = tour.run(command)
            lines += ["$ " + command.replace("\n", "\n> "), *([said] if said else [])]
        return "\n".join(lines) + "\n"

    return BLOCK.sub(answered, text)


def main() -> None:
    """Renew every page."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        tour = Tour(Path(folder) / "home", stack)
        for page in PAGES:
            page.write_text(renew(page.read_text(encoding="utf-8"), tour), encoding="utf-8")


if __name__ == "__main__":
    main()
