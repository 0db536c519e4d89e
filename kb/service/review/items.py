"""One question about who is who, as it is asked.

Input: nothing; kb.service.review.queue fills it. Output: records for kb.cli, kb.api and the pages.
Never: decides.
"""

from dataclasses import dataclass

from kb.errors import NotFoundError
from kb.model.identity import digest
from kb.resolution.clustering import Pair, ordered
from kb.resolution.comparison import Part


class NoSuchItemError(NotFoundError):
    """Nothing of this id is to be reviewed; *looks*: not everything is looked at yet."""

    code = "no-such-review"

    def __init__(self, identifier: str, *, looks: bool = False) -> None:
        self.identifier = identifier
        self.looks = looks
        late = "Articles are still being compared: it may come in a moment. " if looks else ""
        super().__init__(
            f"There is no question {identifier} to review, or it was answered.",
            hint=f"{late}`kb list review` has those that are open; `kb list decisions` what was answered.",
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Attributes:
        id: follows from the two, so that it lasts.
        kind: entity or event.
        why: near (about the threshold), contradicted (above it, but something speaks against), or weak (one now, held
            together by this pair alone).
        pair: the two members that speak most for it.
        ids: the canonical ids of the two sides; the same twice if it is one now.
        bits: what the pair weighs; *needed* makes a link; *against*: of the pair that contradicts it most, 0 if none.
        parts: the weight by field.
        reason: in words.
        claims: that would be another's by the answer; *articles* that tell of the two.
        open: 0 (clear) to 1 (even).
        worth: see kb.resolution.worth.
        asked: whom the question names: the two canonical ids in order, or the two members.
    """

    id: str
    kind: str
    why: str
    pair: Pair
    ids: Pair
    bits: float
    needed: float
    against: float
    parts: tuple[Part, ...]
    reason: str
    claims: int
    articles: int
    open: float
    worth: float
    asked: Pair


def item_id(one: str, other: str) -> str:
    """Return the id of the question about two."""
    return digest("review", *ordered(one, other))
