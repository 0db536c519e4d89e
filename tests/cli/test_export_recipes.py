"""What docs/export.md shows is what works: its commands and its Python run, on other data."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

PAGE = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|sparql|python)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.thorough
def test_the_recipes_run(filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the page, each with the files that the commands before it wrote."""
    monkeypatch.chdir(tmp_path)
    queries = [text for kind, text in BLOCKS if kind == "sparql"]
    (tmp_path / "said.rq").write_text(queries[0], encoding="utf-8")
    printed, ran = [], 0
    for kind, text in BLOCKS:
        if kind == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(text, "docs/export.md", "exec"), {})
            printed.append(out.getvalue())
        for line in text.splitlines() if kind == "sh" else ():
            if line.startswith("kb "):
                words = ["Ada Lund" if word == "Derna" else word for word in shlex.split(line)[1:]]
                words = ["3" if word == "2024-07-05" else word for word in words]
                done = filled(
                    *words, *(("--format", "ntriples") if words == ["dump"] else ())
                )  # one form is enough here
                assert done.code == 0, (line, done.err)
                ran += 1
    assert (ran, len(printed)) == (10, 3)
    assert "Blue Column" in printed[0]
    assert "Ada Lund" in printed[1]
    assert "Blue Column > Nordhaven Depot" in printed[2]
    assert (tmp_path / "said.csv").read_text(encoding="utf-8").count("\n") == 2
    assert (tmp_path / "mirror" / "latest" / "SHA256SUMS").exists()
