"""Words that cannot name one happening: a release is no capture, a by-election no general election.

Input: two triggers of a Document, the ontology's trigger words. Output: whether they are two, read by
kb.extraction.events.distinct.
Pure. Never: tells apart what two sides call differently, a victory and a defeat.
"""

from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.language.event_types import EventTypes

OPPOSED: Final = tuple(  # local names of types, the one side and what it ends or brings back
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("explosion", "fire"),  # what the one starts; of 1,000 told by hand in 26 articles with both 2 are one
        ("release", "detention kidnapping arrest"),
        ("deployment", "withdrawal"),
        ("appointment reinstatement", "resignation dismissal"),
        ("layoff unemployment", "appointment departure hiring reinstatement resignation retirement succession"),
        ("acquittal", "conviction"),
        ("restoration", "interruption power_outage closure outage disruption"),
        ("lifting", "ban restriction sanction"),
        ("evacuation displacement flight", "return_home"),
        # what is only a part of a war; fighting may be all of it. Of 72 articles annotated with both one differs
        ("war armed_conflict", "siege raid ambush attack hit air_strike bombing shelling targeting_civilians coup"),
    )
)
STAGES: Final = (  # of a case; a ruling may be any. Of 694 told twice in articles annotated by hand 6 differ
    frozenset({"charge"}),
    frozenset({"plea"}),
    frozenset({"hearing", "trial", "testimony"}),
    frozenset({"conviction", "acquittal"}),
    frozenset({"sentence"}),
    frozenset({"appeal"}),
)
ELECTION: Final = "election"
BEFORE: Final = 3  # words before an election that say of what kind it is
VOTES: Final = {  # a word before an election, or its name -> of what kind it is
    **dict.fromkeys(("general", "parliamentary", "legislative", "assembly"), "parliament"),
    **dict.fromkeys(("by-election", "byelection", "bye-election"), "by-election"),
    **dict.fromkeys(("local", "municipal", "council", "regional", "provincial"), "local"),
    **{word: word for word in ("presidential", "gubernatorial", "mayoral", "primary")},
}


def unlike(document: Document, types: EventTypes, one: int, other: int) -> bool:
    """Say whether two trigger proposals name opposite happenings, elections of two kinds or two stages of a case."""
    heads = [_head(document, trigger) for trigger in (one, other)]
    labels = [document.analysis.proposals[trigger].label for trigger in (one, other)]
    if labels == [ELECTION, ELECTION]:
        kinds = [_kinds(head) for head in heads]
        return bool(kinds[0] and kinds[1]) and kinds[0].isdisjoint(kinds[1])
    named = [
        {kind.name for kind in types.for_trigger(phrase_of(document, trigger, head), head.pos_, label)}
        for trigger, head, label in zip((one, other), heads, labels, strict=True)
    ]
    if len({stage for name in named for stage in STAGES if name and name <= stage}) == 2:
        return True
    return all(named) and any(
        (named[0] <= left and named[1] <= right) or (named[0] <= right and named[1] <= left) for left, right in OPPOSED
    )


def _kinds(head: Token) -> set[str]:
    """The kinds of an election that its noun and the words before it name."""
    before = head.doc[max(head.sent.start, head.i - BEFORE) : head.i + 1]
    words = {word.lower_ for word in before} | {before.text.casefold().rpartition(" ")[2]}  # "by-election" is three
    return {VOTES[word] for word in words if word in VOTES}


def _words(head: Token) -> str:
    """A trigger's lemma with its particle: "step down"."""
    particles = (c.lower_ for c in head.children if c.dep_ == "compound:prt")
    return " ".join([head.lemma_ or head.lower_, *particles])


def phrase_of(document: Document, trigger: int, head: Token) -> str:
    """Return the words of a trigger that may name more than its head does: "catch fire", "walk out"."""
    proposal = document.analysis.proposals[trigger]
    words = document.doc[proposal.start : proposal.end]
    if len(words) == 1 or head.i != proposal.start:
        return _words(head)
    return " ".join(word.lemma_ or word.lower_ for word in words)


def _head(document: Document, trigger: int) -> Token:
    proposal = document.analysis.proposals[trigger]
    return head_token(document.doc, proposal.start, proposal.end)
