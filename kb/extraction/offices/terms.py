"""Since when and until when an office is held: "minister from 2016 to 2020", "mayor of Osk since May", "(2001-2008)".

Input: offices, the times of their sentences. Output: the offices with the first
and the last day that the words allow, for kb.extraction.builtin.
Never: takes the time of an event for a term, or a term from another clause.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.dating.stage import Clock
from kb.extraction.document import Document
from kb.model import Office, Span

FARTHEST: Final = 90  # characters from a role to the words that give its term
_GAP: Final = re.compile(  # what may stand between: whose office it is, the holder's name
    r"(?:\s+(?:of|for|in|at|to)\s+[^,.;:()\n]{1,50}?)?"
    r"(?:,?\s+[A-Z][\w.'’-]*(?:\s+(?:[A-Z]|al-|de |da |von |van |bin )[\w.'’-]*){0,3})?"
    r",?\s*\(?\s*"
)
_SINCE: Final = re.compile(r"since\b", re.IGNORECASE)
_UNTIL: Final = re.compile(r"(?:until|till|up to)\b", re.IGNORECASE)
_BOTH: Final = re.compile(r"(?:from|between)\b", re.IGNORECASE)
_YEARS: Final = re.compile(r"(?:1[89]|20)\d\d\s?[-‑–—]\s?(?:(?:1[89]|20)\d\d|\d\d)")
_STILL: Final = re.compile(r"\b(?:has|have|['’]s|['’]ve) been (?:(?:the|an?|its|their|his|her) )?(?:[\w-]+ ){0,2}$")


def with_terms(document: Document, offices: Sequence[Office], clock: Clock) -> tuple[Office, ...]:
    """Return *offices* with ``since`` and ``until`` where the words right behind the role say them.

    Days are ISO 8601: of "from 2016 to 2020" 2016-01-01 and 2020-12-31, the
    first and the last that the words allow. Who has been something since a day
    is it still.
    """
    return tuple(_with_term(document, office, clock) for office in offices)


def _with_term(document: Document, office: Office, clock: Clock) -> Office:
    sentence = document.doc[document.tokens(office.span)[0]].sent
    for words in clock.times_in(Span(sentence.start_char, sentence.end_char)):
        if not 0 < words.start - office.span.end <= FARTHEST:
            continue
        if not _GAP.fullmatch(document.text[office.span.end : words.start]):
            return office
        since, until = _term(words.of(document.text), words, clock)
        if not (since or until):
            return office
        still = since and not until and _STILL.search(document.text[: office.span.start][-40:])
        held = "current" if still and office.status != "acting" else office.status
        over = held == "current" and clock.today is not None and "" < until < clock.today.isoformat()
        held = "former" if over else held  # "a deputy minister until January 2025"
        return replace(office, since=since, until=until, status=held)
    return office


def _term(told: str, words: Span, clock: Clock) -> tuple[str, str]:
    """The first and the last day that words of a term allow, "" for an end that they leave open."""
    since, until = _SINCE.match(told), _UNTIL.match(told)
    both = _BOTH.match(told) or _YEARS.fullmatch(told)
    value = clock.value(words, future=False) if since or until or both else None
    if value is None:
        return "", ""
    return (
        "" if until else value.earliest_begin[:10],
        "" if since else value.latest_end[:10],
    )
