"""Quoted words found in the text again.

Input: a text and quotations that should be from it. Output: spans.
Pure. Never: takes words that are nearly there: what differs in more than white
space, quotation marks and dashes is not in the text.
"""

import re
from collections.abc import Container
from functools import cached_property
from typing import Final

from kb.model import Span

_SAME: Final = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′ʼ`", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", ""),
    "…": "...",
}


class Finder:
    """Finds quotations in one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def find(self, quote: str, near: Span | None, taken: Container[Span] = ()) -> Span | None:
        """Return where *quote* stands, None if it does not.

        Args:
            quote: words, found exactly or but for white space, quotation
                marks and dashes; never inside a longer word.
            near: the part of the text that it was quoted from; elsewhere it is
                taken only if it stands there once.
            taken: spans that are not meant any more: the next one is.
        """
        words = quote.strip()
        if not words:
            return None
        for found in (self._exactly(words), self._loosely(words)):
            inside = [span for span in found if near is not None and near.covers(span)]
            for span in inside:
                if span not in taken:
                    return span
            if inside:
                return inside[-1]
            if len(found) == 1:
                return found[0]
        return None

    def _exactly(self, words: str) -> list[Span]:
        return [Span(match.start(), match.end()) for match in re.finditer(_pattern(words), self._text)]

    def _loosely(self, words: str) -> list[Span]:
        plain, offsets = self._plain
        wanted = _normal(words)[0].strip()
        if not wanted:
            return []
        found = re.finditer(_pattern(wanted), plain)
        return [Span(offsets[match.start()], offsets[match.end() - 1] + 1) for match in found]

    @cached_property
    def _plain(self) -> tuple[str, list[int]]:
        return _normal(self._text)


def _pattern(words: str) -> str:
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return before + re.escape(words) + after


def _normal(text: str) -> tuple[str, list[int]]:
    """Return *text* with marks made alike and white space in single blanks, and the offset of each character."""
    out: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character.isspace():
            if out and out[-1] == " ":
                continue
            same = " "
        else:
            same = _SAME.get(character, character)
        out.extend(same)
        offsets.extend([offset] * len(same))
    return "".join(out), offsets
