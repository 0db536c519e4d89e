"""Times that something is only set against, counted over or known for: "the worst since 2020", "the third in a month".

Input: the text, the words of a time. Output: yes or no, read by kb.extraction.dating.clock.
Pure. Never: resolves a time.
"""

import re
from typing import Final

from kb.model import Span

REACH: Final = 60  # characters before a time
_AGAINST: Final = r"than\s+(?:during|in|at|after|for)\s+(?:an?|the|its|their|his|her)\s+(?:[\w-]+\s+){1,3}?"
_COMPARED: Final = re.compile(  # "up from 47 percent in the first round on", "below that of the vote in"
    r"\b(?:(?:(?:up|down)\s+from|compared\s+(?:with|to))\s+(?:[\w.,%€$£-]+\s+){1,4}?(?:in|during|at|for)"
    r"|(?:than|below|above|over|under|beyond)\s+(?:that|those)\s+(?:of|in|at|for|during|after))\s+"
    r"(?:an?|the|its|their|his|her)\s+(?:[\w-]+\s+){1,3}?(?:(?:in|during|on|at|of)\s+(?:the\s+)?)?$"
)
_THAN: Final = re.compile(  # before a time that something is only measured against
    r"\b(?:than\s+(?:(?:it|they|he|she|we)\s+(?:did|had|was|were)\s+)?|compared\s+(?:with|to)\s+(?:[\w.,-]+\s+){0,4}?|"
    rf"{_AGAINST}|"
    r"(?:up|down)\s+from\s+(?:[\w.,%€$£-]+\s+){1,4}?)(?:in|during|on|at|for)?\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_NUMBER: Final = (
    r"(?:(?:about|some|around|nearly|almost|just|over|more\s+than|at\s+least)\s+){0,2}"
    r"[A-Z]{0,2}[€$£¥]?\d+(?:[.,]\d+)*%?\s+"
)
_UNIT: Final = (
    r"(?:percent|per\s+cent|points?|million|billion|trillion|thousand|(?:kilo)?met(?:re|er)s|feet|tonnes|tons|degrees"
    r"|dollars|euros|pounds|francs|yen|yuan|rupees|pesos|reais|rand|roubles|rubles|kron[ae]r?|crowns)\s+"
)
_BEFORE: Final = rf"\b(?:(?:to|at|by)\s+{_NUMBER}(?:{_UNIT}){{0,2}}from\s+|from\s+an?\s+[\w-]+\s+of\s+)"
_FROM: Final = re.compile(  # what a number was before: "to 2 percent from 3 percent on", "from a peak of 9 metres on"
    rf"{_BEFORE}{_NUMBER}(?:{_UNIT}){{0,2}}(?:(?:in|during)\s+)?(?:the\s+)?$"
    rf"|{_BEFORE}(?:{_NUMBER}(?:{_UNIT}){{1,2}}|[\d.,]+%\s+)(?:on|at|for)\s+(?:the\s+)?$"  # "revised to 54 from 61 on"
    rf"|\bfrom\s+{_NUMBER}(?:{_UNIT}){{1,2}}(?:in|during)\s+$",  # nobody falls "from 40 metres" in a month
    re.IGNORECASE,
)
_NOUN_OF: Final = r"(?:an?|the|its|their)\s+(?:[\w-]+\s+){1,3}?of\s+"  # "a profit of"
_EARLIER: Final = re.compile(
    r"(?:(?:the|an?|one)\s)?(?:day|session|week|month|quarter|season|year)\s(?:before|earlier|ago|previously)|"
    r"(?:the\s)?previous\s(?:day|session|week|month|quarter|season|year)",
    re.IGNORECASE,
)
_WAS: Final = re.compile(rf"\bfrom\s+{_NUMBER}(?:{_UNIT}){{0,2}}(?:(?:on|in)\s)?(?:(?:the|an?)\s)?$", re.IGNORECASE)
_SET_AGAINST: Final = re.compile(  # an amount beside another: "a loss of 3 million, against a profit of 5 million in"
    rf"(?:\bcompared\s+(?:with|to)|\bversus|(?:,|[%)]|illion|\d[.,]\d+|\bcent|\bdollars?|\beuros?)\s+against)\s+(?:{_NOUN_OF})?"
    rf"(?:{_NUMBER}(?:{_UNIT}){{0,2}})(?:(?:on|in|at|during|for)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_EVENT: Final = re.compile(rf"\b{_AGAINST}(?:in|during|on|at|of)\s+(?:the\s+)?$", re.IGNORECASE)
_BESIDE: Final = re.compile(  # from a happening to another that it is only measured against: "was below that of the"
    r"\b(?:(?:than|(?:up|down)\s+from|compared\s+(?:with|to))\s+(?:[\w.,%€$£-]+\s+){0,4}?"
    r"|(?:below|above|over|under|beyond)\s+(?:that|those)\s+)(?:of|in|at|for|during|after)\s+"
    r"(?:an?|the|its|their|his|her)\s+(?:[\w-]+\s+){0,3}?$"
)
_SUPERLATIVE: Final = re.compile(
    r"(?<!\bat )\b"
    r"(?:(?!(?:w?east|w?rest|west|guest|request|(?:pro|con)?test|interest|arrest|forest|invest|harvest|unrest)\b)"
    r"[a-z]{2,}est|best|worst|most|least|first|last|only|record)\s(?!of\b)(?:[\w’'-]+\s){0,8}since\b[^.;,]{0,6}$",
    re.IGNORECASE,
)
_TALLY: Final = re.compile(  # before a stretch of time that something is counted over: "the third raid in a month"
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|twice|(?:\w+\s)?times)\s"
    r"(?:[\w’'-]+\s){0,8}$"
)
_HONOUR: Final = re.compile(  # what somebody beside a comma is known for: ", winner of the Osk Prize in [2001]"
    r"(?:,|\band)\s+(?:(?:an?|the|twice|former)\s+){0,2}(?:[\w’'-]+\s+){0,3}"
    r"(?:winners?|recipients?|laureates?|champions?|finalists?|graduates?|medallists?|medalists?)\s+(?:of|at|in)\s+"
    r"(?:[\w’'-]+\s+){1,6}?(?:(?:in|of)\s+)?$"
)
_STRETCH: Final = re.compile(
    r"(?:(?:in|within|over)\s)?(?:just\s|under\s)?(?:an?|one|two|three|four|five|six|ten|\d+)\s\w+"
)


def only_compares(text: str, words: Span) -> bool:
    """Return whether something is only measured against a time, so that it dates nothing: "four fewer than in 2019"."""
    start = max(0, words.start - REACH)
    if _THAN.search(text, start, words.start) or _FROM.search(text, start, words.start):
        return True
    if _SET_AGAINST.search(text, start, words.start):
        return True
    if _EARLIER.fullmatch(words.of(text)) and _WAS.search(text, start, words.start):
        return True  # "rose to 212 euros, from 87 the [day before]"
    if _HONOUR.search(text, max(0, words.start - 2 * REACH), words.start):
        return True
    tally = _STRETCH.fullmatch(words.of(text)) and _TALLY.search(text, start, words.start)
    return bool(tally) or _SUPERLATIVE.search(text[start : words.start] + words.of(text)[:6]) is not None


def set_against(text: str, words: Span) -> bool:
    """Return whether a time is that of a happening that another is measured against: "than in the floods of [2010]"."""
    start = max(0, words.start - REACH)
    return any(found.search(text, start, words.start) is not None for found in (_EVENT, _SET_AGAINST))


def of_comparison(text: str, words: Span, end: int) -> bool:
    """Return whether a time is that of what something told up to *end* is compared with: "up from 4 in the vote of"."""
    found = _COMPARED.search(text, max(0, words.start - REACH), words.start)
    return found is not None and end <= found.start()


def in_comparison(text: str, words: Span, start: int) -> bool:
    """Return whether what is told from *start* on is what is compared with: "below that of the [vote] in"."""
    rows = (found.search(text, max(0, words.start - REACH), words.start) for found in (_COMPARED, _EVENT))
    return any(row is not None and row.start() < start < words.start for row in rows)


def is_beside(text: str, told: int, other: int) -> bool:
    """Return whether what is told up to *told* is only measured against what is told from *other* on."""
    return told < other and _BESIDE.search(text, told, other) is not None
