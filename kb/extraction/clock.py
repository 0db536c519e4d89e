"""Times of one article: expressions found once, resolved against the day it speaks from.

Input: a Document and its Layout.
Output: TextClock, asked by kb.extraction.event_roles for each event.
Never: dates an event by the publication day alone; words that say no time give none.
"""

from typing import Final

from kb.extraction.document import Document
from kb.extraction.layout import Layout
from kb.extraction.time import Anchor, TimeExpression, at_stamp, best_for, find_anchor, find_times, resolve
from kb.model import Span, TimeValue

TIMELESS: Final = frozenset({"duration", "frequency", "set"})


class TextClock:
    """Says when the words of one article are."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self._document = document
        self._expressions = find_times(document.doc)
        self._anchor = find_anchor(document.article.published, layout, document.text)
        self._stamps = [(p.span, p.stamp) for p in layout.paragraphs if p.stamp is not None]

    def value(self, words: Span, *, future: bool) -> TimeValue | None:
        """Return when *words* say, None if they name no time.

        Args:
            words: the span a head marked as the time of an event.
            future: whether the event lies ahead: "on Friday" is then the next one.
        """
        expression = best_for(words, self._expressions, self._document.text)
        if expression is None or expression.kind in TIMELESS:
            return None
        return resolve(expression, self._anchor_at(expression), "future" if future else "past")

    def only_in(self, sentence: Span) -> Span | None:
        """Return the one time expression of a sentence, None if it has none or several."""
        inside = [e.span for e in self._expressions if sentence.covers(e.span) and e.kind not in TIMELESS]
        return inside[0] if len(inside) == 1 else None

    def _anchor_at(self, expression: TimeExpression) -> Anchor:
        """The article's anchor, or in a live blog the minute of the entry."""
        for paragraph, stamp in self._stamps:
            if paragraph.covers(expression.span):
                return at_stamp(self._anchor, stamp, self._document.text)
        return self._anchor
