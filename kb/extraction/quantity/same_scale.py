"""Bare numbers in the unit told before: "120 million euros, down from [187]", "won 52 percent, her rival [44]".

Input: the text and its quantities. Output: the same quantities, such numbers in that unit, money in that scale; read by
kb.extraction.quantity.finder.
Never: looks over more than one full stop, makes money of what counts something, or a sum far from the one told before.
Pure: no I/O.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.quantity.values import Quantity

_REACH: Final = 130  # characters between a number and the money before it
_SCALES: Final = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALED: Final = re.compile(r"\b(?P<scale>million|billion|trillion)\b")
_CLOSE: Final = 30.0  # how many times the money told before a sum may be, or the other way round
_LIMIT: Final = 1000.0  # of a number before a scale
_ALL: Final = 100.0  # percent
_SENTENCE: Final = re.compile(r"[^.!?\n]*")
_TWO_SENTENCES: Final = re.compile(r"[^.!?\n]*[.!?][\"”’')]*\s[^.!?\n]*")
_ABOUT: Final = r"(?:(?:only|just|about|some|around|nearly|almost|another)\s)?$"
PUT_AT: Final = re.compile(  # in place of a number told before: "the union put it at [40]", "the correct figure was"
    r"\b(?:estimat(?:e[sd]?|ing)|put(?:s|ting)?|plac(?:e[sd]?|ing)|peg(?:s|ged)|reckon(?:s|ed)?)\s"
    r"(?:it|that|this|the\s(?:figure|number|total|rate|turnout|share|toll))\sat\s"
    r"(?:(?:only|just|about|some|around|nearly|almost|more\sthan|less\sthan|at\s(?:least|most))\s)?$"
    r"|\b[Tt]he\s(?:correct|right|true|actual|real)\s(?:figure|number|total|count|toll|turnout|share|rate)\s"
    r"(?:was|is|should\s(?:be|have\sbeen)|stood\sat|stands\sat)\s$"
)
_SAID: Final = re.compile(  # in the next sentence, too
    r"\b(?:counts?|counted|sp(?:oke|eaks?)\sof|later\ssaid|paid(?:\sout)?|"
    r"puts?\s(?:it|them|the\s(?:loss(?:es)?|sum|damage|bill|cost|figure))\sat)\s" + _ABOUT
)
_MOVED: Final = re.compile(r"\b(?:up|down)\sfrom\s" + _ABOUT)
_BESIDE: Final = re.compile(
    r"(?:,|;|\band)\s(?:(?:the|his|her|its|their)\s[a-z]+|(?:the\s)?(?:[A-Z][\w’'-]*\s){0,3}[A-Z][\w’'-]*)\s" + _ABOUT
)
_ENDED: Final = re.compile(
    r"[.;:)]|,(?!\s(?:most|many|including|among|all|some|half|\w+\sof)\b)|\s(?:--|–|—)|\slast\syear\b|\sand\s(?:now|the)\b|$"
)


def in_same_scale(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return *quantities*, a bare number in the money and scale, or the percents, of the one that it is set beside."""
    kept = list(quantities[:1])
    scale = _scale(text, kept[0]) if kept else 0.0
    for one in quantities[1:]:
        if scale and _follows(text, kept[-1], one, scale):
            one = replace(one, value=(one.value or 0.0) * scale, unit=kept[-1].unit, kind=kept[-1].kind)
        else:
            scale = _scale(text, one)
        kept.append(one)
    return tuple(kept)


def _scale(text: str, one: Quantity) -> float:
    """The scale that money is told in, 1 of percents, 0 for none."""
    if one.kind == "percent" and one.unit == "percent":
        return 1.0
    found = _SCALED.search(one.span.of(text)) if one.kind == "money" else None
    return _SCALES[found["scale"]] if found else 0.0


def _follows(text: str, told: Quantity, one: Quantity, scale: float) -> bool:
    bare = one.kind == "count" and not one.unit and one.whole is None and one.upper is None
    if not bare or one.value is None or told.value is None or not 0 < one.value < _LIMIT:
        return False
    gap = text[told.span.end : one.span.start]
    if len(gap) > _REACH or not _ENDED.match(text, one.span.end):
        return False
    if not 1 / _CLOSE <= one.value * scale / told.value <= _CLOSE:
        return False
    here = _SENTENCE.fullmatch(gap) is not None
    if told.kind == "percent":
        put = PUT_AT.search(gap) is not None and _TWO_SENTENCES.fullmatch(gap) is not None
        return one.value <= _ALL and (put or (here and _BESIDE.search(gap) is not None))
    if _SAID.search(gap):
        return here or _TWO_SENTENCES.fullmatch(gap) is not None
    return here and (_MOVED.search(gap) or _BESIDE.search(gap)) is not None
