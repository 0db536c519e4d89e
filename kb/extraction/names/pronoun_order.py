"""Who a pronoun is by the order of words, where the model finds two likely: whom the sentence before is about.

Input: a pronoun and the Clusters that it may be, the text.
Output: one of the clusters, None where the order tells nothing; read by kb.extraction.names.coreference.
Pure. Never: adds a cluster to those that the model finds likely.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.stage import Candidate

HE: Final = frozenset({"he", "she"})
_END: Final = re.compile(r"[.!?][\"'”’)]*\s+(?=[A-Z\"“‘])")
_TITLE: Final = re.compile(r"\b(?:[A-Z]|Mrs?|Ms|Dr|Gen|Col|Gov|Sen|Rep|Lt|Maj|Capt|Sgt|St|Prof|Rev|Jr|Sr|No|U\.S)\.$")


def sentence_before(candidate: Candidate, likely: Sequence[Cluster], text: str) -> Cluster | None:
    """Return the cluster that the sentence before the pronoun's names first: "The army denied it. ... it said".

    None if a likely one stands in the pronoun's own sentence before it, or the paragraph begins with that; of persons
    the only one that does: "Obi shouted. The clerk handed over 30 euros before [he] was shot".
    """
    begin = text.rfind("\n", 0, candidate.span.start) + 1
    ends = [begin, *_ends(text, begin, candidate.span.start)]
    if len(ends) < 2:
        return None
    here, before = ends[-1], ends[-2]
    rows = [(m.span, n) for n, c in enumerate(likely) for m in c.members if before <= m.span.start]
    rows = sorted(row for row in rows if row[0].start < candidate.span.start)
    if not rows:
        return None
    if own := {n for span, n in rows if span.start >= here}:
        return likely[own.pop()] if len(own) == 1 and candidate.words.casefold() in HE else None
    first = rows[0][1]
    if len(rows) > 1 and text[rows[0][0].end : rows[1][0].start].strip(" ,") == "" and likely[rows[1][1]].named:
        return likely[rows[1][1]]  # "the miners' union UMA"
    return likely[first]


def _ends(text: str, start: int, end: int) -> list[int]:
    """Where the sentences of a stretch of text begin, but the first."""
    found = _END.finditer(text, start, end + 1)  # a pronoun may open its sentence
    return [match.end() for match in found if _TITLE.search(text, start, match.start() + 1) is None]
