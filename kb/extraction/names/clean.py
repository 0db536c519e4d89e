"""Spans of names and descriptions without what does not belong to them.

Input: text and a span. Output: the span of the words that name or describe, read by the stages of kb.extraction.
Pure. Never: widens a span.
"""

import re
from typing import Final

from kb.model import Span

ACRONYM: Final = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z0-9&-]{1,7}s?")
_LEADING: Final = re.compile(r"(?:the|a|an|this|that|these|those)\s+(?=\S)", re.IGNORECASE)
_TRAILING: Final = re.compile(r"(?:['’ʼ]s|['’ʼ]|[\s.,;:!?\"“”«»)\]–—-]|\s(?:of|and|the|in|to|by|for|from|with|at))+$")
_UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_HYPHENED: Final = re.compile(  # "U.S.-led", "Kyiv-based", "al-Qaeda-linked": the name, and what it does
    r"(?<=\w[\w.])[-‑–](?:\w+ed|led|born|held|run|built|made|owned|wide|style|era|majority|only|bound)$"
)
_PARTY: Final = re.compile(r"[A-Z]-(?=[A-Z][\w.])")  # "D-Ohio"
_STYLE: Final = re.compile(  # before a name, and no part of it
    r"(?:Cllr|Supt|Insp|Ald)(?:\.?\s+(?=[A-Z])|\.?$)|Hon\.(?:\s+(?=[A-Z])|$)|H\.\s?E\.(?:\s+(?=[A-Z])|$)|"
    r"(?:(?:Datuk|Dato['’]?|Datin)(?:\s(?:Seri|Sri|Paduka|Wira))?|(?:Tan|Puan)\sSri)(?:\s+(?=[A-Z])|$)"
)
_STYLED: Final = re.compile(
    r"\b(?:Datuk|Dato['’]?|Datin|Tan|Puan)\s$"
)  # "Datuk [Seri NAME]", of which a part was marked
_SERI: Final = re.compile(r"(?:Seri|Sri|Paduka|Wira)\s+(?=[A-Z])")
_RANK: Final = re.compile(r"(?<=[A-Z]{2})\s+(?:Supt|Insp|Sgt|Cpl|Const|Det|Lt|Capt|Maj|Col)\.?$")  # "RCMP [Supt]. NAME"
_OPENING: Final = re.compile(r"^[\s\"“”‘'’«»(\[,;:–—-]+")
_HEADLINED: Final = re.compile(
    r"(?P<name>\S[^\n]*?)[ \t]*\n\s*(?=(?P=name)\b)"
)  # "About Zenvolt", then "Zenvolt Energy Plc is"


def clean_span(text: str, span: Span) -> Span | None:
    """Return *span* without article, closing possessive, marks and spaces; None if nothing is left.

    A name that ends one line and begins the next is that of the next.
    """
    words = span.of(text)
    start = span.start
    for pattern in (_OPENING, _LEADING, _OPENING):
        found = pattern.match(words)
        if found and not (pattern is _LEADING and words.isupper()):
            start += found.end()
            words = words[found.end() :]
    if headed := _HEADLINED.match(words):
        start += headed.end()
        words = words[headed.end() :]
    rest = _SERI.match(words) if _STYLED.search(text, max(0, start - 8), start) else None
    if party := _PARTY.match(words) or _STYLE.match(words) or rest:
        start += party.end()
        words = words[party.end() :]
    if rank := _RANK.search(words):
        words = words[: rank.start()]
    if hyphened := _HYPHENED.search(words):
        words = words[: hyphened.start()]
    words = words.rstrip(_UNSEEN)
    trailing = _TRAILING.search(words)
    if trailing and not (ACRONYM.fullmatch(words) or re.search(r"\b(?:[A-Z]\.){2,}$", words)):
        words = words[: trailing.start()]
    return Span(start, start + len(words)) if words.strip() else None
