"""Where something stands in the text of a query: line, column, and that line with a caret.

Input: a text, a place in it. Output: read by kb.query.sparql.advice and kb.query.sparql.calls.
Pure.
"""

from typing import Final

_WIDE: Final = 100  # code points of the line that are shown


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Return the line and the column, each from 1, of the code point at *at*, which counts from 0."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def excerpt(text: str, line: int, column: int) -> str:
    """Return a line of *text* with its number, and a caret under a column; a long line around the place only.

    Args:
        line, column: from 1, in code points.
    """
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return ""
    shown = lines[line - 1].rstrip("\r").replace("\t", " ")
    start = 0
    if len(shown) > _WIDE:
        start = max(0, min(column - 1 - _WIDE // 2, len(shown) - _WIDE))
        shown = shown[start : start + _WIDE]
    head = f"{line} | "
    return f"{head}{shown}\n{' ' * (len(head) - 2)}| {' ' * (column - 1 - start)}^"
