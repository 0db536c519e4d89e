"""How sure it is that words fill a role: all that network, tree and rules say of them, weighed together.

Input: the fillers that the rules claim for one event and those that only the network links, the tree;
role_weights.json, fitted by training/sure_roles.py.
Output: the fillers that are claimed after all, with their chances; read by kb.extraction.events.roles.
Rules and floors look at one link at a time; one logistic curve over all that is said, fitted to articles that the
network had not seen, knows what rivals and an unsure event take away. docs/reading.md has what it gives.
Never: thinks of a filler that no link of the network and no rule tells of. Pure but for reading the file.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.syntax import links_of
from kb.language.analysis import Proposal
from kb.model import Span
from kb.resources import resource

FILE: Final = "role_weights.json"
ROLES: Final = ("agent", "participant", "patient", "recipient", "instrument", "circumstance", "origin", "destination")
KINDS: Final = ("entity", "event", "words")
FEATURES: Final = (
    *ROLES,
    *(f"claimed, {role}" for role in ROLES),
    *(f"is {kind}" for kind in KINDS),
    *("event", "words", "link", "link, claimed", "rival", "other role", "by tree", "filled"),
)
EDGE: Final = 0.02  # scores nearer to 0 or 1 than this count as this near
MANY: Final = 2  # other fillers of a role; more say nothing more


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role of an event, or may.

    Attributes:
        generic: the role's name before the event type's frame gives it one of its own.
        span: its words.
        entity: its entity; with *event* "" for words alone.
        event: its event.
        score: how likely the link is, by network, tree and rules.
        sure: that the words are what they are taken for.
    """

    generic: str
    span: Span
    entity: str
    event: str
    score: float
    sure: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A filler with what is said of it: FEATURES by name, those that are 0 left out."""

    filler: Filler
    claimed: bool
    features: Mapping[str, float]


def candidates(
    document: Document,
    triggers: Sequence[tuple[int, Proposal]],
    coarse: str,
    claimed: Sequence[Filler],
    possible: Sequence[Filler],
) -> list[Candidate]:
    """Return the fillers with their features.

    Args:
        triggers: (proposal index, proposal) of one happening.
        coarse: its class.
        claimed: what the rules claim.
        possible: what they do not, though the network links it.
    """
    by_tree = {
        (link.role, link.token.i)
        for _, proposal in triggers
        for link in links_of(head_token(document.doc, proposal.start, proposal.end), coarse)
    }
    told = _log_odds([max(proposal.score for _, proposal in triggers)])
    every = (*claimed, *possible)
    found = []
    for n, filler in enumerate(every):
        mine = n < len(claimed)
        link = _log_odds([filler.score])
        head = head_token(document.doc, *document.tokens(filler.span))
        others = [other for other in every if other is not filler]
        features = {
            filler.generic: 1.0,
            f"claimed, {filler.generic}": float(mine),
            f"is {'entity' if filler.entity else 'event' if filler.event else 'words'}": 1.0,
            "event": told,
            "words": _log_odds([filler.sure]),
            "link": link,
            "link, claimed": link if mine else 0.0,
            "rival": _log_odds(o.score for o in others if o.generic == filler.generic),
            "other role": _log_odds(o.score for o in others if o.generic != filler.generic and _key(o) == _key(filler)),
            "by tree": float((filler.generic, head.i) in by_tree),
            "filled": float(min(MANY, sum(f.generic == filler.generic and f is not filler for f in claimed))),
        }
        found.append(Candidate(filler, mine, {name: value for name, value in features.items() if value}))
    return found


def _key(filler: Filler) -> str | Span:
    return filler.entity or filler.event or filler.span


def _log_odds(scores: Iterable[float]) -> float:
    """Return the log-odds of the highest score."""
    sure = min(max(max(scores, default=0.0), EDGE), 1 - EDGE)
    return log(sure / (1 - sure))


class RoleWeights:
    """The fitted curve, and from which chance a filler is claimed."""

    def __init__(self, weights: Mapping[str, float], offset: float, floors: Mapping[str, float]) -> None:
        """Take the weights over.

        Args:
            weights: of each of FEATURES.
            offset: log-odds where all features are 0.
            floors: what the rules claim stays from the chance "keep", what they do not is claimed from "add".

        Raises:
            ValueError: the features are not those of this code.
        """
        if tuple(weights) != FEATURES:
            raise ValueError(f"{FILE} weighs other features than this code has: fit it anew with training/.")
        self._weights = dict(weights)
        self._offset = offset
        self._keep, self._add = floors["keep"], floors["add"]

    @classmethod
    def load(cls, path: Path) -> "RoleWeights":
        """Read a file.

        Raises:
            FileNotFoundError: there is none.
            ValueError: it is of other features than this code's.
        """
        table = json.loads(path.read_text(encoding="utf-8"))
        return cls(table["weights"], table["offset"], table["floors"])

    def chance(self, features: Mapping[str, float]) -> float:
        """Return how likely event, role and filler are right."""
        return 1 / (1 + exp(-self._offset - sum(self._weights[name] * value for name, value in features.items())))

    def chosen(self, event_id: str, rows: Sequence[Candidate]) -> list[tuple[Filler, float]]:
        """Return the fillers that one event has, with their chances, the surest first; none has two roles.

        Args:
            event_id: whose they are.
            rows: its candidates.
        """
        judged = sorted(((self.chance(row.features), row) for row in rows), key=lambda row: -row[0])
        taken: set[str | Span] = set()
        found = []
        for chance, row in judged:
            if chance >= (self._keep if row.claimed else self._add) and _key(row.filler) not in taken:
                taken.add(_key(row.filler))
                found.append((row.filler, chance))
        return found


@lru_cache(maxsize=1)
def shipped_weights() -> RoleWeights:
    """Return the weights that ship with the package."""
    return RoleWeights.load(resource("data") / FILE)
