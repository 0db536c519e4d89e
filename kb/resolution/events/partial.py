"""Figures that count a part of something, or what comes on top of it: "two of the wounded", "seven more bodies".

So does what an amount was before ("to 24% from 25.5%"), and what made a toll rise ("rose to 27 after six died").

Input: an article's text and a figure read from it. Output: whether it is such a one; read by what compares figures
across articles (kb.resolution.events.profile, kb.projections): a part is at odds with no whole.
Pure. Never: changes a value, or guesses the whole.
"""

import re
from typing import Final

from kb.model import Extraction, Figure

_REACH: Final = 40  # characters on either side
_OF_IT: Final = re.compile(r"\s+of\s+(?:the|them|these|those|whom|which)\b", re.IGNORECASE)  # not "of its soldiers"
_ON_TOP: Final = re.compile(
    r"\s+(?:more\b(?!\s+(?:than|or\b))|others?\b|further\b|additional\b|extra\b|(?:[\w-]+\s+)?among\s+them\b)",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(
    r"\b(?:another|a\s+further|further|an?\s+additional|an\s+extra|including|among\s+them|of\s+whom|of\s+which)\s+"
    r"(?:(?:at\s+least|about|around|some|more\s+than|up\s+to|nearly|almost)\s+)?$",
    re.IGNORECASE,
)
_SHARE_OF: Final = re.compile(  # what a share is taken of is no rival of what it comes to
    r"(?:%|\b(?:percent|per\s+cent|half|third|quarter|fifth|tenth|hundredth)s?)\s+of\s+"
    r"(?:(?:all|the|its|their|at\s+least|about|around|some|roughly|more\s+than|nearly|almost)\s+)*$",
    re.IGNORECASE,
)
_ABOUT: Final = r"(?:(?:an?|the|at\s+least|about|around|some|nearly|almost|more\s+than|another)\s+)*"
_WAS: Final = re.compile(  # not "appealed against the nine-year sentence"
    rf"\b(?:(?:from|compared\s+(?:with|to)|versus|vs\.?)\s+{_ABOUT}|against\s+(?!the\s){_ABOUT})$", re.IGNORECASE
)
_RISEN_BY: Final = re.compile(  # of a toll that has risen, those who were added
    r"\b(?:tolls?|dead|deaths?|died|killed|inju\w+|wounded|victims?|casualties|missing|cases)\b[^.;!?\n]{0,120}"
    r"\bto\s+(?:at\s+least\s+|about\s+|more\s+than\s+)?[\w,-]+(?:\s+(?!after\b)[\w’'-]+){0,5},?\s+after\s+"
    rf"{_ABOUT}$",
    re.IGNORECASE,
)
_MISCOUNTED: Final = re.compile(  # "two bodies had been counted twice": why a toll was lowered, and none itself
    r"\b(?:counted\s+(?:twice|double|more\s+than\s+once|in\s+error|by\s+mistake)|double[-\s]counted|"
    r"(?:wrongly|mistakenly|erroneously)\s+(?:been\s+)?(?:counted|included|listed|added|registered))\b",
    re.IGNORECASE,
)
_SENTENCE: Final = 200  # characters before a figure in which a toll has risen, or in which others are counted
_OTHERS: Final = re.compile(r"\s+(?:[\w-]+\s+)?others?\b", re.IGNORECASE)
_ANOTHER: Final = re.compile(
    r"\banother\s+(?:(?:at\s+least|about|around|some|more\s+than|up\s+to|nearly|almost)\s+)?$", re.IGNORECASE
)


def of_part(text: str, figure: Figure, read: Extraction | None = None) -> bool:
    """Say whether a figure is of a part, adds to what was counted before, or is no value of what is told now.

    Who was counted twice is no toll. What a share is taken of is none, nor what an amount in a unit was before; an
    earlier toll is one. The "nine others" who were hurt where 14 died are all who were hurt.

    Args:
        text: of its article.
        figure: a percentage "of the votes" has its whole in the words and is no part.
        read: all that was read from the article, to see of what else others are the others.
    """
    before = text[max(0, figure.span.start - _REACH) : figure.span.start]
    after = text[figure.span.end : figure.span.end + _REACH]
    if (
        figure.whole is not None
        or (figure.change and not figure.unit)
        or _SHARE_OF.search(before)
        or _miscounted(after)
    ):
        return True
    if (_OTHERS.match(after) or _ANOTHER.search(before)) and read is not None and _others_elsewhere(figure, read):
        return False
    if _BESIDE.search(before) or _BESIDE.match(figure.span.of(text) + " "):
        return True
    if _ON_TOP.match(after) and figure.unit != "percent":
        return True
    if figure.unit:
        return bool(_WAS.search(before))
    risen = _RISEN_BY.search(text, max(0, figure.span.start - _SENTENCE), figure.span.start)
    return risen is not None or bool(_OF_IT.match(after))


def _miscounted(after: str) -> bool:
    clause = re.split(r"[.,;:!?\n]", after, maxsplit=1)[0]
    return _MISCOUNTED.search(clause) is not None


def _others_elsewhere(figure: Figure, read: Extraction) -> bool:
    """Say whether who was counted just before is of an event of another type, and nobody of this one was before."""
    types = {event.id: event.type for event in read.events}
    before = [one for one in read.figures if one.span.start < figure.span.start and not one.unit]
    if figure.unit or not before or any(one.event == figure.event and one.value != figure.value for one in before):
        return False
    last = max(before, key=lambda one: one.span.start)
    near = figure.span.start - last.span.end <= _SENTENCE
    return near and types.get(last.event) != types.get(figure.event)
