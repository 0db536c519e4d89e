"""The texts that an article had one after another, by its publisher's corrections.

Input: an article's id; what gives the row that the fold keeps of one. Output: ids, a row.
Pure. A text may be corrected back to an earlier one: every walk ends where it comes round.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
RowOf = Callable[[str], Row | None]


def earlier(article: str, row_of: RowOf) -> Iterator[str]:
    """Yield an article's id and those of its earlier texts, the latest first, none twice."""
    return _walk(article, row_of, "replaces")


def later(article: str, row_of: RowOf) -> Iterator[str]:
    """Yield an article's id and those of the texts that took its place, none twice."""
    return _walk(article, row_of, "replaced_by")


def revisions(article: str, row_of: RowOf) -> tuple[str, ...]:
    """Return the ids of all texts of an article, the one in force last."""
    return tuple(dict.fromkeys((*reversed(list(earlier(article, row_of))), *later(article, row_of))))


def last(article: str, row_of: RowOf) -> Row:
    """Return the row of the text in force, or of the first on the way that was withdrawn; empty if there is none."""
    row: Row = {}
    for text in later(article, row_of):
        row = row_of(text) or {}
        if row.get("withdrawn"):
            break
    return row


def _walk(article: str, row_of: RowOf, name: str) -> Iterator[str]:
    seen: set[str] = set()
    at = article
    while at and at not in seen:
        seen.add(at)
        yield at
        at = str((row_of(at) or {}).get(name) or "")
