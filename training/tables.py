"""The measures of training.evaluate as the table in docs/reading.md.

Input: lines as they are printed. Output: the page with the rows between its marks replaced.
"""

import re
from collections.abc import Mapping
from pathlib import Path

BEGIN, END = "<!-- measures: begin -->", "<!-- measures: end -->"
_SCORE = re.compile(
    r"F1\s+(?P<f1>[\d.]+)(?: \[(?P<low>[\d.]+) to (?P<high>[\d.]+)\])?"
    r"\s+P\s+(?P<p>[\d.]+)\s+R\s+(?P<r>[\d.]+)\s+n (?P<n>\d+)"
)
_OTHER = re.compile(r"(?P<said>.*?)\s+n (?P<n>\d+)$")
_HEAD = """F1 with its 95 % interval (bootstrap over documents), precision / recall; or accuracy; as shipped.

| measure | | P / R | n |
|---|---|---|---|
"""


def row(name: str, said: str) -> str:
    """Return one measure as a row, "" for what is none."""
    if found := _SCORE.fullmatch(said.strip()):
        span = f" ({found['low']} to {found['high']})" if found["low"] else ""
        return f"| {name} | {found['f1']}{span} | {found['p']} / {found['r']} | {found['n']} |\n"
    if found := _OTHER.fullmatch(said.strip()):
        return f"| {name} | {', '.join(re.split(r'  +', found['said'].strip()))} | | {found['n']} |\n"
    return ""


def write(page: Path, lines: Mapping[str, str]) -> None:
    """Put the measures *lines* between the marks of *page*.

    Raises:
        ValueError: the page has no such marks.
    """
    text = page.read_text(encoding="utf-8")
    start, end = text.index(BEGIN), text.index(END)
    rows = "".join(row(name, said) for name, said in lines.items() if name not in ("speed", "trained"))
    speed = f"\nSpeed of the reader alone: {lines['speed']}.\n" if "speed" in lines else ""
    page.write_text(f"{text[:start]}{BEGIN}\n{_HEAD}{rows}{speed}{text[end:]}", encoding="utf-8")
