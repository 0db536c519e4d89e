"""Mentions that cannot be one entity: whoever does something and to whom it is done.

Input: candidates, the tree. Output: for each proposal the proposals it is not, read by kb.extraction.names.coreference.
Never: keeps a pronoun that turns back apart ("defended himself").
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.names.posts_apart import holders_apart
from kb.extraction.names.stage import Candidate
from kb.extraction.syntax import subject_of
from kb.model import Span

OBJECTS: Final = frozenset({"obj", "iobj"})
OBLIQUE: Final = frozenset({"against", "on", "with", "from", "for", "by"})
TOWARDS: Final = frozenset(  # verbs that somebody stands right behind
    "accuse arrest attack beat blame condemn criticise criticize defeat denounce detain fight kill oppose praise sue "
    "thank threaten urge warn".split()
)
REACH: Final = 3  # words behind such a verb
RELATIVE: Final = frozenset({"whom", "which", "that"})
THIRD: Final = frozenset({"he", "she", "him", "her", "his", "hers"})
THEM: Final = frozenset({"it", "him", "them"})  # right behind a verb whoever does it is not so called
EXPECTING: Final = frozenset("expect want see allow let make force order help ask urge tell believe".split())
WHO: Final = frozenset({"who", "that"})
WE: Final = frozenset({"we", "us", "our", "ours"})
THEY: Final = frozenset({"they", "them", "their", "theirs"})
CALLING: Final = frozenset("call demand urge order recommend seek advocate".split())
UNWANTED: Final = frozenset(  # what one calls for of another
    "arrest conviction detention dismissal execution expulsion extradition firing impeachment imprisonment ouster "
    "ousting prosecution removal resignation sacking suspension".split()
)
OWNING: Final = frozenset({"nmod:poss", "nsubj"})  # of a noun that trees take for a clause after "for"
COMBINED: Final = frozenset({"combined", "merged", "enlarged"})
SAID: Final = 0.5  # how likely a link of a cue must be
DOES: Final = 0.9  # how likely a link of an event must be to tell two apart
JOINABLE: Final = frozenset({"person", "organisation", "country"})
_AND: Final = re.compile(r",?\s(?:and|or)(?P<whose>\s(?:his|her|its|their|the|an?))?\s")
_OWNS: Final = re.compile(r"['’]s?\s(?:[a-z-]+\s){0,2}")
_BEHIND: Final = re.compile(r"\s(?:\w+ly\s)?(?:behind|responsible for)\s(?:the\s)?")
_ENDS_BEHIND: Final = re.compile(r"\s(?:behind|responsible for)\s(?:the\s)?$")
_THROUGH: Final = re.compile(r"\b(?:through|via)\s+(?:(?:an?|the|his|her|their)\s+)?$", re.IGNORECASE)
SUBJECTS: Final = frozenset({"he", "she"})
NEAR: Final = 4  # persons before such a pronoun
REFLEXIVE: Final = ("self", "selves")


@dataclass(frozen=True, slots=True)
class Rivals:
    """Who is not whom.

    Attributes:
        of: proposal -> the proposals that are another entity.
        called: words of a description, folded -> those that are another entity than one so called.
        quoted: third persons of a quotation, settled after whoever says it, and "the mayor" of "the mayor's widow".
    """

    of: Mapping[int, frozenset[int]] = field(default_factory=dict)
    called: Mapping[str, frozenset[int]] = field(default_factory=dict)
    quoted: frozenset[int] = frozenset()

    def bars(self, candidate: Candidate, members: Iterable[Candidate]) -> bool:
        """Say whether *candidate* is none of *members*: it, or a description in the same words, is set against one."""
        theirs = self.of.get(candidate.proposal, frozenset())
        if candidate.kind == "nominal":
            theirs |= self.called.get(candidate.words.casefold(), frozenset())
        return any(member.proposal in theirs for member in members)


NO_RIVALS: Final = Rivals()


def rivals_of(document: Document, candidates: Sequence[Candidate]) -> Rivals:
    """Return who is not whom: subject and objects of one verb are two, so a speaker and whom a quotation names."""
    at = {head_token(document.doc, c.first, c.last).i: c for c in candidates if c.first < c.last}
    opening = {c.first: c for c in candidates if c.first < c.last}
    found: dict[int, set[int]] = {}
    called: dict[str, set[int]] = {}
    whose = list(_owned(document, candidates))
    apart = (
        *whose,
        *_pairs(document, at, opening),
        *_by_roles(document, candidates),
        *_joined(document, candidates, at),
        *_spoken_of(document, candidates),
        *_of_headline(document, at),
        *_called_for(document, at),
        *_behind(document, candidates),
    )
    for one, other in apart:
        if one.proposal == other.proposal or other.words.casefold().endswith(REFLEXIVE):
            continue
        if _is_told_on(document.text, one, other):
            continue
        for mine, theirs in ((one, other), (other, one)):
            found.setdefault(mine.proposal, set()).add(theirs.proposal)
            if mine.kind == "nominal" and theirs.named:
                called.setdefault(mine.words.casefold(), set()).add(theirs.proposal)
    for new, old in (*_come_of_both(document, candidates), *holders_apart(candidates, document.text)):
        found.setdefault(new, set()).add(old)
        found.setdefault(old, set()).add(new)
    quoted = [*_quoted(document, candidates), *_they_and_we(document, candidates)]
    for speaker, third in quoted:
        found.setdefault(speaker, set()).add(third)
        found.setdefault(third, set()).add(speaker)
    return Rivals(
        {p: frozenset(o) for p, o in found.items()},
        {w: frozenset(o) for w, o in called.items()},
        frozenset((*(third for _, third in quoted), *(owner.proposal for owner, _ in whose))),
    )


def _pairs(
    document: Document, at: Mapping[int, Candidate], opening: Mapping[int, Candidate]
) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield who does something and to whom it is done, as the tree and, behind some verbs, the order of words say."""
    for token in document.doc:
        subject = subject_of(token) if token.pos_ == "VERB" else None
        one = at.get(subject.i) if subject is not None else None
        if one is None and token.dep_ == "acl:relcl" and subject is not None and subject.lower_ in WHO:
            one = at.get(token.head.i)  # "those [who] beat them"
        if one is None:
            continue
        behind = at.get(token.i + 1) if token.lemma_ in EXPECTING else None
        if behind is not None and behind.words.casefold() in THEM:
            yield one, behind  # "the bank expects [it] to fall"
        yield from ((one, at[o.i]) for o in _objects(token) if o.i in at and not _is_of_inner(o, token))
        relative = any(o.dep_ in OBJECTS and o.lower_ in RELATIVE for o in token.children)
        if token.dep_ == "acl:relcl" and relative and token.head.i in at:
            yield one, at[token.head.i]  # "workers whom they seized"
        if token.lemma_ in TOWARDS:
            after = next((opening[i] for i in range(token.i + 1, token.i + 1 + REACH) if i in opening), None)
            if after is not None and after.kind != "pronoun":
                yield one, after


def _of_headline(document: Document, at: Mapping[int, Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield who does one thing and who another without names: "[Challenger] wins, [incumbent] refuses to go"."""
    title = document.title
    if title is None:
        return
    first, end = document.tokens(title)
    doers = {subject.i for t in document.doc[first:end] if t.pos_ == "VERB" and (subject := subject_of(t)) is not None}
    people = [at[i] for i in sorted(doers) if i in at and at[i].group == "person" and at[i].kind == "nominal"]
    yield from combinations(people, 2)


def _called_for(document: Document, at: Mapping[int, Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield who calls for what nobody wants for himself, and for whom: "[Obi] called for [her] removal"."""
    for index, other in at.items():
        owner = document.doc[index]
        noun, verb = owner.head, owner.head.head
        if owner.dep_ not in OWNING or noun.lemma_ not in UNWANTED or verb.lemma_ not in CALLING:
            continue
        if any(c.lower_ == "own" for c in noun.children):
            continue  # "called for his own removal"
        subject = subject_of(verb) if noun.i > verb.i else None
        if subject is not None and subject.i in at:
            yield at[subject.i], other


def _behind(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield who stands behind a thing, and the thing: "Osk Rail was hit, and [the group] behind [it] wants money"."""
    marked = {c.proposal: c for c in candidates}
    beside = sorted((c for c in candidates if c.first < c.last), key=lambda c: c.span.start)
    for one, other in pairwise(beside):
        between = document.text[one.span.end : other.span.start]
        inside = document.text[one.span.start : other.span.start]
        if one.kind == "nominal" and (_BEHIND.fullmatch(between) or _ENDS_BEHIND.search(inside)):
            meant = (r for r in document.relations_of.get(other.proposal, ()) if r.label == "coref" and r.score >= SAID)
            yield from ((one, c) for c in (other, *(marked[r.tail] for r in meant if r.tail in marked)))


def _owned(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield who is described, and who is described as theirs: "[the mayor]'s [widow]"."""
    for one, other in pairwise(c for c in candidates if c.group == "person" and c.kind == "nominal"):
        if _OWNS.fullmatch(document.text[one.span.end : other.span.start]):
            yield one, other


def _by_roles(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield who the model says does something, and to whom: "the ruler, [Ana Paz], dismissed [the army chief]"."""
    marked = {c.proposal: c for c in candidates}
    for trigger, _ in document.analysis.layer("trigger"):
        sure = [r for r in document.relations_of.get(trigger, ()) if r.score >= DOES and r.tail in marked]
        agents = [marked[r.tail] for r in sure if r.label == "agent"]
        patients = [marked[r.tail] for r in sure if r.label == "patient"]
        named = (pair for pair in product(agents, patients) if "pronoun" not in (pair[0].kind, pair[1].kind))
        yield from named


def _is_told_on(text: str, pronoun: Candidate, before: Candidate) -> bool:
    """Whether a relative pronoun stands right behind a name, wherever the tree hangs both: "Obi, [who] retired"."""
    between = text[before.span.end : pronoun.span.start]
    return pronoun.words.casefold() in ("who", "which") and between in (" ", ", ")


def _joined(
    document: Document, candidates: Sequence[Candidate], at: Mapping[int, Candidate]
) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield whom "and" joins: "an envoy and his driver", not "the chairman and chief executive"."""
    for one, other in pairwise(c for c in candidates if c.kind != "pronoun" and c.first < c.last):
        joined = _AND.fullmatch(document.text[one.span.end : other.span.start])
        if joined and one.group == other.group in JOINABLE and (one.named or other.named or joined["whose"]):
            yield one, other
    for head, other in at.items():
        token = document.doc[head]
        before = at.get(token.head.i) if token.dep_ == "conj" else None
        owned = any(c.dep_ == "nmod:poss" for c in token.children)
        if before is not None and owned and before.group == other.group == "person":
            yield before, other


def _spoken_of(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield who answers, and who is named in what was asked or only speaks for them.

    "Asked whether [Ruiz] would stay, [she] said"; "Through [a spokesman] [he] said".
    """
    persons = sorted((c for c in candidates if c.group == "person" and c.first < c.last), key=lambda c: c.first)
    for n, one in enumerate(persons):
        if one.words.casefold() not in SUBJECTS:
            continue
        sentence = document.doc[one.first].sent
        opens = next((t for t in sentence if not t.is_punct and not t.is_space), None)
        before = [c for c in persons[max(0, n - NEAR) : n] if c.first >= sentence.start]
        if opens is not None and opens.lower_ == "asked" and document.doc[one.first - 1].text == ",":
            yield from ((one, c) for c in before if c.named)
        elif before and document.text[before[-1].span.end : one.span.start] in (" ", ", "):
            spoken = _THROUGH.search(document.text, sentence.start_char, before[-1].span.start)
            yield from [(one, before[-1])] if spoken else []


def _come_of_both(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield what comes of a merger, and each of those named: "the [combined] company" is neither of the two."""
    for new in candidates:
        if new.kind != "nominal" or new.group not in JOINABLE or new.first >= new.last:
            continue
        head = head_token(document.doc, new.first, new.last)
        if any(c.dep_ == "amod" and c.lower_ in COMBINED for c in head.children):
            yield from ((new.proposal, c.proposal) for c in candidates if c.named and c.proposal != new.proposal)


def _quoted(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield speakers and the third persons of what they say between quotation marks: nobody calls himself "he"."""
    third = [(c, q) for c in candidates if _is_third(c) and (q := document.quotation_at(c.span))]
    if not third:
        return
    third.sort(key=lambda one: one[0].span.start)
    starts = [c.span.start for c, _ in third]
    proposals = document.analysis.proposals
    for cue, marked in document.analysis.layer("cue"):
        links = document.relations_of.get(cue, ())
        said = [document.span(proposals[r.tail]) for r in links if r.label == "content" and r.score >= SAID]
        said = [span for span in said if not span.covers(document.span(marked))]
        for link in links:
            if link.label == "speaker" and link.score >= SAID:
                for span in said:
                    inside = third[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
                    yield from ((link.tail, c.proposal) for c, q in inside if _shares(span, q, c.span))


def _they_and_we(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield "we" and "they" of one quotation: "[They] had rifles, and [our] officers fled"."""
    told = [(c, c.words.casefold()) for c in candidates if c.kind == "pronoun"]
    we = [(c, document.quotation_at(c.span)) for c, word in told if word in WE]
    they = [(c, document.quotation_at(c.span)) for c, word in told if word in THEY] if we else []
    yield from ((one.proposal, c.proposal) for one, q in we for c, other in they if q is not None and q == other)


def _is_third(candidate: Candidate) -> bool:
    """Whether words speak of somebody else than their speaker."""
    if candidate.group != "person":
        return False
    return candidate.kind == "nominal" or candidate.words.casefold() in THIRD


def _shares(said: Span, quotation: Span, words: Span) -> bool:
    """Whether words lie in what is said, all of it between quotation marks but for the marks."""
    return said.covers(words) and said.start >= quotation.start - 1 and said.end <= quotation.end + 2


def _objects(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        case = next((grand.lower_ for grand in child.children if grand.dep_ == "case"), "")
        if child.dep_ in OBJECTS or (child.dep_.startswith("obl") and case in OBLIQUE and child.pos_ != "PRON"):
            yield child
            yield from child.conjuncts
            yield from (c for c in child.children if child.pos_ == "NUM" and _is_of_them(c))


def _is_of_inner(pronoun: Token, verb: Token) -> bool:
    """Whether a clause of its own begins between a verb and its object: "gave it to Osk, who ran against [him]"."""
    between = verb.doc[verb.i + 1 : pronoun.i] if pronoun.pos_ == "PRON" else ()
    return any(t.dep_ == "nsubj" and verb.i < t.head.i < pronoun.i for t in between)


def _is_of_them(word: Token) -> bool:
    """Whether a pronoun tells of whom some are: "killed eight of [them]"."""
    return word.pos_ == "PRON" and any(c.dep_ == "case" and c.lower_ == "of" for c in word.children)
