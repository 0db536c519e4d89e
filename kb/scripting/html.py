"""What a notebook shows: tables in HTML, in which nothing from an article is markup.

Input: plain values. Output: HTML without script, style sheet, link or image.
Pure. Never: lets words of an article close a tag, or turn the order of letters round beyond their own cell.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

_WIDEST: Final = 300  # characters of a cell
_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], caption: str = "", more: int = 0) -> str:
    """Return a table.

    Args:
        columns: keys of the rows, in order; also the headings.
        rows: what is shown.
        caption: above it, "" for none.
        more: how many rows are not shown.
    """
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(_cell(row.get(name)) for name in columns)}</tr>" for row in rows)
    said = f"<caption>{text(caption)}</caption>" if caption else ""
    rest = f"<p>{more:,} more</p>" if more > 0 else ""
    return f"<table>{said}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def text(value: object) -> str:
    """Return a value as text that is safe between tags and in attributes; marks that would be obeyed are shown."""
    return escape(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", plain(value)))


def plain(value: object) -> str:
    """Return a value for reading, in one line."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(plain(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {plain(one)}" for name, one in value.items() if one not in (None, "", [], ()))
    if isinstance(value, float):
        return f"{value:g}"
    return " ".join(str(value).split())


def noun(plural: str, count: int) -> str:
    """Return "entity" for one of the "entities"; words behind the noun stay."""
    first, _, rest = plural.partition(" ")
    if count == 1 and first.endswith("s"):
        first = f"{first[:-3]}y" if first.endswith("ies") else first[:-1]
    return f"{first} {rest}".strip()


def cut(line: str, widest: int = _WIDEST) -> str:
    """Return *line*, cut where it is long."""
    return line if len(line) <= widest else f"{line[: widest - 1]}…"


def _cell(value: object) -> str:
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    align = ' style="text-align: right"' if numeric else ' style="text-align: left"'
    return f'<td dir="auto"{align}>{text(cut(plain(value)))}</td>'
