"""Which of several persons a name stands for: whoever has the title beside it, else who was named last.

Input: a short name, the cluster of a fuller one, the text. Output: how well it fits, for
kb.extraction.names.coreference. Pure. Never: decides between clusters.
"""

import re
from typing import Final

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.stage import Candidate

REACH: Final = 60  # characters before and after a full name in which its title stands
_TITLE: Final = re.compile(
    r"\b(?P<title>[^\W\d_]{3,}(?![\w.])|[A-Z][a-z]{2,4}(?=\.))\.?[^\S\n]+$"
)  # no word of another sentence
_NO_KIN: Final = re.compile(r"\b(?:relation to|unrelated to|related to|named after)\s+(?:[\w’'.-]+\s+){0,4}$")
_APART: Final = re.compile(r"\b(?:no (?:relation|relative) (?:to|of)|not related to|unrelated to)\b[^.;!?]{0,60}$")
_ANOTHER: Final = re.compile(
    r"(?:\s+of\s+[^\W\d_a-z][\w’'-]*)?[^.;:\n]{0,60}?[,(–—]\s*(?:who\s+is\s+|and\s+is\s+)?(?:also\s+)?"
    r"(?:no\s+(?:relation|relative|kin)|not\s+(?:a\s+)?(?:related|relative|relation)|unrelated|(?:a|his|her)\s+namesake|"
    r"not\s+to\s+be\s+confused|who\s+(?:only\s+)?shares\s+(?:his|her|the|that)\s+name)\b"
)
_KIN: Final = re.compile(
    r"\b(?:his|her|their|whose|['’]s)\s+(?:[\w-]+\s+){0,2}(?:(?:grand|step|half-)?(?:son|daughter|brother|sister|mother|"
    r"father|child)|wife|husband|widow|widower|partner|fianc[eé]e?|nephew|niece|cousin|uncle|aunt|twin)s?,?\s+$",
    re.IGNORECASE,
)
_PLAIN: Final = frozenset("the and but with from for said told that than when while after before because".split())


def namesake(short: Candidate, cluster: Cluster, text: str) -> tuple[bool, int]:
    """Return whether *short* bears a title that stands beside a fuller name of *cluster*, and where it was named last.

    Returns:
        Both orders clusters, the better one last: ("Minister Osk": the Osk who
        is a minister); "Osk": the Osk whose name stands nearest before.
    """
    fuller = [m for m in cluster.members if m.kind == "name" and not _in_passing(m, text)]
    last = max((m.span.start for m in fuller if m.span.start < short.span.start), default=-1)
    return any(_titled(m, _title(short, text), text) for m in fuller), last


def another(full: Candidate, text: str) -> bool:
    """Say whether the text tells a bearer of a name from one it named before: "Ana Osk, who is no relation to"."""
    return full.group == "person" and _ANOTHER.match(text, full.span.end) is not None


def no_kin_behind(text: str, start: int) -> int | None:
    """Return where a text begins to say that who is told of from *start* on is no kin of somebody, None if it does not.

    Of whom stands before: "he is no relation of the minister".
    """
    found = _APART.search(text, max(0, start - REACH - 30), start)
    return found.start() if found else None


def kin(short: Candidate, text: str) -> bool:
    """Say whether a given name stands behind a word of kinship: "his son Ben" is one of that family."""
    given = short.group == "person" and " " not in short.words
    return given and _KIN.search(text, max(0, short.span.start - REACH), short.span.start) is not None


def _in_passing(member: Candidate, text: str) -> bool:
    return _NO_KIN.search(text, max(0, member.span.start - REACH), member.span.start) is not None


def _title(short: Candidate, text: str) -> str:
    found = _TITLE.search(text, max(0, short.span.start - 24), short.span.start)
    title = found["title"].casefold() if found else ""
    return "" if title in _PLAIN else title


def _titled(member: Candidate, title: str, text: str) -> bool:
    if not title:
        return False
    before = text[max(0, member.span.start - REACH) : member.span.start]
    after = text[member.span.end : member.span.end + REACH]
    word = re.escape(title)
    return (
        re.search(rf"(?<!\w){word},?\s+(?:[^\W\d_]+\.?\s+)?$", before, re.IGNORECASE) is not None
        or re.match(rf",\s+(?:[\w’'-]+\s+){{0,4}}{word}\b", after, re.IGNORECASE) is not None
    )
