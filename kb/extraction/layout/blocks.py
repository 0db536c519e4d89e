"""Where the lines and paragraphs of an article's text begin and end.

Input: the stored text. Output: spans, in text order and apart from each other, read by kb.extraction.layout.stage,
which says of what kind each is.
Never: changes or drops a character that is not white space.
Pure: no I/O.
"""

import re
from typing import Final

from kb.extraction.layout import cues
from kb.model.span import Span

_LINE: Final = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")


def lines(text: str, start: int, end: int) -> list[Span]:
    """Return the lines between two offsets, without white space around them; empty ones are left out."""
    spans = []
    for match in _LINE.finditer(text, start, max(start, end)):
        stripped = _strip(text, match.start(), match.end())
        if stripped is not None:
            spans.append(stripped)
    return spans


def _strip(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    bare = words.strip()
    return Span(start + left, start + left + len(bare)) if bare else None


def blocks(text: str, start: int) -> list[Span]:
    """Return the paragraphs after an offset: split at blank lines, and at line ends unless they are wrapped prose."""
    groups: list[list[Span]] = []
    last = start
    for line in lines(text, start, len(text)):
        between = text[last : line.start].replace("\r\n", "\n")
        breaks = sum(between.count(c) for c in "\n\r\u2028\u2029\x0b\x0c\x85")
        if not groups or breaks > 1 or "\u2029" in between:
            groups.append([line])
        else:
            groups[-1].append(line)
        last = line.end
    found: list[Span] = []
    for group in groups:
        if len(group) > 1 and _is_wrapped(text, group):
            found.append(Span(group[0].start, group[-1].end))
        else:
            found.extend(group)
    return found


def _is_wrapped(text: str, group: list[Span]) -> bool:
    inner = group[:-1]
    if any(not 30 <= line.end - line.start <= 120 for line in inner):
        return False
    if any(cues.list_marker(line.of(text)) for line in group[1:]):
        return False
    broken = sum(not cues.ends_like_sentence(line.of(text)) for line in inner)
    runs_on = sum(text[line.start].islower() for line in group[1:])
    return broken * 2 > len(inner) and runs_on * 3 >= len(inner)
