"""What else an article says that a body or place was or is called: "Vero, formerly known as Norvik Telecom".

Input: an article and what was read from it. Output: names as written, read by kb.resolution.article.
Pure. Never: takes what something was part of, or belonged to, for its name.
"""

import re
from typing import Final

from kb.model import Article, Extraction
from kb.resolution.kinds import group_of

_LEFT: Final = 120  # characters behind a name in which the text says so
_NAME: Final = r"[^\W\d_a-z][\w&’'-]*(?:\s+(?:(?:of|the|and|de|du|la)\s+){0,2}[^\W\d_a-z][\w&’'-]*){0,5}"
_VERB: Final = r"(?:known\s+as|called|named|operating\s+as|trading\s+as)\s+"
_BEHIND: Final = re.compile(
    r"\s*[,(–—]\s*(?:(?:which|who)\s+(?:is|was)\s+)?"
    rf"(?:(?:formerly|previously|once|until\s+(?:recently|\d{{4}})|originally|now|since)\s+{_VERB}|(?:formerly|previously)\s+)"
    rf"(?:the\s+)?[“\"‘']?(?P<name>{_NAME})[”\"’']?(?=\s*[,;.)–—\n]|\s*$)"
)


def other_names(article: Article, extraction: Extraction) -> dict[str, tuple[str, ...]]:
    """Return local id of a body or place -> what else the text says that it was or is called."""
    named = {one.id for one in extraction.entities if one.named and group_of(one.type) in ("organisation", "place")}
    found: dict[str, tuple[str, ...]] = {}
    for mention in extraction.mentions:
        if mention.kind == "name" and mention.entity in named:
            said = _BEHIND.match(article.text, mention.span.end, mention.span.end + _LEFT)
            if said and said["name"] not in found.get(mention.entity, ()):
                found[mention.entity] = (*found.get(mention.entity, ()), said["name"])
    return found
