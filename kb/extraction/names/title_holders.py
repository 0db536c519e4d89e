"""Whoever is called by a title that stands before one name in the text: "The Home Secretary ... Home Secretary NAME".

Input: clusters of mentions, the text. Output: the clusters, each such title with its holder; read by
kb.extraction.names.also_known.
Never: chooses between two who have one title, or gives "the German foreign minister" to another's.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.stage import Candidate
from kb.extraction.names.title_words import is_title

_WHOSE: Final = re.compile(r"([A-Z][\w’'.-]*)\s$")  # "[US] Secretary of State"
_OPENS: Final = re.compile(r"(?:^|[\n.!?;:,“”\"]|\b[Tt]he|\b(?:and|with|by|to|from|for|of|said|joined|met))\s*$")
_OF: Final = re.compile(r"\s(?:of|for|to)\s")
_BEFORE: Final = 24  # characters before a title that say whose it is
_BESIDE: Final = re.compile(r",?\s(?:(?:Mr|Mrs|Ms|Dr|Sir|Dame)\.?\s)?")


def with_title_holders(clusters: Sequence[Cluster], text: str) -> list[Cluster]:
    """Return *clusters* with each title that stands alone moved to the one person who is named right behind it."""
    named = [c for c in clusters if c.named and c.group == "person"]
    for cluster in clusters:
        for member in [m for m in cluster.members if m.kind == "nominal" and is_title(m.words)]:
            if _OF.match(text, member.span.end):
                continue  # "the Foreign Minister of Chad" is nobody who is named without a land
            whose = _whose(member.span.start, text)
            holders = [c for c in named if any(_titled(member.words, whose, m, text) for m in c.members if m.named)]
            if whose is None or len(holders) != 1 or holders[0] is cluster:
                continue
            _move(member, cluster, holders[0])
    return [cluster for cluster in clusters if cluster.members]


def _move(member: Candidate, cluster: Cluster, holder: Cluster) -> None:
    """Move a title to its holder, and with the last one the pronouns that were left to nobody else."""
    cluster.members.remove(member)
    moved = [member]
    if not any(m.kind != "pronoun" for m in cluster.members):
        moved += cluster.members
        cluster.members = []
    holder.members.extend(moved)
    holder.members.sort(key=lambda m: m.span.start)
    holder.links.update({m.proposal: cluster.links.pop(m.proposal) for m in moved if m.proposal in cluster.links})


def _whose(start: int, text: str) -> str | None:
    """Return whose a title is as the word in capitals before it says, "" for none, None where more is told."""
    before = text[max(0, start - _BEFORE) : start]
    if found := _WHOSE.search(before):
        before = before[: found.start()]
        word = found[1]
        if word == "The":
            return ""
        return word if _OPENS.search(before) else None
    return "" if _OPENS.search(before) else None


def _titled(title: str, whose: str | None, name: Candidate, text: str) -> bool:
    """Whether a title of the same land stands right before a name."""
    start = max(0, name.span.start - len(title) - 8)
    at = text.rfind(title, start, name.span.start)
    beside = at >= 0 and _BESIDE.fullmatch(text, at + len(title), name.span.start) is not None
    return beside and _whose(at, text) == whose
