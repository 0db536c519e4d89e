"""Earlier figures that a later one corrects: "said nine had died. On Monday it corrected the number to seven".

Input: the figures of a Document and the statements that claim them.
Output: the same figures, those that are taken back marked so; read by kb.extraction.figures.stage.
Pure. Never: lets one source take back what another says, or a toll that only rises take back the one before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kb.model import Figure, Statement

REACH: Final = 140  # characters before a number
_GUESS: Final = "estimate|tally|forecast|projection"
_GAP: Final = r"\s+(?:[\w’'-]+\s+){0,4}?"
_CORRECTS: Final = r"(?:correct(?:s|ed|ing)|revis(?:es?|ed|ing)|amend(?:s|ed|ing))"
_LOWERED_DEAD: Final = (  # "lowered the number of people killed by the flood"
    r"lower(?:s|ed|ing)\s+(?:the|its|their|his|her)\s+number\s+of\s+(?:[\w’'-]+\s+){0,3}?"
    r"(?:dead|killed|deaths|died|missing|injured|wounded|victims|casualties|fatalities|infected|infections|cases)"
)
_FIGURE: Final = (  # "cut the number of jobs from 9 to 7" changes what is so, and takes no figure back
    rf"(?:{_CORRECTS}{_GAP}(?:{_GUESS}|figure|toll|number|count|total)s?"
    rf"|lower(?:s|ed|ing){_GAP}(?:{_GUESS}|figure|toll|count)s?|{_LOWERED_DEAD}|(?:reduc(?:es?|ed|ing)|cut){_GAP}(?:{_GUESS})s?)"
)
_DENIED: Final = r"(?<!\bnot )(?<!n['’]t )(?<!\bnever )"
_MORE: Final = r"(?:(?:at\s+least|about|around|some|more\s+than|up\s+to|nearly|almost|just)\s+)?"
_TO: Final = re.compile(  # before the new number
    rf"{_DENIED}\b(?:{_FIGURE}\s+(?:[\w’'-]+\s+){{0,5}}?|{_CORRECTS}\s+(?:itself|himself|herself)\s+)"
    rf"(?:down\s+)?to\s+{_MORE}$",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(  # what is not dead or hurt: "corrects the number of passengers to"
    r"\b(?:number|count|total)\s+of\s+(?!(?:dead|killed|deaths|died|missing|injured|wounded|victims|casualties|fatalities|"
    r"people|persons|cases|infected|infections)\b)(?P<noun>[\w-]+)[^.;]*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(  # before the old one
    rf"{_DENIED}\b{_FIGURE}\s+(?:[\w’'%€$£.,-]+\s+){{0,9}}?from\s+{_MORE}$",
    re.IGNORECASE,
)
_INSTEAD: Final = re.compile(rf"\b(?:not|rather\s+than|instead\s+of)\s+(?:the\s+)?{_MORE}$", re.IGNORECASE)
_AS_TOLD: Final = (
    re.compile(  # behind the old one: "not 88 percent as first reported", "instead of the 9 first reported"
        r"(?:\s+[\w’'-]+){0,2}?,?\s+(?:as\s+)?(?:it\s+(?:had\s+)?)?(?:first|initially|originally|earlier|previously)\s+"
        r"(?:announced|believed|counted|estimated|given|reported|said|stated|thought)\b",
        re.IGNORECASE,
    )
)


def with_corrections(text: str, figures: Sequence[Figure], statements: Sequence[Statement]) -> tuple[Figure, ...]:
    """Return *figures*; of an event's figures what the same source, or nobody named, corrects is withdrawn."""
    speakers = {statement.id: frozenset(statement.speakers) for statement in statements}
    done = list(figures)
    for n, figure in enumerate(figures):
        before = text[max(0, figure.span.start - REACH) : figure.span.start]
        told = _INSTEAD.search(before) and _AS_TOLD.match(text, figure.span.end)
        if told or _FROM.search(before):
            done[n] = replace(figure, withdrawn=True)
        elif _TO.search(before):
            counted = _COUNTED.search(before)
            noun = counted["noun"].casefold().removesuffix("s") if counted else ""
            earlier = (i for i in range(n - 1, -1, -1) if not noun or noun in figures[i].of.casefold())
            old = next((i for i in earlier if _corrects(figure, figures[i], speakers)), None)
            if old is not None:
                done[old] = replace(figures[old], withdrawn=True)
    return tuple(done)


def _corrects(new: Figure, old: Figure, speakers: Mapping[str, frozenset[str]]) -> bool:
    """Whether a figure can be the one that another corrects: other number, same event and unit, no other source."""
    if (new.event, new.unit, new.change) != (old.event, old.unit, old.change) or new.value == old.value:
        return False
    theirs, own = (frozenset().union(*(speakers.get(s, frozenset()) for s in f.sources)) for f in (old, new))
    return not (theirs and own) or bool(theirs & own)
