"""Cases beside deaths: "bringing the number of cases to 1,286 and the number of deaths to 41", "Osk (512 cases)".

Input: a figure proposal and the triggers of a Document, the event that the model would have it count.
Output: the event that its own words name; read by kb.extraction.figures.stage.
Never: moves a number whose words name neither the sick nor the dead.
"""

import re
from collections.abc import Mapping
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal
from kb.model import Span

DEATH: Final = "death"
SICK: Final = frozenset({"case", "infection"})
DEAD: Final = frozenset({"death", "fatality"})
REACH: Final = 170  # characters from "the number of" to its total
_NUMBER_OF: Final = re.compile(
    r"\b(?:number|total|tally|count) of (?:[\w-]+ ){0,3}?(?P<noun>cases|infections|deaths|fatalities)\b"
    r"(?P<between>(?:(?!\bnumber of\b)[^;:!?\n]){0,120}?)\bto (?:(?:at least|more than|about|nearly|over) )?$",
    re.IGNORECASE,
)

_LISTED: Final = re.compile(  # "Osk (512 cases), Ales (301) and Brin ("
    r"\([\d,.]+ (?P<noun>cases|infections|deaths|fatalities)\)[^.;()\n]{1,60}(?:\([\d,.]+\)[^.;()\n]{1,60})*\($"
)


def counted_cases(document: Document, events: Mapping[int, str], number: Proposal, head: int) -> str | None:
    """Return the event that a number's words name where the model links another: of cases no death, of deaths no case.

    Args:
        events: trigger proposal -> event.
        head: the trigger proposal that the model links.

    Returns:
        An event, "" where the words name one that no trigger tells, None where they say nothing else than the link.
    """
    linked = document.analysis.proposals[head].label
    start = document.span(number).start
    total = _NUMBER_OF.search(document.text, max(0, start - REACH), start)
    total = total or _LISTED.search(document.text, max(0, start - REACH), start)
    if total is not None:
        first, last = document.tokens(Span(*total.span("noun")))
        named = next((i for t in range(first, last) for i in document.triggers_at.get(t, ()) if i in events), None)
        sick = total["noun"].lower() in ("cases", "infections")
        if sick != (linked == DEATH):
            return None
        return events[named] if named is not None else _last(document, events, first, sick=sick)
    noun = head_token(document.doc, number.start, number.end)
    noun = noun.head if noun.dep_ == "nummod" else noun
    if linked == DEATH and noun.lemma_ in SICK and not _dies(noun):
        return _last(document, events, noun.i, sick=True)
    return None


def _dies(noun: Token) -> bool:
    """Whether the cases are said to have ended in death: "12 cases were [fatal]"."""
    return any(token.lower_ in ("fatal", "deadly", "died", "lethal") for token in noun.sent)


def _last(document: Document, events: Mapping[int, str], before: int, *, sick: bool) -> str:
    """The event of the last word told before that is one of the sick, or of the dead; "" for none."""
    wanted = SICK | {"outbreak", "epidemic"} if sick else DEAD
    rows = [
        (p.start, i)
        for i, p in document.analysis.layer("trigger")
        if p.start <= before and i in events and head_token(document.doc, p.start, p.end).lemma_ in wanted
    ]
    return events[max(rows)[1]] if rows else ""
