"""Quotation marks paired over the whole text, before sentences are split.

Input: the text and its paragraphs in reading order.
Output: quotations with their inner text, read by the statement stage.
Never: decides whether a quotation is speech, a title or a scare quote.
Pure: no I/O; linear in the text's length.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.model.span import Span

DEEPEST: Final = 8  # marks that would nest deeper are read as damage and passed over

_MARK: Final = re.compile("``|''|[\"“”„‟«»‹›‘’‚‛'＂「」『』]")
_PAIRS: Final = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "‹": "›",
    "‘": "’",
    "‚": "‘’",
    "‛": "’",
    "``": "''",
    "「": "」",
    "『": "』",
}
_BEFORE_OPENING: Final = frozenset(" \t\n\r\u00a0\u2009\u202f([{<-–—―/\"“”„«‹‘‚'…")
_ELISION: Final = re.compile(r"(?:\d0s|em|n|til|tis|twas|cause|round|bout|ere|s)\b", re.IGNORECASE)
_STOP: Final = re.compile(r"[.!?…]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks.

    Attributes:
        parts: the inner text without the marks, one span a paragraph.
        outer: from the first mark through the last one.
        depth: 0 for a quotation that stands in no other.
        closed: False where the closing mark is missing and the paragraph ended it.
    """

    parts: tuple[Span, ...]
    outer: Span
    depth: int
    closed: bool


@dataclass(slots=True)
class _Open:
    mark: str
    position: int
    inner: int
    closers: str
    parts: list[Span] = field(default_factory=list)


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """Return all quotations by start, outer before inner.

    A quotation left open at a paragraph's end goes on in the next one if that
    opens with the same mark; otherwise the paragraph ends it.

    Args:
        text: the stored text.
        paragraphs: the paragraphs to read, in text order; None overlap.
    """
    found: list[Quotation] = []
    carried: _Open | None = None
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        carried = _read(text, paragraph, following, carried, found)
    return tuple(sorted(found, key=lambda q: (q.outer.start, -q.outer.end, q.depth)))


def inner_spans(quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """Return the inner text of all quotations as spans, one a paragraph, by start."""
    return tuple(sorted({part for quotation in quotations for part in quotation.parts}))


def _read(
    text: str, paragraph: Span, following: Span | None, carried: _Open | None, found: list[Quotation]
) -> _Open | None:
    """Pair the marks of one paragraph; return the quotation that goes on in the next."""
    stack: list[_Open] = []
    before_this = len(found)
    marks = [(m.group(), m.start()) for m in _MARK.finditer(text, paragraph.start, paragraph.end)]
    closable = _singles_that_close(text, paragraph, marks)
    first = 0
    if carried is not None and marks and marks[0][1] == paragraph.start:
        carried.inner = paragraph.start + len(marks[0][0])
        stack.append(carried)
        first = 1
    for number in range(first, len(marks)):
        mark, at = marks[number]
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + len(mark)] if at + len(mark) < paragraph.end else " "
        if _closes(stack, mark, before, after, closable[number]):
            _close(stack, mark, at, found)
        elif _opens(stack, mark, before, after, text, at, closable[number]):
            if mark not in _PAIRS:
                _cut_short(text, stack, mark, at, found)
            if len(stack) < DEEPEST:
                stack.append(_Open(mark, at, at + len(mark), _PAIRS.get(mark, _mirror(mark))))
    return _finish(text, paragraph, following, stack, found, before_this)


def _mirror(mark: str) -> str:
    return {"»": "«", "›": "‹", "”": "”", "’": "’"}.get(mark, mark)


def _is_single(mark: str) -> bool:
    return mark in {"'", "’", "‘", "‛", "‚"}


def _closes(stack: list[_Open], mark: str, before: str, after: str, closable: bool) -> bool:
    if not any(mark in open_.closers if len(mark) == 1 else mark == open_.closers for open_ in stack):
        return False
    if mark in {"'", "’"} or (mark == "‘" and not any(o.mark == "‚" for o in stack)):
        return closable and not before.isspace()
    opening_shape = before in _BEFORE_OPENING and not after.isspace() and (after.isalnum() or after in "“‘'’[(…$€£#@")
    if mark in {'"', "＂", "''"}:
        return not (opening_shape and before.isspace())
    if mark == "“":
        return not opening_shape or stack[-1].mark == "„"
    return True


def _opens(stack: list[_Open], mark: str, before: str, after: str, text: str, at: int, closable: bool) -> bool:
    if after.isspace() and not (mark in {"«", "‹"} and before in _BEFORE_OPENING):
        return False
    if mark in _PAIRS and not _is_single(mark):
        return True
    if before not in _BEFORE_OPENING:
        return False
    if _is_single(mark):
        return mark != "’" and not (mark != "‚" and _ELISION.match(text, at + 1))
    if mark in {"»", "›", "”"}:
        return not stack and after.isalnum()
    return True


def _singles_that_close(text: str, paragraph: Span, marks: list[tuple[str, int]]) -> list[bool]:
    """Tell closing single marks from apostrophes, reading right to left.

    Inside a word it is an apostrophe. After a plural s and before a lower-case
    word it closes only if no better candidate comes before the next opening.
    """
    result = [True] * len(marks)
    better_ahead = False
    for number in range(len(marks) - 1, -1, -1):
        mark, at = marks[number]
        if mark not in {"'", "’", "‘"}:
            continue
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        if mark == "‘" or (mark == "'" and before in _BEFORE_OPENING and after.isalnum()):
            better_ahead = better_ahead and mark == "'" and False
            result[number] = not after.isalnum()
            continue
        if after.isalnum() or before.isspace():
            result[number] = False
            continue
        plural = before in "sSxz" and after == " " and text[at + 2 : at + 3].islower()
        result[number] = not (plural and better_ahead)
        better_ahead = better_ahead or not plural
    return result


def _close(stack: list[_Open], mark: str, at: int, found: list[Quotation]) -> None:
    depth = len(stack) - 1
    while mark not in stack[depth].closers if len(mark) == 1 else mark != stack[depth].closers:
        depth -= 1
    del stack[depth + 1 :]  # inner marks that never closed were none
    open_ = stack.pop()
    _record(open_, at, at + len(mark), depth, True, found)


def _record(open_: _Open, inner_end: int, outer_end: int, depth: int, closed: bool, found: list[Quotation]) -> None:
    parts = list(open_.parts)
    if open_.inner < inner_end:
        parts.append(Span(open_.inner, inner_end))
    if parts:
        found.append(Quotation(tuple(parts), Span(open_.position, outer_end), depth, closed))


def _cut_short(text: str, stack: list[_Open], mark: str, at: int, found: list[Quotation]) -> None:
    """A straight mark opens while the same one is open: the first lost its end; give it its last full stop."""
    depth = next((i for i, open_ in enumerate(stack) if open_.mark == mark), None)
    if depth is None:
        return
    open_ = stack[depth]
    del stack[depth:]
    end = _last_stop(text, open_.inner, at)
    if end is not None:
        _record(open_, end, end, depth, False, found)


def _last_stop(text: str, start: int, end: int) -> int | None:
    last = None
    for match in _STOP.finditer(text, start, end):
        last = match.end()
    return last


def _finish(
    text: str, paragraph: Span, following: Span | None, stack: list[_Open], found: list[Quotation], earlier: int
) -> _Open | None:
    """End what the paragraph left open; hand on what the next one continues."""
    if not stack:
        return None
    goes_on = following is not None and text.startswith(stack[0].mark, following.start)
    carried = None
    for depth, open_ in enumerate(stack):
        if _is_single(open_.mark) and not (depth == 0 and goes_on and open_.mark != "'"):
            continue  # a single mark that nothing closes was an apostrophe
        if depth == 0 and goes_on:
            if open_.inner < paragraph.end:
                open_.parts.append(Span(open_.inner, paragraph.end))
            carried = open_
        else:
            inner_next = min((q.outer.start for q in found[earlier:] if q.outer.start > open_.position), default=None)
            end = paragraph.end
            if inner_next is not None and open_.mark in _PAIRS:
                end = _last_stop(text, open_.inner, inner_next) or paragraph.end
            _record(open_, end, end, depth, False, found)
    return carried
