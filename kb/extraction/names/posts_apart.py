"""Holders of one office of two lands or towns, or of bodies of two: "the French president met the Turkish president".

Input: candidates in text order, the text. Output: pairs of proposals that are two people, read by
kb.extraction.names.rivals.
Pure. Never: tells apart offices of two kinds, or in two firms or clubs, which one person may hold.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from kb.extraction.names.posts import post_of
from kb.extraction.names.stage import Candidate
from kb.language.text_keys import name_key

REACH: Final = 3  # candidates on either side of a title or name that may be whose it is
_OWNERS: Final = frozenset({"country", "organisation", "place"})
_CHIEFS: Final = re.compile(r"(?:chief executive(?: officer)?|ceo|secretary of state)$", re.IGNORECASE)
_OWNS: Final = re.compile(r"(?:['’]s?)?\s(?:(?:acting|caretaker|interim|new|outgoing|then)\s)?")
_OF: Final = re.compile(r"\sof\s(?:the\s)?")
_TITLED: Final = re.compile(r"(?:['’]s?)?\s(?P<title>[\w’'-]+(?:\s[\w’'-]+){0,3}?)\s")
_APPOSED: Final = re.compile(r",\s(?:the\s)?(?P<title>[\w’'-]+(?:\s[\w’'-]+){0,3}?)\sof\s(?:the\s)?")
_TITLE: Final = re.compile(r"(?:^|[\s\"“(])(?P<title>[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2})\s$")
_BEFORE: Final = 40  # characters before a name in which its title stands


@dataclass(frozen=True, slots=True)
class _Held:
    proposal: int
    post: str
    owner: Candidate


def holders_apart(candidates: Sequence[Candidate], text: str) -> Iterator[tuple[int, int]]:
    """Yield pairs of proposals of people with one office each of another land or town.

    Args:
        candidates: in text order.
        text: the stored text.
    """
    held: dict[str, list[_Held]] = {}
    for n, candidate in enumerate(candidates):
        if candidate.group == "person" and candidate.kind != "pronoun" and (one := _held(candidates, n, text)):
            held.setdefault(one.post, []).append(one)
    for those in held.values():
        yield from ((a.proposal, b.proposal) for a, b in combinations(those, 2) if _are_two(a.owner, b.owner))


def _held(candidates: Sequence[Candidate], at: int, text: str) -> _Held | None:
    """The office of a description, or of a name with its title, with whose it is; None without."""
    one = candidates[at]
    before = [c for c in reversed(candidates[max(0, at - REACH) : at]) if _is_owner(c)]
    behind = [c for c in candidates[at + 1 : at + 1 + REACH] if _is_owner(c)]
    if one.kind == "nominal":
        post = _post(one.words)
        owner = next((c for c in before if _OWNS.fullmatch(text, c.span.end, one.span.start)), None)
    else:
        titled = ((c, _TITLED.fullmatch(text, c.span.end, one.span.start)) for c in before)
        owner, post = next(((c, _post(t["title"])) for c, t in titled if t), (None, ""))
        if owner is None and (title := _TITLE.search(text, max(0, one.span.start - _BEFORE), one.span.start)):
            post = _post(title["title"])
        told = ((c, _APPOSED.fullmatch(text, one.span.end, c.span.start)) for c in behind)
        if owner is None and not post:
            owner, post = next(((c, _post(t["title"])) for c, t in told if t), (None, ""))
    if owner is None:
        owner = next((c for c in behind if _OF.fullmatch(text, one.span.end, c.span.start)), None)
    return _Held(one.proposal, post, owner) if post and owner is not None else None


def _post(words: str) -> str:
    chief = _CHIEFS.search(words)
    return (
        "ceo" if chief and chief[0][:2].casefold() in ("ce", "ch") else chief[0].casefold() if chief else post_of(words)
    )


def _is_owner(candidate: Candidate) -> bool:
    return candidate.group in _OWNERS and candidate.named


def _are_two(one: Candidate, other: Candidate) -> bool:
    """Whether two owners are not one, nor one of them short for the other or a part of it."""
    if one.group != other.group:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    if one.group != "place":
        return False  # "Barca" is Barcelona, who heads one firm may head another, of a land without a code nobody knows
    first, second = (set(name_key(c.words).split()) for c in (one, other))
    short = any(c.kind == "acronym" or c.words.isupper() for c in (one, other))
    return not short and not first <= second and not second <= first
