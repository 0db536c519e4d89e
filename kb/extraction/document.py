"""An article with everything that has been found out about its text so far.

Input: an Article, its layout, its analysis by the model, its quotations.
Output: read by every stage of kb.extraction; stages return values, none
writes here.
"""

import bisect
from dataclasses import dataclass
from functools import cached_property, lru_cache

from spacy.attrs import HEAD, SENT_START
from spacy.tokens import Doc, Token

from kb.extraction.spans import SpanIndex
from kb.language.analysis import Analysis, Proposal, Relation
from kb.model import Article, Span


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side of an interview says at one time.

    Attributes:
        label: the words before the colon that name the side.
        words: what is said.
        asks: whether it is the side that asks.
    """

    label: Span
    words: Span
    asks: bool


@dataclass(frozen=True)
class Document:
    """One article under reading.

    Attributes:
        article: as stored.
        analysis: the heads' proposals over the readable text, which has the
            same length as the stored one.
        quotations: inner spans of paired quotation marks, by start.
        paragraphs: spans of the paragraphs that were read, by start.
        turns: of an interview, in text order.
        entries: where the entries of a live blog begin, in text order.
        filed_at: the first place of the first dateline.
        title: the headline's words, None where the text has none.
    """

    article: Article
    analysis: Analysis
    quotations: tuple[Span, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    turns: tuple[Turn, ...] = ()
    entries: tuple[int, ...] = ()
    filed_at: Span | None = None
    title: Span | None = None

    @property
    def doc(self) -> Doc:
        """The tokens, sentences and trees."""
        return self.analysis.doc

    @property
    def text(self) -> str:
        """The stored text, which every offset counts in."""
        return self.article.text

    def span(self, proposal: Proposal) -> Span:
        """Return the proposal's characters."""
        key = proposal.start, proposal.end
        if key not in self._spans:
            self._spans[key] = Span(*self.analysis.offsets(proposal))
        return self._spans[key]

    @cached_property
    def _spans(self) -> dict[tuple[int, int], Span]:
        """Token range -> its characters, as far as they were asked for."""
        return {}

    def token_span(self, start: int, end: int) -> Span:
        """Return the characters of tokens [start, end)."""
        last = self.doc[end - 1]
        return Span(self.doc[start].idx, last.idx + len(last))

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.idx for token in self.doc]

    def tokens(self, span: Span) -> tuple[int, int]:
        """Return the token range [first, end) that touches *span*; may be empty."""
        first = bisect.bisect_right(self._token_starts, span.start) - 1
        if first < 0 or self.doc[first].idx + len(self.doc[first]) <= span.start:
            first += 1
        return first, bisect.bisect_left(self._token_starts, span.end)

    @cached_property
    def sentence_of(self) -> tuple[int, ...]:
        """Sentence number of every token."""
        starts = self.doc.to_array(SENT_START) == 1
        starts[:1] = True
        return tuple((starts.cumsum() - 1).tolist())

    @cached_property
    def filler_at(self) -> dict[int, int]:
        """Token -> the mention, name or argument proposal that holds it, in this order of preference."""
        found: dict[int, int] = {}
        for layer in ("mention", "name", "argument"):
            for index, proposal in self.analysis.layer(layer):
                for token in range(proposal.start, proposal.end):
                    found.setdefault(token, index)
        return found

    @cached_property
    def trigger_tokens(self) -> frozenset[int]:
        """Tokens that name a happening."""
        return frozenset(i for _, p in self.analysis.layer("trigger") for i in range(p.start, p.end))

    @cached_property
    def triggers_at(self) -> dict[int, tuple[int, ...]]:
        """Token -> the trigger proposals that hold it, in text order."""
        found: dict[int, tuple[int, ...]] = {}
        for index, proposal in self.analysis.layer("trigger"):
            for token in range(proposal.start, proposal.end):
                found[token] = (*found.get(token, ()), index)
        return found

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    def paragraph(self, offset: int) -> int:
        """Return the number of the paragraph that *offset* lies in or follows, -1 before the first."""
        return bisect.bisect_right(self._paragraph_starts, offset) - 1

    def apart(self, first: int, second: int) -> bool:
        """Return whether a live blog's entry begins between two places, the later one included."""
        low, high = sorted((first, second))
        return bisect.bisect_right(self.entries, high) > bisect.bisect_right(self.entries, low)

    @cached_property
    def relations_of(self) -> dict[int, tuple[Relation, ...]]:
        """Relations by the proposal they go out from, strongest first."""
        found: dict[int, list[Relation]] = {}
        for relation in self.analysis.relations:
            found.setdefault(relation.head, []).append(relation)
        return {head: tuple(sorted(rows, key=lambda r: (-r.score, r.tail, r.label))) for head, rows in found.items()}

    def quotation_at(self, span: Span) -> Span | None:
        """Return the innermost quotation that holds *span*, None outside quotation marks."""
        holding = [quotation for quotation, _ in self._quotations.holding(span)]
        return min(holding, key=lambda q: q.end - q.start) if holding else None

    @cached_property
    def _quotations(self) -> SpanIndex[None]:
        return SpanIndex((quotation, None) for quotation in self.quotations)


def head_token(doc: Doc, start: int, end: int) -> Token:
    """Return the token of [start, end) that the others hang from: the first whose head lies outside."""
    heads = _heads(doc)
    for n in range(start, end):
        if heads[n] == n or not start <= heads[n] < end:
            return doc[n]
    return doc[end - 1]


@lru_cache(maxsize=2)
def _heads(doc: Doc) -> list[int]:
    """Token -> its head, of the texts read last; stages ask for it tens of thousands of times."""
    offsets: list[int] = doc.to_array(HEAD).astype("int64").tolist()
    return [n + offset for n, offset in enumerate(offsets)]
