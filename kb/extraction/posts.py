"""Whether a description by an office can be of who is named with another: "the prime minister" of "President Ana Ruiz".

Input: a description, the members of a cluster, the text. Output: whether they cannot be of one person, read by
kb.extraction.coreference.
Pure. Never: tells apart what one person may well be at once, a party's leader and a mayor, a minister of two matters.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.extraction.mentions import Candidate

REACH: Final = 24  # characters before a name in which its title ends
_POSTS: Final = (
    r"vice[ -]president|president|prime minister|premier|chancellor|king|queen|governor|mayor|ambassador|speaker"
)
_SAME: Final = {"premier": "prime minister", "vice-president": "vice president"}
_ALONE: Final = re.compile(rf"(?:the\s+)?(?P<post>{_POSTS})", re.IGNORECASE)
_TITLE: Final = re.compile(rf"(?<![\w-])(?P<post>{_POSTS})\s+$", re.IGNORECASE)


def other_post(words: str, members: Iterable[Candidate], text: str) -> bool:
    """Say whether *words* name one high office alone and all titles beside the names of *members* another.

    Args:
        words: of a description; more than the office alone tells nothing here.
        text: the stored text, in which the members' titles stand before their names.
    """
    told = _ALONE.fullmatch(words)
    if told is None:
        return False
    titles = {_plain(found["post"]) for member in members if (found := _title(member, text)) is not None}
    return bool(titles) and _plain(told["post"]) not in titles


def _title(member: Candidate, text: str) -> re.Match[str] | None:
    if member.kind != "name":
        return None
    return _TITLE.search(text, max(0, member.span.start - REACH), member.span.start)


def _plain(post: str) -> str:
    folded = post.casefold()
    return _SAME.get(folded, folded)
