"""What is fired, what with and what at: "fired rockets at ships", "a drone and missile attack".

Input: the word of an attack, the words that fill its slots, the tree.
Output: what of them is sent, hit or used, read by kb.extraction.events.roles.
Pure. Never: says who fires.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal
from kb.model import Span

SENDING: Final = frozenset("fire launch drop aim lob hurl shoot throw fling detonate".split())
AIMING: Final = frozenset({"at", "against", "towards", "toward"})
WEAPONS: Final = frozenset(
    "drone missile rocket bomb knife gun mortar artillery grenade car truck acid machete axe sword tank".split()
)
REACH: Final = 6  # tokens before a noun of attack in which its weapons stand


def weapons(
    document: Document, triggers: Sequence[tuple[int, Proposal]], taken: Sequence[Span]
) -> Iterator[tuple[Span, float]]:
    """Yield the weapons that a noun of attack is compounded with: two in "drone and missile attack".

    Args:
        triggers: (proposal index, proposal) of one happening.
        taken: words that fill a slot already; what touches them is passed over.

    Returns:
        The weapon's words, and how sure their trigger is.
    """
    told = list(taken)
    for _, proposal in triggers:
        at = proposal.end - 1
        if document.doc[at].pos_ != "NOUN":
            continue
        runs: list[list[int]] = [[]]
        for token in reversed(document.doc[max(0, at - REACH) : at]):
            if token.lemma_.casefold() in WEAPONS:
                runs[-1].append(token.i)
            elif token.lower_ in ("and", "or", ",", "-") and runs[-1]:
                runs.append([])
            else:
                break
        for run in filter(None, runs):
            span = document.token_span(run[-1], run[0] + 1)
            if not any(other.overlaps(span) for other in told):
                told.append(span)
                yield span, proposal.score


def is_sent(document: Document, trigger: Token, tail: int) -> bool:
    """Say whether the words are what is fired or launched rather than what is hit: "fired nine rockets"."""
    proposal = document.analysis.proposals[tail]
    sent = trigger.lemma_ in SENDING and proposal.layer == "argument" and trigger.i < proposal.start
    if document.doc[proposal.end - 1].lower_ in ("people", "persons"):
        return False  # "shot dead six people"
    return sent and not is_aimed_at(document, trigger, tail)


def is_aimed_at(document: Document, trigger: Token, tail: int) -> bool:
    """Say whether what is fired or launched goes where the words say: "fired missiles at [ships]"."""
    proposal = document.analysis.proposals[tail]
    aim = head_token(document.doc, proposal.start, proposal.end)
    near = trigger.i in (aim.head.i, aim.head.head.i)  # the ships hang from the verb or from the missiles
    return trigger.lemma_ in SENDING and near and any(c.dep_ == "case" and c.lower_ in AIMING for c in aim.children)
