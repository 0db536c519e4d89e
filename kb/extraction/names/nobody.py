"""Words that look like names and name nobody: days, ratings of debt, exchanges, zones of time, storms.

Input: the text, a span of it. Output: whether it names nothing that an article could tell more of, read by
kb.extraction.names.stage.
Pure. Never: judges what is described without a name.
"""

import re
from functools import lru_cache
from typing import Final

from kb.extraction.layout.dateline import DATE
from kb.extraction.time.calendar_words import MONTHS
from kb.model import Span

RATING: Final = re.compile(r"(?:A{1,3}|B{1,3}|C{1,3})[+−-]|(?:Aa|Baa?|Caa?)[123]|AAA|BBB|CCC")  # of debt
EACH: Final = frozenset({"both", "each", "each other", "either", "neither", "one another"})  # that others name
ARTICLES: Final = frozenset({"the", "a", "an"})  # of a name that was marked in two pieces
HALVES: Final = frozenset({"High", "Chief", "Prime", "Deputy", "Vice", "First"})
_DATED: Final = re.compile(r"\b(?:since|in|until|last|this|next|from|by|during|mid|late|early|of)[\s-]$", re.IGNORECASE)
_SHORT: Final = frozenset(month[:3] for month in MONTHS)
_DAY: Final = re.compile(r"\.?\s\d{1,2}\b(?![.:]\d)")
_TITLE_BEHIND: Final = re.compile(r"\s(?:Commissioner|Minister|Justice|President|Secretary)\b")
FUELS: Final = frozenset({"LPG", "LNG", "CNG"})  # that tankers carry
_LAW_BEFORE: Final = re.compile(  # "under section 302 of the [Osk Penal Code]"
    r"\bunder\s(?:[\w-]+\s){0,2}(?:[Ss]ections?|[Aa]rticles?|provisions)\s(?:[\dA-Z()-]+(?:,|\sand)?\s){0,4}of\s(?:the\s)?$"
)
_ZONE: Final = re.compile(r"(?:GMT|UTC)(?:\s?[+−–-]\s?\d{1,2}(?::\d\d)?)?|[ACEMNPW][DES]T|CEST|A[CEW][DS]T|NZ[DS]T")
_CLOCK: Final = re.compile(r"(?:\d|[ap]\.?m\.?|\()\s?$")  # before a zone: "at 18:40 [GMT]", "([UTC]+11)"
_TICKER_BEHIND: Final = re.compile(r":\s?[A-Z0-9]{1,6}(?:\.[A-Z]{1,2})?\)", re.ASCII)
_CODE: Final = re.compile(r"[A-Z0-9]{1,6}[a-z]?\.[A-Z]{1,2}", re.ASCII)  # "(HMAR.OL)": a share and its exchange
_STORM: Final = re.compile(
    r"\b(?:[Hh]urricane|[Cc]yclone|[Tt]yphoon|[Tt]ropical\s(?:[Ss]torm|[Dd]epression)|Storm)\s+(?P<name>[A-Z][a-zà-ÿ’'-]+)\b"
)


def is_nobody(text: str, span: Span) -> bool:
    """Return whether a span of a text names nobody and nothing.

    A storm is an event: in 64 annotated articles that name one by a name of its own, "Hurricane Felix", it is nowhere
    an entity.
    """
    words = span.of(text)
    if DATE.fullmatch(words) or RATING.fullmatch(words) or words.casefold() in EACH | ARTICLES:
        return True
    if _is_month(words, text, span):
        return True
    if words in HALVES and _TITLE_BEHIND.match(text, span.end):
        return True
    if words in FUELS or (" " in words and _LAW_BEFORE.search(text, max(0, span.start - 60), span.start)):
        return True
    if _ZONE.fullmatch(words) and _CLOCK.search(text, max(0, span.start - 6), span.start):
        return True
    bracketed = text[span.start - 1 : span.start] == "("
    listed = bracketed and _TICKER_BEHIND.match(text, span.end) is not None
    listed = listed or (bracketed and _CODE.fullmatch(words) is not None and text[span.end : span.end + 1] == ")")
    return listed or words in _storms(text)


def _is_month(words: str, text: str, span: Span) -> bool:
    """Whether a name is a month's: "since [June]", "on [Jan]. 3"."""
    numbered = words.lower()[:3] in _SHORT and len(words) in (3, 4) and _DAY.match(text, span.end) is not None
    return numbered or (
        words.casefold() in MONTHS and _DATED.search(text, max(0, span.start - 12), span.start) is not None
    )


@lru_cache(maxsize=4)
def _storms(text: str) -> frozenset[str]:
    """Return the names of storms, but for one that is a land's or a town's as well: "Cyclone Osk: 20 die in Osk"."""
    named = {found["name"] for found in _STORM.finditer(text)}
    return frozenset(name for name in named if not re.search(rf"\b(?:in|across)\s{re.escape(name)}\b", text))
