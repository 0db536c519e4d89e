"""Tables of pages and feeds as lines: a row a line, its cells apart by upright bars.

Input: text in which a table's row is "| cell | cell |", as trafilatura writes it.
Output: the same text with rows as they are stored, and a note of how many there are. Pure.
Never: leaves out a cell with words; takes a page that is laid out as a table for one that has a table: cells of prose
make no rows.
"""

import re
from typing import Final

from kb.sources.outcome import Note

BAR: Final = " | "
LONGEST: Final = 30  # words of a cell; one with more holds prose
LEFT: Final = Note("table", "The page is laid out as a table; tables in it that may be its article's are left out.")
PARTED: Final = Note("table", "The page is laid out as a table; each cell of tables in it is a line of its own.")
_ROW: Final = re.compile(r"\|(.*)\|\s*\Z")
_RULE: Final = re.compile(r"[\s|:-]*\Z")
_CELLS: Final = re.compile(r"(?<!\\)\|")
_FEWEST: Final = 2  # rows that make a table


def rows_as_lines(text: str) -> tuple[str, tuple[Note, ...]] | None:
    """Return *text* with rows of tables as lines, and what to say of them; None where cells hold prose."""
    found: list[str] = []
    rows, inside = 0, False
    for line in text.split("\n"):
        row = _ROW.match(line.strip())
        if row is None:
            found.append(line)
            inside = False
        elif not _RULE.match(line):
            cells = [cell.replace("\\|", "|").strip() for cell in _CELLS.split(row[1])]
            if any(len(cell.split()) > LONGEST for cell in cells):
                return None
            caption = not inside and len(told := [cell for cell in cells if cell]) == 1
            found.append(told[0] if caption else re.sub(r" {2,}", " ", BAR.join(cells)).strip())
            inside, rows = True, rows + (not caption)
    said = f"{rows} rows of tables stay in its text, a line each; no claims are made of those without a sentence."
    return "\n".join(found), (Note("table", said),) if rows >= _FEWEST else ()
