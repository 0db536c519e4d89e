"""Which links of an event's words are believed: what the model says of them, weighed with the tree.

Input: the relations that go out from an event's triggers, the tree.
Output: links with the role that they are believed for, read by kb.extraction.events.roles.
Never: believes the tree alone, but for what leaves no doubt ("attack on NAME").
"""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.bystanders import is_aside, role_of
from kb.extraction.events.doers import done_by
from kb.extraction.events.fillers import is_whereabouts, right_behind
from kb.extraction.events.onlookers import whom_it_befell
from kb.extraction.events.weapons import is_aimed_at, is_sent
from kb.extraction.syntax import links_of
from kb.language.analysis import ROLE_RELATIONS, Proposal, Relation

ROLE_FLOOR: Final = 0.5
OPEN_FLOORS: Final = {"agent": 0.15, "participant": 0.15, "patient": 0.2}  # of a role that no likelier link fills
PLACE_FLOOR: Final = 0.4
DIRECT: Final = 0.55  # a noun's own modifier, which leaves no doubt ("attack on NAME"), is believed alone
LISTED: Final = 0.9  # how sure a role is for what "and" joins to its filler
SINGLE: Final = ("circumstance", "origin", "destination")  # lists of these are rare
AGREEING: Final = 0.15  # what the tree adds to a link of the model; other links of the tree alone are not believed
AGREEING_PLACE: Final = 0.3


def weighed(
    document: Document, triggers: Sequence[tuple[int, Proposal]], coarse: str
) -> tuple[list[Relation], list[Relation], list[Relation]]:
    """Return the links that model and tree together make likely enough, those that a role left open may
    take, and others, each strongest first.

    Args:
        triggers: (proposal index, proposal) of one happening.
        coarse: its class.
    """
    likely: list[Relation] = []
    possible: list[Relation] = []
    faint: list[Relation] = []
    for index, proposal in triggers:
        token = head_token(document.doc, proposal.start, proposal.end)
        for (given, tail), value in _scores(document, index, token, coarse).items():
            words = head_of(document, tail)
            if (first := whom_it_befell(given, words, token)) is not None and first.i in document.filler_at:
                tail, words = document.filler_at[first.i], first
            label = done_by(role_of(given, words, token, coarse), words, token, document.trigger_tokens)
            if not label:
                continue
            if label == "patient" and is_sent(document, token, tail):
                label = "instrument"
            elif label == "instrument" and is_aimed_at(document, token, tail):
                label = "patient"
            if value >= (PLACE_FLOOR if label == "place" else ROLE_FLOOR):
                likely.append(Relation(label, index, tail, value))
            elif value >= OPEN_FLOORS.get(label, 1.0):
                possible.append(Relation(label, index, tail, (value + ROLE_FLOOR) / 2))  # likelier where none is
            elif label != "place":
                faint.append(Relation(label, index, tail, value))
        likely += _coordinated(document, [r for r in likely if r.head == index], token, coarse)
    return sorted(likely, key=_strongest), sorted(possible, key=_strongest), sorted(faint, key=_strongest)


def _scores(document: Document, index: int, token: Token, coarse: str) -> dict[tuple[str, int], float]:
    """What model and tree together give each role and filler of one trigger; *token* is its head."""
    score = {(r.label, r.tail): r.score for r in document.relations_of.get(index, ()) if r.label in ROLE_RELATIONS}
    for link in links_of(token, coarse):
        tail = document.filler_at.get(link.token.i)
        if tail is not None:
            role = "instrument" if link.role == "patient" and is_sent(document, token, tail) else link.role
            key = (role, tail)
            if key in score:
                agreed = score[key] + (AGREEING_PLACE if role == "place" else AGREEING)
                score[key] = min(1.0, max(agreed, DIRECT if link.direct else 0.0))
            elif link.direct:
                score[key] = DIRECT
    hit = right_behind(document, document.analysis.proposals[index]) if coarse == "attack" else None
    if hit is not None:
        score["patient", hit] = max(score.get(("patient", hit), 0.0), DIRECT)
    return score


def _strongest(link: Relation) -> tuple[float, int, int, str]:
    return -link.score, link.head, link.tail, link.label


def _coordinated(document: Document, rows: Sequence[Relation], trigger: Token, coarse: str) -> list[Relation]:
    """The same role for what "and" joins to a filler: "killed two soldiers and a villager"."""
    taken = {row.tail for row in rows}
    found: dict[tuple[str, int], Relation] = {}
    for row in rows:
        proposal = document.analysis.proposals[row.tail]
        if row.label in SINGLE or proposal.layer == "trigger":
            continue
        first = head_token(document.doc, proposal.start, proposal.end)
        for token in first.conjuncts:
            other = document.filler_at.get(token.i)
            if (
                other is None
                or other in taken
                or (row.label == "patient" and is_whereabouts(document, row.tail, other))
                or (first.is_ancestor(trigger) and (token.i > trigger.i or is_aside(trigger)))
            ):
                continue  # "Obi, a driver arrested in May; Lund, a nurse" tells of no arrest of Lund
            whole = token.i == head_of(document, other).i
            if whole and role_of(row.label, token, trigger, coarse) == row.label:
                found[row.label, other] = Relation(row.label, row.head, other, row.score * LISTED)
    return list(found.values())


def head_of(document: Document, index: int) -> Token:
    """Return the head of a proposal's words."""
    proposal = document.analysis.proposals[index]
    return head_token(document.doc, proposal.start, proposal.end)
