"""Write docs/queries/README.md: each query with what it answers about the bundled articles.

    python -m tools.query_examples

Input: docs/queries/*.rq, whose leading comment lines say what they ask.
Output: one page for reading, in real output of the command line.
Never: part of the tests; what the reader finds changes with its model.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tools.bundled import bundled, printed
from tools.reference import ROOT

FOLDER: Final = ROOT / "docs" / "queries"
HEAD: Final = """# Queries

Written by `python -m tools.query_examples`; do not edit. Each file here is a query that runs as it is:
`kb query docs/queries/who-did-what-to-whom.rq`. The prefixes need no declaration.
Simple questions take one hop from an event (`kb:agent`, `kb:patient`, `kb:place`, `kb:begin`); where a fact stands,
who claims it and how sure it is, take one more, over the claim. The answers below are about the articles that come
with the package, as the reader of this version read them, mistakes included.
"""


def question(path: Path) -> str:
    """Return what a query asks: its leading comment, one line a sentence."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line[1:].strip() for line in lines[: next(i for i, x in enumerate(lines) if x[:1] != "#")])


def body(path: Path) -> str:
    """Return the query without its leading comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[next(i for i, line in enumerate(lines) if line[:1] != "#") :])


def queries() -> list[Path]:
    """Return the query files, simple ones first."""
    first = (
        "who-did what-happened timeline who-holds who-said statements planned said-but whose-voice which-words "
        "figures-and figures-that one-article events-of events-by entities why"
    ).split()
    rank = {path: next((i for i, x in enumerate(first) if path.stem.startswith(x)), 99) for path in FOLDER.glob("*.rq")}
    return sorted(rank, key=lambda path: (rank[path], path.stem))


def sections(home: Path) -> Iterator[str]:
    """Yield one section a query, asked of the knowledge base at *home*."""
    for path in queries():
        title, *rest = question(path).splitlines()
        yield f"## {title}\n"
        yield "\n".join([*rest, "", f"`{path.name}`:", "", "```sparql", body(path), "```", "", "```"])
        yield printed(home, "query", str(path), columns=160).rstrip() + "\n```\n"


def main() -> None:
    """Read the bundled articles into a throw-away home, ask, and write the page."""
    with bundled() as home:
        (FOLDER / "README.md").write_text(HEAD + "\n" + "\n".join(sections(home)), encoding="utf-8")


if __name__ == "__main__":
    main()
