"""Mentions that cannot be one entity: whoever does something and to whom it is done.

Input: candidates, the tree. Output: for each proposal the proposals it is not, read by kb.extraction.coreference.
Never: keeps a pronoun that turns back apart ("defended himself").
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.mentions import Candidate
from kb.extraction.syntax import subject_of

OBJECTS: Final = frozenset({"obj", "iobj"})
OBLIQUE: Final = frozenset({"against", "on", "with", "from", "for", "by"})
TOWARDS: Final = frozenset(  # verbs that somebody stands right behind
    "accuse arrest attack beat blame condemn criticise criticize defeat denounce detain fight kill oppose praise sue "
    "thank threaten urge warn".split()
)
REACH: Final = 3  # words behind such a verb
REFLEXIVE: Final = ("self", "selves")


@dataclass(frozen=True, slots=True)
class Rivals:
    """Who is not whom.

    Attributes:
        of: proposal -> the proposals that are another entity.
        called: words of a description, folded -> those that are another entity than one so called.
    """

    of: Mapping[int, frozenset[int]] = field(default_factory=dict)
    called: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def bars(self, candidate: Candidate, members: Iterable[Candidate]) -> bool:
        """Say whether *candidate* is none of *members*: it, or a description in the same words, is set against one."""
        theirs = self.of.get(candidate.proposal, frozenset())
        if candidate.kind == "nominal":
            theirs |= self.called.get(candidate.words.casefold(), frozenset())
        return any(member.proposal in theirs for member in members)


NO_RIVALS: Final = Rivals()


def rivals_of(document: Document, candidates: Sequence[Candidate]) -> Rivals:
    """Return who is not whom: subject and objects of one verb are two."""
    at = {head_token(document.doc, c.first, c.last).i: c for c in candidates if c.first < c.last}
    opening = {c.first: c for c in candidates if c.first < c.last}
    found: dict[int, set[int]] = {}
    called: dict[str, set[int]] = {}
    for one, other in _pairs(document, at, opening):
        if one.proposal == other.proposal or other.words.casefold().endswith(REFLEXIVE):
            continue
        for mine, theirs in ((one, other), (other, one)):
            found.setdefault(mine.proposal, set()).add(theirs.proposal)
            if mine.kind == "nominal" and theirs.named:
                called.setdefault(mine.words.casefold(), set()).add(theirs.proposal)
    return Rivals({p: frozenset(o) for p, o in found.items()}, {w: frozenset(o) for w, o in called.items()})


def _pairs(
    document: Document, at: Mapping[int, Candidate], opening: Mapping[int, Candidate]
) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield who does something and to whom it is done, as the tree and, behind some verbs, the order of words say."""
    for token in document.doc:
        subject = subject_of(token) if token.pos_ == "VERB" else None
        one = at.get(subject.i) if subject is not None else None
        if one is None:
            continue
        yield from ((one, at[o.i]) for o in _objects(token) if o.i in at)
        if token.lemma_ in TOWARDS:
            after = next((opening[i] for i in range(token.i + 1, token.i + 1 + REACH) if i in opening), None)
            if after is not None and after.kind != "pronoun":
                yield one, after


def _objects(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        case = next((grand.lower_ for grand in child.children if grand.dep_ == "case"), "")
        if child.dep_ in OBJECTS or (child.dep_.startswith("obl") and case in OBLIQUE and child.pos_ != "PRON"):
            yield child
            yield from child.conjuncts
