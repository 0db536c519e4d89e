"""Numbers beside a happening that say nothing of how much of it there was: "31 goals [in 54 matches]".

Input: the text of a Document, the span of a number, the word for an event. Output: yes or no, read by
kb.extraction.figures.stage and .clauses.
Pure. Never: finds a number or an event.
"""

import re
from typing import Final

from kb.extraction.document import Document
from kb.language.analysis import Proposal
from kb.model import Span

REACH: Final = 16  # characters before a number
_OUT_OF: Final = re.compile(r"\b(?:in|from|out\sof)\s(?:(?:his|her|its|their|the)\s)?(?:(?:last|first|past)\s)?$")
_TRIES: Final = re.compile(
    r"\s(?:[a-z-]+\s)?(?:matches|games|appearances|internationals|tests|starts|outings|innings|caps|flights|launches|"
    r"attempts|tries|meetings|races|fights|bouts)\b"
)
_ISSUED: Final = re.compile(  # who calls for something with others: "14 missions issued a joint statement"
    r"\s(?:(?!(?:and|but|or|who|that|then)\s)[\w-]+\s){1,3}(?:issued|released|signed|published|sent)\s(?:an?|the)\s(?:[a-z]+\s){0,2}"
    r"(?:statement|letter|appeal|declaration|petition|communique|communiqué)\b"
)
_AND_SAID: Final = re.compile(r"[\"”’']?,?\s(?:and|but)\s(?:said|says|added|told|reported|confirmed|put)\b[^.;\n]*")
_PUT: Final = re.compile(
    r"\b(?:put|puts|gave|estimated|counted)\s(?:the\s|a\s)?(?:number|crowd|turnout|figure|attendance|total)"
    r"(?:\s[\w-]+){0,4}?\s(?:at|of|as)\s[\"“]?(?:about\s|some\s|around\s|only\s|just\s|at\sleast\s|more\sthan\s)?$"
)
PUT: Final = 60  # characters before a number


def is_of_tries(text: str, span: Span) -> bool:
    """Return whether a number only says in how many something was done: "six goals in [19] internationals"."""
    before = _OUT_OF.search(text, max(0, span.start - REACH), span.start)
    return before is not None and _TRIES.match(text, span.end) is not None


def counts_signers(text: str, span: Span) -> bool:
    """Return whether a number counts who states something together: "[fourteen] missions issued a statement"."""
    return _ISSUED.match(text, span.end) is not None


def is_put_before(document: Document, number: Proposal, trigger: int) -> bool:
    """Say whether a number is put to what was told before: "put the crowd at [4,000] and said 61 were arrested"."""
    told = document.span(document.analysis.proposals[trigger])
    span, text = document.span(number), document.text
    put = _PUT.search(text, max(0, span.start - PUT), span.start) is not None
    return put and span.end <= told.start and _AND_SAID.fullmatch(text, span.end, told.start) is not None
