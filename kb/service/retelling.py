"""People's decisions on the claims of one reading, said again of another: which claim of it each is about.

Input: the other reading; decisions in the order in which they were taken, put into its words.
Output: how each names its claim there, "" where it finds nothing to apply to.
Pure: no I/O.
"""

from dataclasses import replace

from kb.graph.claims import Claims
from kb.graph.curation import Curation, curate, find
from kb.graph.iris import Iris
from kb.model import Article, Extraction


class Retelling:
    """Says decisions again of one reading, one after the other: what one amended is what the next is about.

    Args:
        article, extraction: the other text, and what was read from it.
        iris: of the home.
    """

    def __init__(self, article: Article, extraction: Extraction, iris: Iris) -> None:
        self._article = article
        self._extraction = extraction
        self._iris = iris
        self._claims = Claims(article, extraction, iris)
        self._taken: list[Curation] = []
        self._names: dict[str, str] = {}  # of claims of the first reading -> of this one

    def local(self, decision: Curation) -> str:
        """Return how the claim of a decision is named here; "" if the reading has none such, or speaks against it.

        Args:
            decision: what was judged, and its value, as this text has them; the claim as the first reading names it.
        """
        claim = self._names.get(decision.claim) or self._named(decision)
        if not claim:
            return ""
        ours = replace(decision, claim=claim)
        taken = (*self._taken, ours)
        if ours.position in curate(self._article, self._extraction, taken, self._iris).lost:
            return ""
        self._taken.append(ours)
        self._names[decision.claim] = claim
        return claim

    def _named(self, decision: Curation) -> str:
        judged = decision.judged
        one = find(self._article, self._extraction, judged)
        if one is None:
            return ""
        parts = [part for part in self._claims.of(one) if part.field == judged.field and part.value == judged.value]
        nodes = [part.claim for part in parts if part.claim]
        return nodes[0].value.rpartition("/id/")[2] if nodes else one.id
