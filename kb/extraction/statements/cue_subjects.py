"""Who does the reporting by the tree, where the model links nobody or only those of whom something is said.

Input: a cue's head, the entities, what is said. Output: an entity with its words, read by
kb.extraction.statements.speakers.
Never: names anyone in what is said behind the cue: "and said its chief, NAME, would leave".
"""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.language.analysis import Proposal
from kb.model import Span

_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_JOINS: Final = frozenset({"and", "but"})


def reporting(
    document: Document, table: EntityTable, cue: Token, subject: Token | None, content: Sequence[Span]
) -> tuple[str, Span] | None:
    """Return the entity that is the subject of a reporting verb, and its words; None for none that is known.

    Args:
        cue: the verb.
        subject: what the tree gives as its subject.
        content: what is said.
    """
    for token in (subject, _shared(cue)):
        if token is None:
            continue
        for words in _words(document, table, token):
            outside = not any(part.covers(words) and part.start > cue.idx for part in content)
            if outside and (entity := table.at(words)):
                return entity, words
    return None


def _words(document: Document, table: EntityTable, token: Token) -> Iterator[Span]:
    """The subject's word, and the name right behind it: "former captain [Musa Ojo], now its manager, said"."""
    own = document.token_span(token.i, token.i + 1)
    yield own
    after = own.end + 1
    yield from (m.span for m in table.near(own, 2) if m.span.start == after and m.kind == "name")


def _shared(cue: Token) -> Token | None:
    """The subject of the clause that "and" joins a verb without one to: "[Osk Ales] cut its forecast and said"."""
    if cue.i == cue.sent.start or cue.nbor(-1).lower_ not in _JOINS:
        return None
    verbs = (token for token in reversed(cue.doc[cue.sent.start : cue.i - 1]) if token.pos_ in ("VERB", "AUX"))
    owned = ([child for child in verb.children if child.dep_ in _SUBJECTS and child.i < verb.i] for verb in verbs)
    return next((subjects[0] for subjects in owned if subjects), None)


def in_name(document: Document, cue: Proposal) -> bool:
    """Return whether a cue is part of a name: "Ben Said", "a man, Omar Said, fell"; titles have capitals anywhere."""
    word = document.doc[cue.start]
    if not word.text[0].isupper():
        return False
    below = document.title is None or word.idx >= document.title.end
    if word.text == "Said" and below and cue.start and word.nbor(-1).pos_ == "PROPN":
        return True
    filler = document.filler_at.get(cue.start)
    holder = document.analysis.proposals[filler] if filler is not None else cue
    return holder.start < cue.start and holder.attributes.get("kind", ("name", 1.0))[0] == "name"
