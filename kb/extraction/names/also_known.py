"""Second names that a text tells beside the first: "NAME, known as NAME", "a guard, who gave his name as NAME".

Input: mention candidates, their clusters, the text. Output: the clusters, those of one person joined, read by
kb.extraction.names.coreference.
Never: joins what differs in kind, or two that the text does not say to be one.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.stage import Candidate

_KNOWN: Final = re.compile(
    r",?\s*\(?(?:who\s+is\s+)?(?:(?:better|also|otherwise|widely|popularly|commonly|simply)\s+)?"
    r"(?:known\s+(?:(?:to|in|among)\s+(?:[\w’'-]+\s+){1,3}|locally\s+|simply\s+|only\s+)?as|alias|a\.?k\.?a\.?|"
    r"nicknamed|dubbed|n[ée]e|born|who\s+goes\s+by(?:\s+the\s+(?:name|nickname)(?:\s+of)?)?)\s+(?:the\s+)?[\"“‘']?",
    re.IGNORECASE,
)
_GAVE: Final = re.compile(r"\s+(?:first\s+|full\s+)?names?\s+(?:only\s+|simply\s+)?as\s+[\"“‘']?", re.IGNORECASE)


def joined_names(clusters: Sequence[Cluster], candidates: Sequence[Candidate], text: str) -> list[Cluster]:
    """Return *clusters* with those joined whose names the text says to be of one; *candidates* in text order."""
    home = {member.proposal: cluster for cluster in clusters for member in cluster.members}
    gone: set[int] = set()
    for first, second in pairwise(candidates):
        one, other = home.get(first.proposal), home.get(second.proposal)
        if one is None or other is None or one is other or one.group != other.group or second.kind != "name":
            continue
        if not _same(first, text[first.span.end : second.span.start]) or (first.kind == "pronoun" and one.named):
            continue
        one.members.extend(other.members)
        one.members.sort(key=lambda member: member.span.start)
        one.keys |= other.keys
        one.links.update(other.links)
        home.update((member.proposal, one) for member in other.members)
        gone.add(id(other))
    return [cluster for cluster in clusters if id(cluster) not in gone]


def _same(first: Candidate, between: str) -> bool:
    if first.kind == "pronoun":
        return _GAVE.fullmatch(between) is not None
    return first.kind in ("name", "nominal") and _KNOWN.fullmatch(between) is not None
