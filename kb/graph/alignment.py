"""Where the sentences of one text stand in another, as a correction leaves most of them.

Input: two texts. Output: spans of the one as spans of the other, read by kb.graph.former and
kb.service.articles.correcting. Pure. Never: guesses: words whose sentence changed by one character have no place in
the other text.
"""

import re
from difflib import SequenceMatcher
from typing import Final

from kb.model import Span

_BREAK: Final = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+|\n\s*")


class Alignment:
    """Where the sentences of one text stand in another."""

    def __init__(self, old: str, new: str) -> None:
        first, second = _sentences(old), _sentences(new)
        texts = [old[span.start : span.end].strip() for span in first], [new[s.start : s.end].strip() for s in second]
        self._sentences = first
        self._same: list[tuple[Span, int]] = []
        for block in SequenceMatcher(None, *texts, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                one, other = first[block.a + step], second[block.b + step]
                self._same.append((one, other.start - one.start))

    def moved(self, span: Span) -> Span | None:
        """Return where the words of *span* stand now; None if their sentence changed or went."""
        for sentence, by in self._same:
            if sentence.start <= span.start and span.end <= sentence.end:
                return Span(span.start + by, span.end + by)
        return None

    def sentence(self, span: Span) -> Span:
        """Return the sentence of the old text that *span* begins in."""
        return next((one for one in self._sentences if one.start <= span.start < one.end), span)


def _sentences(text: str) -> list[Span]:
    """Return the sentences of a text, which cover it but for the white space between them."""
    found, start = [], 0
    for match in _BREAK.finditer(text):
        end = match.start() + len(match[0].rstrip())  # quotation marks and brackets belong to the sentence
        if text[start:end].strip():
            found.append(Span(start, end))
        start = match.end()
    return [*found, Span(start, len(text))] if text[start:].strip() else found
