"""Firms whose names the model took for a person's, by what the words beside them say: "the mine's owner, Osk Komir,".

The owner who is named so is of the name's kind, whatever the model took the word for.

Input: mention candidates in text order, the text. Output: the candidates; read by kb.extraction.names.whole_names.
Pure. Never: makes a firm of one word, or of whom the article calls by the surname alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kb.extraction.names.context import PARTICLES
from kb.extraction.names.stage import Candidate

FIRM: Final = 0.9  # how sure the model is of a company
REACH: Final = 80  # characters before a name
_WORKS: Final = (  # what firms own and run; a shop, a mill or a club as often belongs to somebody
    r"(?:mine|refinery|smelter|pipeline|(?:power\s)?plant|power\sstation|(?:oil|gas)\s?field|oilfield|gasfield|terminal|"
    r"port|airport|airline|tanker|rig|grid|utility|quarry|steelworks|dam|wind\sfarm|network|railway|line|toll\sroad)"
)
_BY_THING: Final = re.compile(
    rf"\b{_WORKS}['’]s\s(?:[a-z]+\s){{0,2}}(?:owner|co-owner|buyer|seller|builder|parent|operator)(?:\sand\soperator)?,\s$"
)
_BY_ROLE: Final = re.compile(  # which no man or woman is
    r"['’]s\s(?:[a-z-]+\s){0,2}(?:parent\scompany|owner\sand\soperator|operator|insurer|lender|subsidiary|retailer|"
    r"(?:biggest|largest|main|closest|fiercest|bigger|larger)\s(?:rival|competitor|supplier|customer|creditor|lender))"
    r",\s$"
)
_OF_FIRM: Final = re.compile(
    r"\b(?:bank|lender|airline|company|firm|group|retailer|maker|carrier|insurer|brewer)['’]s\s"
)
_THE_ROLE: Final = re.compile(r"operator|owner|insurer|lender|subsidiary|retailer|parent")
_ROLE: Final = re.compile(
    r"(?:^|\s)(?:co-)?(?:owner|operator|buyer|seller|lender|insurer|rival|competitor|supplier|builder)$"
)
_WHOSE: Final = re.compile(r"['’]s\s(?:[a-z-]+\s){0,2}$|\bits\s(?:[a-z-]+\s){0,2}$")
_CLOSED: Final = re.compile(  # by words that may be of a firm
    r",(?!\s(?:\d{1,3}|who|whom|aged|his|her|(?:(?:has|had)\s)?died)\b)|\.(?!\w)|\s(?:said|says|has(?!\sdied)|declined|did)\b"
)
_STAFF: Final = re.compile(
    r"(?:['’]s|,\swhose)\s(?:(?:deputy|vice|acting|former|new|chief|managing)\s){0,2}(?:chair(?:man|woman)|chief\s(?:executive|"
    r"financial\sofficer)|shareholders|managing\sdirector|(?:net|operating|annual|quarterly)\sprofits?|revenues?)\b"
)

_TITLED: Final = re.compile(
    r"\b(?:Mrs?|Ms|Dr|Sir|Dame|Lord|(?i:founder|chair(?:man|woman)?|executive|director|owner|president|heir(?:ess)?|"
    r"brothers?|sisters?|son|daughter|widow))\.?,?\s$"
)
_SOMEBODY: Final = re.compile(
    r",\s(?:who|whom|aged|\d{1,3}\b|(?:its|the)\s(?:[\w-]+\s){0,2}?(?:founder|owner|chief|chair))"
)


def with_firms(candidates: Sequence[Candidate], text: str) -> list[Candidate]:
    """Return *candidates*, names of persons that the text tells to be firms' as companies'."""
    short = tuple(f" {c.words}" for c in candidates if _is_company(c))
    told = {c.words for c in candidates if _may_be(c) and _is_told(c, text) and not _goes_by_surname(c, text)}
    full = {c.words for c in candidates if _may_be(c) and c.words.endswith(short)}  # "Aurum Osk Komir", then Osk Komir
    told |= full - {c.words for c in candidates if _is_somebody(c, text)}
    found = [_firm(c) if c.words in told and _may_be(c) else c for c in candidates]
    owners = {one.proposal: name for one, name in pairwise(found) if _is_named(one, name, text)}
    return [_of_kind(one, owners[one.proposal]) if one.proposal in owners else one for one in found]


def _is_company(candidate: Candidate) -> bool:
    """Whether a name of several words is a company's, the model says."""
    named = candidate.kind == "name" and candidate.group == "organisation" and " " in candidate.words
    if candidate.words.split()[0].casefold() in PARTICLES:
        return False  # of a founder's family: "Van Oord"
    return named and candidate.types.get("company", 0.0) >= FIRM


def _is_somebody(name: Candidate, text: str) -> bool:
    """Whether a name is told of as a person's: "the founder NAME", "NAME, 61", "NAME, who"."""
    before = text[max(0, name.span.start - REACH) : name.span.start]
    return _TITLED.search(before) is not None or _SOMEBODY.match(text, name.span.end) is not None


def _is_named(described: Candidate, name: Candidate, text: str) -> bool:
    """Whether a name says who "the bakery's owner" is."""
    if described.kind != "nominal" or name.kind != "name" or described.group == name.group:
        return False
    role = {described.group, name.group} == {"person", "organisation"} and _ROLE.search(described.words) is not None
    beside = role and text[described.span.end : name.span.start] == ", "
    whose = beside and _WHOSE.search(text, max(0, described.span.start - REACH), described.span.start)
    return bool(whose) and _CLOSED.match(text, name.span.end) is not None


def _of_kind(described: Candidate, name: Candidate) -> Candidate:
    return replace(described, group=name.group, types={"person" if name.group == "person" else "company": 1.0})


def _may_be(candidate: Candidate) -> bool:
    return candidate.kind == "name" and candidate.group == "person" and " " in candidate.words


def _is_told(name: Candidate, text: str) -> bool:
    before = text[max(0, name.span.start - REACH) : name.span.start]
    if _STAFF.match(text, name.span.end):
        return True
    role = _BY_ROLE.search(before)
    by_role = role is not None and (_THE_ROLE.search(role[0]) is not None or _OF_FIRM.search(before) is not None)
    return (by_role or _BY_THING.search(before) is not None) and _CLOSED.match(text, name.span.end) is not None


def _goes_by_surname(name: Candidate, text: str) -> bool:
    """Whether the last word of a name stands alone somewhere, or with a title: "Mr Osk", "Osk said"."""
    first, _, last = name.words.rpartition(" ")
    return re.search(rf"(?<!{re.escape(first.split()[-1])} )\b{re.escape(last)}\b", text) is not None


def _firm(candidate: Candidate) -> Candidate:
    return replace(candidate, group="organisation", types={"company": 1.0})
