"""Two ways of saying that something did not happen: there was none of it, or what others tell of is not so.

Input: an article's text and an event that its reading has as negative. Output: whether the text says that there was
none ("no arrests were made", "nobody was hurt"); read by kb.resolution.events.profile.
"There was none" denies nobody's report: it is about whatever the article tells of, and another article's arrests are
no rival of it. "The army did not fire", "denied that it had fired" speak of something that others tell.
Pure. Never: decides that an event is negative; the reader does.
"""

import re
from typing import Final

from kb.model import Event, Span

_REACH: Final = 90  # characters of a clause on either side of a trigger that are looked at
_CLAUSE: Final = re.compile(
    r"[.;:!?“”\"]|\n\s*\n|,\s+(?:and|but|while|who|which|where)\b|\b(?:but|although|though|that)\b"
)
_AUXILIARY: Final = (
    r"(?:(?:was|were|is|are|be|been|being|has|have|had|will|would|could|can|did|does|do|yet|so|far|also|"
    r"reported|reportedly|seriously|badly|immediately)\s+)*"
)
_NONE_BEFORE: Final = re.compile(
    r"\b(?:"
    r"(?:no|zero|without|neither|nor)\s+(?:any\s+)?(?:[\w'’-]+\s+){0,3}?"  # "no further [arrests]", "without [loss]"
    r"|(?:nobody|no[ -]one|none|nothing)(?:\s+of\s+(?:[\w'’-]+\s+){1,4}?)?\s*(?:else\s+)?" + _AUXILIARY + r""
    r"|no\s+(?:[\w'’-]+\s+){1,4}?" + _AUXILIARY + r""  # "no flights were [cancelled]"
    r")$",
    re.IGNORECASE,
)
_NONE_AFTER: Final = re.compile(
    r"^(?:\s+[\w'’-]+){0,1}?\s+(?:nobody|no[ -]one|none|nothing|no\s+[a-z]+)\b", re.IGNORECASE
)
_NOT_ANY: Final = re.compile(r"^(?:\s+[\w'’-]+){0,2}?\s+any(?:body|one|thing)?\b", re.IGNORECASE)
_NO_DOUBT: Final = re.compile(r"\bno\s+(?:doubt|longer|less|fewer|more)\b", re.IGNORECASE)


def none_of_it(text: str, event: Event) -> bool:
    """Say whether a text says of a negative event that there was none, wherever it tells of it."""
    if event.polarity == "positive":
        return False
    return all(_none_at(text, span) for span in (event.trigger, *event.other_mentions))


def _none_at(text: str, span: Span) -> bool:
    before = _last_clause(text[max(0, span.start - _REACH) : span.start])
    after = _first_clause(text[span.end : span.end + _REACH])
    words = span.of(text)
    if re.match(r"(?:no|none|nobody|nothing)\b", words, re.IGNORECASE):
        return True
    if _NONE_BEFORE.search(_NO_DOUBT.sub("", before)) or _NONE_AFTER.match(after):
        return True
    return bool(re.search(r"\b(?:not|never|n['’]t)\b", before, re.IGNORECASE) and _NOT_ANY.match(after))


def _last_clause(text: str) -> str:
    return _CLAUSE.split(text)[-1]


def _first_clause(text: str) -> str:
    return _CLAUSE.split(text)[0]
