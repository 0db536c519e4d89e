"""Write beneath what docs/sparql.md and docs/export.md ask what it answers about the bundled articles.

    python -m tools.printed

Input: their fenced blocks, in order: ``sparql`` is asked of `kb query`, ``sh`` is run where it only exports, ``python``
is run among the files that these wrote; a plain block right behind one is what was printed. In a plain block of its own
each line that begins with "$ " is a command.
Output: the same files, every such answer replaced by the one just given.
Never: part of the tests; what the reader finds changes with its model.
"""

import re
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tools.bundled import articles
from tools.reference import ROOT
from tools.tour import Tour, commands

PAGES: Final = (ROOT / "docs" / "sparql.md", ROOT / "docs" / "export.md")
BLOCK: Final = re.compile(
    r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```\n(?P<behind>\n?```\n(?P<said>.*?)^```\n)?", re.M | re.S
)
PATIENCE: Final = 600  # seconds that a query may take on a busy machine
TAKES: Final = re.compile(r'(?<="seconds":)[\d.]+')  # as the page had it: it differs each time


class Printer:
    """One home with the bundled articles, one folder in which commands run.

    Args:
        folder: empty, for both.
        stack: ends the server.
    """

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder / "files"
        self._folder.mkdir()
        self._tour = Tour(folder / "home", stack)
        self._tour.run(f"kb add {' '.join(map(str, articles()))}")
        self._tour.run("kb serve --port $KB_PORT &")

    def renewed(self, text: str) -> str:
        """Return a page with the answers of now."""
        return BLOCK.sub(self._block, text)

    def _block(self, block: re.Match[str]) -> str:
        kind, text = block["kind"], block["text"]
        if kind == "sh":
            for line in text.splitlines():
                if line.startswith("kb export ") and "--query" not in line and "--as-of" not in line:
                    self._run(line)
        if kind == "" and "$ " in text:
            return f"```\n{self._answers(text)}```\n{block['behind'] or ''}"
        if kind not in ("sparql", "python") or block["said"] is None:
            return block[0]
        asked = self._folder / f"asked.{kind}"
        asked.write_text(text, encoding="utf-8")
        printed = self._run(f"{'kb query' if kind == 'sparql' else 'python'} {asked.name}")
        return block[0].removesuffix(f"{block['said']}```\n") + f"{printed}\n```\n"

    def _answers(self, text: str) -> str:
        lines: list[str] = []
        for command in commands(text):
            moved = command.replace("127.0.0.1:", "localhost:").replace("curl ", "curl --globoff ", 1)
            before, answer = TAKES.search(text), self._run(moved)
            lines += ["$ " + command.replace("\n", "\n> "), TAKES.sub(before[0], answer) if before else answer]
        return "\n".join(lines) + "\n"

    def _run(self, command: str) -> str:
        return self._tour.run(f"export KB_QUERY_TIMEOUT={PATIENCE}; cd {self._folder} && {command}")


def main() -> None:
    """Renew both pages."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        printer = Printer(Path(folder), stack)
        for page in PAGES:
            page.write_text(printer.renewed(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
