"""Analyses made by hand, so that a stage is tested on what the heads could say, not on what they do say."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import spacy
from spacy.tokens import Doc, Token

from kb.extraction.document import Document
from kb.extraction.layout.quotes import find_quotations, inner_spans
from kb.language.analysis import LAYERS, Analysis, Proposal, Relation
from kb.language.lemma import lemma
from kb.model import Article, Span

_NLP = spacy.blank("en")
Row = tuple[str, str, str] | tuple[str, str, str, Mapping[str, str]]


def analysis(
    text: str, rows: Sequence[Row], links: Sequence[tuple[str, str, str]] = (), score: float = 0.9
) -> Analysis:
    """Return an Analysis.

    Args:
        rows: (layer, label, words) or with attributes; words#2 takes the
            second occurrence. Links name a row by its layer and words.
        links: (relation, from words, to words) by the rows' words; "layer:words"
            where two rows share them.
    """
    doc = _NLP(text)
    for token in doc:
        before = text[: token.idx].rstrip()
        token.is_sent_start = (
            token.i == 0
            or (before[-1:] in ".!?" and token.text[0].isupper())
            or "\n\n" in (text[len(before) : token.idx])
        )
    proposals, names = [], []
    for row in rows:
        layer, label, words = row[:3]
        attributes = row[3] if len(row) > 3 else {}
        plain, _, number = words.partition("#")
        found = [m.start() for m in re.finditer(re.escape(plain), text)]
        start = found[int(number or 1) - 1]
        span = doc.char_span(start, start + len(plain), alignment_mode="expand")
        pairs = MappingProxyType({name: (value, score) for name, value in attributes.items()})
        proposals.append(Proposal(layer, label, span.start, span.end, score, pairs))
        names.append((layer, words))
    order = sorted(range(len(rows)), key=lambda i: (LAYERS.index(proposals[i].layer), proposals[i].start, i))
    place = {old: new for new, old in enumerate(order)}

    def index(name: str) -> int:
        layer, _, words = name.rpartition(":")
        matches = [i for i, (has, w) in enumerate(names) if w == words and layer in ("", has)]
        assert len(matches) == 1, f"{name} names {len(matches)} rows"
        return place[matches[0]]

    relations = sorted(
        (Relation(label, index(head), index(tail), score) for label, head, tail in links),
        key=lambda r: (r.head, r.tail, r.label),
    )
    return Analysis(doc, tuple(proposals[i] for i in order), tuple(relations))


def grow(doc: Doc, tree: Mapping[str, tuple[str, str, str]]) -> None:
    """Set part of speech, relation and head: word -> (UPOS, relation, head word); words#2 as in rows.

    Words that *tree* leaves out hang from themselves as nouns.
    """

    def token(name: str) -> Token:
        plain, _, number = name.partition("#")
        return [t for t in doc if t.text == plain][int(number or 1) - 1]

    for word in doc:
        word.pos_, word.dep_, word.lemma_ = "NOUN", "dep", word.lower_
    for name, (pos, relation, head) in tree.items():
        own = token(name)
        own.pos_, own.dep_, own.head = pos, relation, token(head)
        own.lemma_ = lemma(own.text, pos)


def document(
    text: str, rows: Sequence[Row], links: Sequence[tuple[str, str, str]] = (), score: float = 0.9
) -> Document:
    """Return a Document over *text* whose paragraphs are its blocks; *score* is that of all that is proposed."""
    paragraphs = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n](?:.|\n(?!\n))*", text)]
    quotations = tuple(inner_spans(find_quotations(text, paragraphs)))
    return Document(Article(text), analysis(text, rows, links, score), quotations, tuple(paragraphs))
