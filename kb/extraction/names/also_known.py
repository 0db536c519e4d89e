"""Second names that a text tells beside the first: "NAME, known as NAME", "a guard, who gave his name as NAME".

What bore another name before has both, and is called by the later: "Vero, formerly Norvik Telecom".

Input: mention candidates, their clusters, the text. Output: the clusters, those of one person joined, read by
kb.extraction.names.coreference.
Never: joins what differs in kind, but for a person's nickname in quotation marks; two countries, or two that the text
does not say to be one.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.stage import Candidate
from kb.extraction.names.title_holders import with_title_holders

_KNOWN: Final = re.compile(
    r"(?:,\s*\d{1,3})?,?\s*\(?(?:who\s+is\s+)?(?:(?:better|also|otherwise|widely|popularly|commonly|simply)\s+)?"
    r"(?:known\s+(?:(?:to|in|among)\s+(?:[\w’'-]+\s+){1,3}|locally\s+|simply\s+|only\s+)?as|alias|a\.?k\.?a\.?|"
    r"nicknamed|dubbed|n[ée]e|born|who\s+goes\s+by(?:\s+the\s+(?:name|nickname)(?:\s+of)?)?)\s+(?:the\s+)?[\"“‘']?(?:the\s+)?",
    re.IGNORECASE,
)
_GAVE: Final = re.compile(r"\s+(?:first\s+|full\s+)?names?\s+(?:only\s+|simply\s+)?as\s+[\"“‘']?", re.IGNORECASE)
_REAL: Final = re.compile(
    r"\s+(?:real|birth|legal|given|true)\s+name\s+(?:is|was)\s+[\"“‘']?"
)  # "Izo, whose real name is"
_BEFORE: Final = r"(?:formerly|previously|originally|once|until\s+(?:recently|\d{4}))"
_CALLED: Final = r"(?:known\s+as|called|named|operating\s+as|trading\s+as)"
_OPENED: Final = r",?\s*\(?(?:(?:which|who)\s+(?:is|was|were)\s+)?"
_OLD: Final = re.compile(
    rf"(?:{_OPENED}{_BEFORE}|,?\s*(?:which|who)\s+(?:was|were))\s+{_CALLED}\s+(?:the\s+)?[\"“‘']?", re.IGNORECASE
)
_PLAINLY_OLD: Final = re.compile(r"(?:,\s*|\s*\()(?:formerly|previously)\s+(?:the\s+)?[\"“‘']?", re.IGNORECASE)
_NEW: Final = re.compile(
    rf"{_OPENED}(?:(?:now|since)\s+{_CALLED}|(?:(?:was|were|is|has\s+been|have\s+been)\s+)?(?:since\s+|later\s+)?"
    r"(?:renamed|rebranded)(?:\s+itself)?(?:\s+(?:as|to))?)\s+(?:the\s+)?[\"“‘']?",
    re.IGNORECASE,
)
_CHANGED: Final = re.compile(r"chang\w+\s+$", re.IGNORECASE)
_CHANGE: Final = re.compile(
    r"(?:(?:,?\s*(?:which|that|who))?\s+(?:has\s+|had\s+)?changed\s+(?:its|their|his|her))?"
    r"\s+(?:official\s+|corporate\s+)?name\s+(from|to)\s+[\"“‘']?",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(r"[\"”’']?\s*(?:[,;.)–—\n]|$)")
_LISTED: Final = re.compile(r"\s*\((?:[A-Z][\w. ]{0,24}:\s?)?", re.ASCII)  # "Norvik Telecom (Nasdaq: NVT)"
_TICKER: Final = re.compile(r"[A-Z][A-Z0-9]{0,5}(?:\.[A-Z]{1,2})?", re.ASCII)
_GOES_ON: Final = re.compile(
    r",\s(?:said|says|told|added|announced|warned|reported|confirmed|denied|which|has|had|is|was|will)\b"
)
_MARKS: Final = frozenset("\"“‘'")
_OWNS: Final = re.compile(r"['’]s?\b")


def joined_names(clusters: Sequence[Cluster], candidates: Sequence[Candidate], text: str) -> list[Cluster]:
    """Return *clusters* with those joined whose names the text says to be of one; *candidates* in text order."""
    home = {member.proposal: cluster for cluster in clusters for member in cluster.members}
    gone: set[int] = set()
    for first, second in pairwise(candidates):
        one, other = home.get(first.proposal), home.get(second.proposal)
        if one is None or other is None or one is other:
            continue
        ticker = _is_ticker(first, second, text)
        if second.kind != "name" and not ticker:
            continue
        if one.group != other.group and not ticker and not _is_nickname(one, other, second, text):
            continue
        change = _change(first, second, text) if one.group != "country" else ""
        real = first.kind == "pronoun" and _REAL.fullmatch(text, first.span.end, second.span.start) is not None
        told = ticker or real or _same(first, second, text)
        if not change and (not told or (first.kind == "pronoun" and one.named and not real)):
            continue
        older = {"from": other, "to": one}.get(change)
        one.former |= {*other.former, *(member.words for member in (older.members if older else ()) if member.named)}
        one.members.extend(other.members)
        one.members.sort(key=lambda member: member.span.start)
        one.keys |= other.keys
        one.links.update(other.links)
        home.update((member.proposal, one) for member in other.members)
        gone.add(id(other))
    return with_title_holders([cluster for cluster in clusters if id(cluster) not in gone], text)


def _is_nickname(one: Cluster, other: Cluster, second: Candidate, text: str) -> bool:
    """Whether what a person is called in quotation marks was taken for a crowd's or a body's name."""
    quoted = text[max(0, second.span.start - 5) : second.span.start].removesuffix("the ")[-1:] in _MARKS
    return quoted and one.group == "person" and one.named and other.group in ("group", "organisation", "place")


def _is_ticker(first: Candidate, second: Candidate, text: str) -> bool:
    """Whether the second is what the first is called at an exchange: "Norvik Telecom (Nasdaq: [NVT])"."""
    between = text[first.span.end : second.span.start]
    listed = (
        ":" in between and _LISTED.fullmatch(between) is not None and text[second.span.end : second.span.end + 1] == ")"
    )
    return (
        first.kind == "name"
        and first.group == "organisation"
        and listed
        and _TICKER.fullmatch(second.words) is not None
    )


def _same(first: Candidate, second: Candidate, text: str) -> bool:
    between = text[first.span.end : second.span.start]
    if first.kind == "pronoun":
        return _GAVE.fullmatch(between) is not None
    if between == " (" and _is_short_for(first, second, text):
        return True
    if between == ", " and _is_lettered(first, second, text):
        return True
    return first.kind in ("name", "nominal") and _KNOWN.fullmatch(between) is not None


def _is_lettered(first: Candidate, second: Candidate, text: str) -> bool:
    """Whether commas hold the letters of a body in its own language: "the Water and Soil Agency, [VAPÚ], said"."""
    bodies = first.kind == "name" and second.named and first.group == second.group == "organisation"
    letters = second.words.isupper() and " " not in second.words and first.words.count(" ") > 1
    return bodies and letters and _GOES_ON.match(text, second.span.end) is not None


def _is_short_for(first: Candidate, second: Candidate, text: str) -> bool:
    """Whether brackets hold what a body is called for short: "the National Rescue Agency ([Basarnas])"."""
    bodies = first.kind == second.kind == "name" and first.group == second.group == "organisation"
    full = first.words.count(" ") > 1 and " " not in second.words
    return bodies and full and text[second.span.end : second.span.end + 1] == ")"


def _change(first: Candidate, second: Candidate, text: str) -> str:
    """Return "from" where the text says that the second is an older name of the first, "to" a later, "" neither."""
    between = text[first.span.end : second.span.start]
    if _OWNS.match(text, second.span.end):
        return ""
    says_who = first.kind == "name" or (first.kind == "pronoun" and _CHANGED.search(text[: first.span.start][-20:]))
    if says_who and (said := _CHANGE.fullmatch(between)):
        return said[1].lower() if first.kind == "pronoun" or "chang" in between else ""
    if first.kind not in ("name", "nominal"):
        return ""
    plainly = _ENDED.match(text, second.span.end) and _PLAINLY_OLD.fullmatch(between)
    if plainly or _OLD.fullmatch(between):
        return "from"
    return "to" if first.kind == "name" and _NEW.fullmatch(between) else ""
