"""Who said it, through which channel, to whom, where: what hangs on a reporting cue.

Input: the cue's relations and its place in the tree, the entities.
Output: entity ids with spans and scores, read by kb.extraction.statements.stage.
Never: a speaker whom the words do not give.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.extraction.names.namesakes import no_kin_behind
from kb.extraction.names.stage import PRONOUNS
from kb.extraction.statements.cue_subjects import reporting
from kb.extraction.syntax import links_of, subject_of
from kb.language.analysis import Proposal, Relation
from kb.model import Span
from kb.model.extraction import PLACE_TYPES

SPEAKER_FLOOR: Final = 0.3
CHANNEL_FLOOR: Final = 0.4
ADDRESSING: Final = frozenset("tell inform warn notify brief advise assure remind accuse blame urge ask order".split())
ACCUSING: Final = frozenset({"accuse", "blame", "ask", "order", "urge"})
REACH: Final = 40  # characters before where reports come from
NOMINATIVE: Final = frozenset({"he", "she", "they"})  # right before its verb it is the subject, whatever the tree says
OBLIQUE: Final = frozenset({"him", "her", "them", "me", "us"})
HEARSAY: Final = frozenset({"have", "be"})
SECOND_SPEAKER: Final = 0.8
_PASSED_ON: Final = re.compile(r"\breports\s+(?:out\s+of|from)\s+(?:the\s+)?$", re.IGNORECASE)
_ISSUED: Final = re.compile(  # who only hands on what another says: "said in a statement issued by his spokesman"
    r"\b(?:(?:issued|released|read(?: out)?|relayed|conveyed|distributed|published|sent|signed) by|said through)\s+"
    r"(?:(?:the|an?|his|her|its|their)\s+)?(?:[\w-]+,?\s+){0,2}$",
    re.IGNORECASE,
)
_THROUGH: Final = re.compile(  # "Through his lawyer he said"; behind a comma NAME may as well speak: "via Osknet, NAME"
    r"\b(?:through|via)\s+(?:(?:an?|the|his|her|its|their)\s+)?(?:[a-z-]+\s+)?(?:[a-z-]+\s+|"
    r"(?:lawyer|attorney|counsel|solicitor|barrister|agent|aide|representative|spokes(?:man|woman|person)),\s+)?$",
    re.IGNORECASE,
)
_ACCORDING: Final = re.compile(r",\s+according to\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_OWNS: Final = re.compile(r"['’]s?\s+(?:\w+\s+)?(?:ministry|office|department|party|company|lawyers?|famil\w+)\b")
_BESIDE: Final = re.compile(r",\s+(?:an?|the|its)\s+(?:[\w-]+\s+){0,2}$")
_JOINED: Final = re.compile(r"(?:\s+(?:of|in|for|at|from)\s+[^,;.]{2,60})?,\s+(?:and|but)\s+(?:\w+ly\s+)?")
_APPOSED: Final = re.compile(r",\s+(?:(?:aged\s+)?\d{1,3},\s+)?(?:(?:an?|the|its|his|her|their)\s+)?(?:[\w-]+\s+){0,2}")


def speakers_of(
    document: Document, table: EntityTable, cue: int | None, content: Sequence[Span] = ()
) -> tuple[tuple[str, ...], Span | None, float]:
    """Return speakers by the model's links, else the cue's subject in the tree, with their words and a score.

    Args:
        cue: its proposal, None where the words have none.
        content: what is said; who is named only there yields to the subject of the cue.
    """
    if cue is None:
        return (), None, 0.0
    found: dict[str, tuple[float, Span, int]] = {}
    marked = document.analysis.proposals[cue]
    around = document.quotation_at(document.span(marked))
    told = _told(document, marked)
    links = _speaking(document, cue)
    for relation in links:
        proposal = document.analysis.proposals[relation.tail]
        if document.quotation_at(document.span(proposal)) not in (None, around, document.span(proposal)):
            continue  # what is said names no one who says it: "I" in a quotation
        if any(proposal.start <= token < proposal.end for token in told) or _told_before(
            document, marked, relation.tail
        ):
            continue  # nor does whom it is said to, or what "and" joins it to: "they accused [Obi] of theft and said"
        at = document.span(proposal).start
        if no_kin_behind(document.text, at) is not None or _PASSED_ON.search(document.text, max(0, at - REACH), at):
            continue  # nor who is only said to be no kin of the speaker, nor where "reports from Osk" come from
        aside = _is_through(document, at) or _is_aside(document, marked, at)
        aside = aside or _is_beside_subject(document, marked, proposal)  # "a lawmaker close to [her] said"
        aside = aside or _is_beside_object(document, marked, proposal)
        if aside or _is_asked_of(document, marked, relation.tail, [r.tail for r in links]):
            continue  # nor through whom somebody speaks, nor whom the question was about
        if found and (_beyond(document, marked, proposal) or _hands_on(document, proposal)):
            continue  # nor does who acts in the clause behind: "according to NAME; residents posted"
        if found and _pronoun(document, proposal):
            continue  # a name and a pronoun are not two: "the mayor said it would"
        entity = table.of_proposal.get(relation.tail) or table.at(document.span(proposal))
        if entity and entity not in found and (not found or relation.score >= SECOND_SPEAKER):
            found[entity] = (relation.score, document.span(proposal), relation.tail)
    within = bool(found) and all(any(part.covers(span) for part in content) for _, span, _ in found.values())
    if not found or within:
        known = _subject(document, table, marked, content)
        if known is not None and known[0] not in found:
            found = {known[0]: (0.5, known[1], -1)}
        within = known is None and within and _has_subject(document, marked)  # "its count gave [Paz] 49 percent"
    if not found or within:
        return (), None, 0.0
    found = _without_apposed(document, table, _side_by_side(document, table, found))
    sure = {entity: table.sure.get(proposal, score) for entity, (score, _, proposal) in found.items()}
    score, span, _ = next(iter(found.values()))
    return tuple(found), span, score * min(sure.values())


def _has_subject(document: Document, cue: Proposal) -> bool:
    """Whether something stands as its subject before a verb."""
    verb = head_token(document.doc, cue.start, cue.end)
    subject = subject_of(verb) if verb.pos_ == "VERB" else None
    return subject is not None and subject.i < verb.i and subject.pos_ in ("NOUN", "PROPN")


def _speaking(document: Document, cue: int) -> list[Relation]:
    """The links from a cue to who speaks, likeliest first, pronouns behind sure names."""
    proposals = document.analysis.proposals
    links = [r for r in document.relations_of.get(cue, ()) if r.label == "speaker" and r.score >= SPEAKER_FLOOR]
    named = any(r.score >= SECOND_SPEAKER and not _pronoun(document, proposals[r.tail]) for r in links)
    handing = [_hands_on(document, proposals[r.tail]) for r in links]
    named = named and not any(handing)
    order = [(hands, named and _pronoun(document, proposals[r.tail])) for r, hands in zip(links, handing, strict=True)]
    return [links[n] for n in sorted(range(len(links)), key=order.__getitem__)]


def _hands_on(document: Document, proposal: Proposal) -> bool:
    """Whether somebody, or whom the words own, only passes on or lends a name to what another says."""
    span = document.span(proposal)
    before = _ISSUED.search(document.text, max(0, span.start - REACH), span.start)
    return before is not None or _OWNS.match(document.text, span.end) is not None


def _is_through(document: Document, at: int) -> bool:
    """Whether the words that begin at *at* name through whom somebody speaks."""
    return _THROUGH.search(document.text, max(0, at - REACH), at) is not None


def _is_aside(document: Document, cue: Proposal, at: int) -> bool:
    """Whether the words that begin at *at* are whom a report between commas before the cue's verb is from."""
    led = _ACCORDING.search(document.text, max(0, at - REACH), at)
    start = document.span(cue).start
    return led is not None and at < start and document.text[at:start].rstrip().endswith(",")


def _is_asked_of(document: Document, cue: Proposal, tail: int, linked: Sequence[int]) -> bool:
    """Whether another speaker stands between somebody and a cue whose sentence opens with "Asked ..."."""
    asked = document.analysis.proposals[tail]
    between = any(asked.end <= document.analysis.proposals[n].start < cue.start for n in linked if n != tail)
    return between and document.doc[cue.start].sent.text.lstrip(' \n“"').startswith("Asked ")


def _beyond(document: Document, cue: Proposal, other: Proposal) -> bool:
    """Whether a semicolon stands between a cue and somebody."""
    first, second = sorted((cue, other), key=lambda proposal: proposal.start)
    return ";" in document.text[document.span(first).end : document.span(second).start]


def _pronoun(document: Document, proposal: Proposal) -> bool:
    return document.span(proposal).of(document.text).casefold() in PRONOUNS


def _is_beside_subject(document: Document, cue: Proposal, proposal: Proposal) -> bool:
    """Whether a verb's words stand right behind a pronoun that is the object of something else."""
    verb = head_token(document.doc, cue.start, cue.end)
    beside = verb.pos_ == "VERB" and not verb.lower_.endswith("ing") and proposal.end == cue.start
    return beside and document.span(proposal).of(document.text).casefold() in OBLIQUE


def _is_beside_object(document: Document, cue: Proposal, proposal: Proposal) -> bool:
    """Whether words only say what the object of the verb before is: "fined Osk, a [unit] of Ula, and vowed to sue"."""
    before, at = document.span(proposal), document.span(cue).start
    if not before.end < at or _JOINED.fullmatch(document.text, before.end, at) is None:
        return False
    led = _BESIDE.search(document.text, max(0, before.start - REACH), before.start)
    first = document.tokens(before)[0]
    clause = document.doc[document.doc[first].sent.start : first]
    return led is not None and any(t.pos_ == "VERB" for t in clause)


def _side_by_side(
    document: Document, table: EntityTable, found: Mapping[str, tuple[float, Span, int]]
) -> dict[str, tuple[float, Span, int]]:
    """The speakers without what only tells of the first, or what the first only tells of.

    "Ana Paz, who once led Unity, said"; "Unity, whose leader, Ana Paz, called for a vote, won".
    """
    rows = iter(sorted(found.items(), key=lambda pair: not table.entity(pair[0]).named))
    entity, row = next(rows)
    kept, first = {entity: row}, head_token(document.doc, *document.tokens(row[1]))
    for entity, row in rows:
        token = head_token(document.doc, *document.tokens(row[1]))
        apart = not (token.is_ancestor(first) or first.is_ancestor(token))
        if token in first.conjuncts or apart:
            kept[entity] = row
    return kept


def _without_apposed(
    document: Document, table: EntityTable, found: Mapping[str, tuple[float, Span, int]]
) -> dict[str, tuple[float, Span, int]]:
    """The speakers without a description beside a name that it describes: "the lawyer, Pia Serrano, said"."""
    named = [span for entity, (_, span, _) in found.items() if table.entity(entity).named]
    kept = {}
    for entity, row in found.items():
        apart = (sorted((row[1], name)) for name in named)
        beside = any(_beside(document.text, a, b) for a, b in apart)
        if table.entity(entity).named or not beside:
            kept[entity] = row
    return kept


def _beside(text: str, first: Span, second: Span) -> bool:
    """Whether a comma, or nothing, stands between: "the lawyer, NAME", "the miners' union NAME"."""
    return text[first.end : second.start] == " " or _APPOSED.fullmatch(text, first.end, second.start) is not None


def _told(document: Document, cue: Proposal) -> tuple[int, ...]:
    """Whom a reporting verb is said to: "told the [court]", "the [court] was told"; of whom: "a [boy] said to have"."""
    head = head_token(document.doc, cue.start, cue.end)
    behind = [t.lower_ for t in document.doc[cue.end : cue.end + 2]]
    if head.lower_ == "said" and behind[:1] == ["to"] and behind[-1] in HEARSAY:
        return tuple(range(head.sent.start, cue.start))
    if head.pos_ != "VERB":
        return ()
    if head.dep_ in ("acl", "amod") and head.lemma_ in ACCUSING and head.head.i < head.i:
        # "[firms] accused of cutting cables"
        return tuple(token.i for token in head.head.subtree if token.i < head.i)
    passive = _passive(head) if head.lemma_ in ADDRESSING else None
    if passive is not None:  # "[residents] were warned", "[Obi] was arrested and accused of fraud"
        told = [c for c in passive.children if c.dep_ in ("nsubj", "nsubj:pass") and c.i < passive.i]
        return tuple(token.i for subject in told for token in subject.subtree)
    return tuple(child.i for child in head.children if child.dep_ in ("obj", "iobj") and child.i > head.i)


def _told_before(document: Document, cue: Proposal, tail: int) -> bool:
    """Whether "and" stands right before a cue's verb, and an earlier cue of its sentence is said to those words."""
    if not cue.start or document.doc[cue.start - 1].lower_ not in ("and", "but"):
        return False
    sentence = document.doc[cue.start].sent.start
    return any(
        link.label == "addressee" and link.tail == tail and link.score >= SECOND_SPEAKER
        for index, earlier in document.analysis.layer("cue")
        if sentence <= earlier.start < cue.start
        for link in document.relations_of.get(index, ())
    )


def _passive(verb: Token) -> Token | None:
    """The passive verb whose subject is told something: this one, or the one that "and" joins it to."""
    if any(child.dep_ == "aux:pass" for child in verb.children):
        return verb
    alone = verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "nsubj:pass", "obj", "aux") for c in verb.children)
    if not alone or not verb.lower_.endswith("ed"):
        return None
    between = [c for c in verb.head.children if c.dep_ == "conj" and c.i < verb.i and _passive(c) is c]
    return verb.head if between else _passive(verb.head)


def _subject(document: Document, table: EntityTable, cue: Proposal, content: Sequence[Span]) -> tuple[str, Span] | None:
    """The subject of the reporting verb, or what follows "according to", if it is known."""
    head = head_token(document.doc, cue.start, cue.end)
    if document.span(cue).of(document.text).casefold() == "according to" and cue.end < len(document.doc):
        outer = head.head if head.dep_ == "case" else None
        words = document.token_span(outer.i, outer.i + 1) if outer is not None and outer.i >= cue.end else None
        return (entity, words) if words is not None and (entity := table.at(words)) else None
    near = document.doc[cue.start - 1] if cue.start > head.sent.start else None
    subject = near if near is not None and near.lower_ in NOMINATIVE else subject_of(head)
    if subject is not None and (subject.i in _told(document, cue) or _is_through(document, subject.idx)):
        return None
    return reporting(document, table, head, subject, content)


def place_of(document: Document, table: EntityTable, cue: int | None) -> str:
    """Return where it was said, if the reporting verb says so ("told reporters in Oslo"), else ""."""
    if cue is None:
        return ""
    proposal = document.analysis.proposals[cue]
    head = head_token(document.doc, proposal.start, proposal.end)
    within = [link.token for link in links_of(head, "communication") if link.role == "place"]
    within += [
        grand
        for child in head.children
        if child.dep_ in ("obj", "iobj") and child.i > head.i
        for grand in child.children
        if grand.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ in ("in", "at") for c in grand.children)
    ]
    for token in within:
        entity = table.at(document.token_span(token.i, token.i + 1))
        if entity and table.entity(entity).type in PLACE_TYPES | {"country"}:
            return entity
    return ""


def channel_of(document: Document, table: EntityTable, cue: int | None, label: str) -> tuple[str, Span | None, float]:
    """Return the entity, if any, the words and the score of a cue's medium or addressee; "", None and 0 for none."""
    for relation in document.relations_of.get(cue, ()) if cue is not None else ():
        if relation.label == label and relation.score >= CHANNEL_FLOOR:
            proposal = document.analysis.proposals[relation.tail]
            entity = table.of_proposal.get(relation.tail, "")
            return entity, document.span(proposal), relation.score * table.sure.get(relation.tail, proposal.score)
    return "", None, 0.0
