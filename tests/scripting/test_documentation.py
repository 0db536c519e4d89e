"""docs/python.md and docs/tutorial.ipynb are run as they stand, with the extractor that the package brings."""

import re
from pathlib import Path

import nbformat
import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder of its own, and no settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_CONFIG", "")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    for name in ("KB_HOME", "KB_EXTRACTOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.thorough
def test_every_block_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """One after the other, in one program; none of its tables is empty."""
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"docs/python.md, block {number}", "exec"), names)
    said = capsys.readouterr().out
    assert "added" in said
    assert "mayor" in said
    assert "triples" in said
    assert len(names["deaths"]) == 2  # type: ignore[arg-type]
    assert Path("news.ttl").stat().st_size > 0


@pytest.mark.thorough
def test_every_cell_of_the_notebook_runs_and_shows_something() -> None:
    """In a shell of IPython in this process, which saves a kernel's start; see the slow test for that."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    for cell in _notebook().cells:
        if cell.cell_type != "code":
            continue
        done = shell.run_cell(cell.source)
        done.raise_error()
        if done.result is not None and hasattr(done.result, "_repr_html_"):
            data, _ = shell.display_formatter.format(done.result)
            assert "<td" in data["text/html"], cell.source
    shell.history_manager.end_session()


def test_the_notebook_is_kept_without_output() -> None:
    """What a run prints is not kept: it holds paths, and each run would change the file."""
    for cell in _notebook().cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.slow
def test_the_notebook_runs_in_a_kernel() -> None:
    """As Jupyter runs it: a process of its own, every cell, to the end."""
    from nbclient import NotebookClient

    notebook = _notebook()
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    tables = [
        output for cell in notebook.cells for output in cell.get("outputs", ()) if "text/html" in output.get("data", {})
    ]
    assert len(tables) >= 8


def _notebook() -> nbformat.NotebookNode:
    notebook = nbformat.read(DOCS / "tutorial.ipynb", as_version=4)
    nbformat.validate(notebook)
    return notebook
