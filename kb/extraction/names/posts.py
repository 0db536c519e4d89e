"""Whether a description by an office can be of who is named with another: "the prime minister" of "President Ana Ruiz".

Input: a description, the members of a cluster, the text. Output: whether they cannot be of one person, read by
kb.extraction.names.coreference.
Pure. Never: tells apart what one person may well be at once, a party's leader and a mayor, a minister of two matters.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.extraction.names.stage import Candidate

REACH: Final = 80  # characters before a name in which its title or the description beside it stands
_POSTS: Final = (
    r"vice[ -]president|president|prime minister|premier|chancellor|king|queen|governor|mayor|ambassador|speaker"
    r"|archbishop|bishop|pope|imam|rabbi"
)
_SAME: Final = {"premier": "prime minister", "vice-president": "vice president", "archbishop": "bishop"}
_ALONE: Final = re.compile(rf"(?:the\s+)?(?P<post>(?:deputy\s+)?(?:{_POSTS}))", re.IGNORECASE)
_LOCAL: Final = re.compile(
    r"(?:(?:acting|interim|caretaker|county|provincial|regional|state|city|district|local) )+(?=\w+$)", re.IGNORECASE
)
_ENDING: Final = re.compile(
    rf"(?<![\w-])(?P<post>{_POSTS}|[a-z]+ minister|minister|commissioner|superintendent)$", re.IGNORECASE
)
_HELD: Final = re.compile(rf"(?:the\s+)?(?P<post>(?:deputy\s+)?(?:{_POSTS}))\s+(?:of|for)\s", re.IGNORECASE)
_DEPUTY: Final = re.compile(r"(?:deputy|vice|assistant)\s[\w’'-]+(?:\s[\w’'-]+)?$", re.IGNORECASE)
_TITLE: Final = re.compile(
    rf"(?<![\w-])(?P<post>(?:deputy\s+)?(?:{_POSTS}))(?:\s+(?:of|for)\s[^,.;:\n]{{1,50}},)?\s+$", re.IGNORECASE
)
_HEADING: Final = re.compile(r"[A-Z]{2,6} (?:chief|head|boss)")  # "UN chief", whom no minister is
_MINISTER: Final = re.compile(
    r"(?<!\band )(?<!\b[Tt]hen )(?<!\b[Ff]ormer )\b(?!Former\b|Then\b)(?:[A-Z][\w-]+ (?:and )?){1,3}[Mm]inister\s+$"
)
_OF_ONE: Final = frozenset("president king queen pope governor mayor speaker".split())  # which no minister is as well


def post_of(words: str) -> str:
    """Return the high office that a description ends in, "governor" of "the acting county governor"; "" for none.

    A deputy's is the whole: "deputy governor" is no governor.
    """
    if _DEPUTY.match(words):
        return words.casefold()
    told = _ENDING.search(re.split(r"\s(?:of|for|to|in)\s", words, maxsplit=1)[0])
    return told["post"].casefold() if told else ""


def plain_post(words: str) -> str:
    """Return the title in a description without what says where or for how long: "the acting county governor"."""
    return _LOCAL.sub("", words).casefold()


def other_post(words: str, members: Iterable[Candidate], text: str) -> bool:
    """Say whether *words* name one high office alone and all offices that tell of *members* are others.

    Those are the titles before names ("Governor Ana Paz") and descriptions by office ("the governor of Osk").

    Args:
        words: of a description; more than the office alone tells nothing here.
        text: the stored text, in which the members' titles stand before their names.
    """
    told, members = _ALONE.fullmatch(words), tuple(members)
    if told is None:
        return _HEADING.fullmatch(words) is not None and any(_is_minister(member, text) for member in members)
    titles = {_plain(found["post"]) for member in members if (found := _title(member, text)) is not None}
    if not titles and _plain(told["post"]) in _OF_ONE:
        return any(_is_minister(member, text) for member in members)
    return bool(titles) and _plain(told["post"]) not in titles


def _is_minister(member: Candidate, text: str) -> bool:
    """Whether a minister's title stands right before a name: "Energy Minister Ana Paz"."""
    start = member.span.start
    return member.kind == "name" and _MINISTER.search(text, max(0, start - REACH), start) is not None


def _title(member: Candidate, text: str) -> re.Match[str] | None:
    if member.kind == "nominal":
        return _HELD.match(member.words)
    if member.kind != "name":
        return None
    return _TITLE.search(text, max(0, member.span.start - REACH), member.span.start)


def _plain(post: str) -> str:
    folded = post.casefold()
    return _SAME.get(folded, folded)
