"""Figures that the words around them take back: "withdrew her figure of [60]", "put at [19]. Two were counted twice".

Input: a quantity and the text around it. Output: whether it no longer stands; read by kb.extraction.figures.stage.
Pure. Never: takes back what its source stands by ("did not withdraw"), or what only another source contests.
"""

import re
from typing import Final

from kb.extraction.quantity import Quantity

_REACH: Final = 90  # characters before a number
_TOLLS: Final = r"(?:figure|toll|count|estimate|number|total|tally)s?"
_ABOUT: Final = r"(?:(?:at\s+least|about|around|some|more\s+than|up\s+to|nearly|almost)\s+)?"
_EARLIER: Final = r"(?:earlier|initial|previous|preliminary|original|first)"
_LOWER: Final = r"(?:lower|revis|correct|cut|reduc|scal|amend)(?:e?s|e?d|ing|ting|e)?"
_REVISE: Final = r"(?:revis|correct|amend)(?:e?s|e?d|ing|e)?"
_SAID: Final = r"(?:figure|toll|count|estimate|tally)s?"  # "cut the number of jobs from 9" changes what is so
_TOLD: Final = r"(?:statement|report|claim|announcement|bulletin)s?"
_TAKEN_BACK: Final = re.compile(  # "withdrew her earlier figure of 60 dead", "lowering an earlier count of 21"
    r"(?<!not )(?<!n['’]t )(?<!never )\b(?:(?:withdr(?:ew|aws?|awn|awing)|retract(?:s|ed|ing)?|t(?:ook|aken)\s+back|"
    rf"disown(?:s|ed|ing)?)\s+(?:[\w’'-]+\s+){{0,4}}?(?:{_TOLLS}\s+of|{_TOLD}\s+(?:that|saying))|"
    rf"{_LOWER}\s+(?:(?:down|downwards?|back)\s+)?(?:[\w’'-]+\s+){{0,3}}?{_EARLIER}\s+(?:[\w-]+\s+)?{_SAID}\s+of|"
    rf"(?:{_REVISE}\s+(?:[\w’'-]+\s+){{0,4}}?{_TOLLS}|{_LOWER}\s+(?:[\w’'-]+\s+){{0,4}}?{_SAID})"
    r"\s+(?:[\w’'-]+\s+){0,4}?from|"
    rf"down\s+from\s+(?:an?|the|its|their)\s+(?:{_EARLIER}\s+{_TOLLS}\s+of|initial|preliminary))\s+{_ABOUT}$",
    re.IGNORECASE,
)
_SLIP: Final = re.compile(r"\b(?:typed|mistyped|keyed|entered|printed|written|wrote|misread|transposed)\s+(?:as\s+)?$")
_AT_FIRST: Final = re.compile(
    r"\b(?:initial(?:ly)?|at\s+first|originally|first|earlier|previous(?:ly)?)\b[^.;!?\n]*$", re.IGNORECASE
)
_HAD: Final = re.compile(
    r"\bhad\s+(?:said|told|reported|announced|put|given|written|claimed|estimated)\b[^.;!?\n]*$", re.IGNORECASE
)
_THEN_CORRECTED: Final = re.compile(  # "said [143] had been aboard, but corrected the number on Monday"
    r"[^.;!?\n]{0,60}(?:,\s+(?:but\s+|and\s+)?|\s+but\s+)"
    r"(?:(?:has|it|he|she|they|later|then|quickly|soon|since)\s+){0,3}"
    r"(?:corrected|revised|withdrew|retracted|t(?:ook|aken)\s+back)\s+"
    r"(?:it|them|itself|himself|herself|themselves|"
    r"(?:the|that|this|their|its|his|her)\s+(?:number|figure|toll|count|total|estimate))\b"
    r"(?!\s+to\s+(?:\w+\s+)?\d)"
)
_DELETED: Final = re.compile(  # "wrote that [9] had died, but her office deleted the post"
    r"[^.;!?\n]{0,40},?\s+(?:but|and|before)\s+(?:(?!not\b|refus|declin)[\w’'-]+\s+){0,4}?"
    r"(?:delet(?:ed|ing)|remov(?:ed|ing)|t(?:ook|aking)\s+down|withdr(?:ew|awing)|retract(?:ed|ing))\s+"
    r"(?:the|its|his|her|their|that|this)\s+(?:[a-z]+\s+)?"
    r"(?:post|tweet|message|statement|claim|report|video)\b(?!\s+(?:of|about|on|by|from)\b)"
)
_WRONG: Final = (
    r"(?:was|is|were|has\s+been|had\s+been)\s+(?:(?:an?|the|simply|later|all)\s+)*"
    r"(?:wrong|mistaken|mistakes?|errors?|erroneous|incorrect|inaccurate|too\s+high|premature)\b"
)
_OF_THEM: Final = re.compile(  # "an earlier count of [61] deaths"; "reports that spoke of [9]"
    rf"\b{_EARLIER}\s+(?:[\w-]+\s+)?(?:{_TOLLS}|reports?|statements?)\s+(?:of|(?:that|which|had|who)\b[^.;!?\n]*)\s*"
    rf"{_ABOUT}$",
    re.IGNORECASE,
)
_WAS_WRONG: Final = re.compile(rf"[^.;,!?\n]{{0,40}},?\s+{_WRONG}")
_THEN_WRONG: Final = re.compile(  # "said [52] had died but later said that figure had been wrong"
    r"[^.;!?\n]{0,60}(?:,\s+(?:but\s+|and\s+)?|\s+but\s+)[^.;!?\n\d]{0,40}?"
    rf"\b(?:this|that|(?:the|that|this|their|its|his|her)\s+(?:number|figure|toll|count|total|estimate))\s+{_WRONG}"
)
_YES: Final = r"(?:(?!\b(?:no|not|none|nobody|never|den(?:y|ies|ied))\b|n['’]t\b)[^.!?\n])*"
_TWICE: Final = re.compile(  # in the sentence or the next: "two bodies had been counted twice"
    rf"[^.!?\n]*(?:[.!?]\s+)?{_YES}\b"
    r"(?:counted\s+(?:[\w’'-]+\s+){0,3}?(?:twice|two\s+times|more\s+than\s+once)|double[- ]counted|counted\s+double)\b"
)
_COUNTS: Final = re.compile(
    r"\b(?:tolls?|dead|deaths?|killed|died|counts?|tall(?:y|ies)|figures?|number|statement|reports?)\b", re.IGNORECASE
)
_CORRECTION: Final = re.compile(r"\s*(?:correction|clarification|corrected|erratum)\b", re.IGNORECASE)
_OUR_EARLIER: Final = re.compile(  # in a paragraph that begins with "Correction": "an earlier post said that [9] died"
    r"\b(?:earlier|previous|original|first|initial)\s+(?:[a-z]+\s+)?"
    r"(?:post|entry|update|version|report|article|story|headline|dispatch|message|alert)\b[^.;!?\n]*"
    r"\b(?:said|says|wrote|reported|stated|gave|put|misstated|claimed|spoke)\b[^.;!?\n]*$",
    re.IGNORECASE,
)
_FOR: Final = re.compile(r"\s+(?:[a-z]+\s+)?(?:instead\s+of|rather\s+than)\s+\d")


def taken_back(text: str, quantity: Quantity) -> bool:
    """Say whether the words around a number say that it is taken back or a slip; "did not withdraw" does not."""
    start = quantity.span.start
    if _SLIP.search(text, max(0, start - _REACH), start) and _FOR.match(text, quantity.span.end):
        return True
    before, end = text[max(0, start - _REACH) : start], quantity.span.end
    corrects = _THEN_CORRECTED.match(text, end) or _THEN_WRONG.match(text, end)
    if corrects and (_AT_FIRST.search(before) or _HAD.search(before)):
        return True
    if _OF_THEM.search(before) and _WAS_WRONG.match(text, end):
        return True
    counted = _AT_FIRST.search(before) and _COUNTS.search(before) and _TWICE.match(text, end)
    if counted or _DELETED.match(text, end):
        return True
    corrected = _CORRECTION.match(text, text.rfind("\n", 0, start) + 1) is not None
    return (corrected and _OUR_EARLIER.search(before) is not None) or _TAKEN_BACK.search(before) is not None
