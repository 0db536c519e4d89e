"""Whether an office is held, was held, is sought: what the words before a role and in it say.

Input: an office proposal, its words. Output: a status of kb.model.Office, read by kb.extraction.offices.stage.
Never: tells from what is known of a person otherwise.
"""

import re
from typing import Final

from kb.extraction.document import Document
from kb.language.analysis import Proposal
from kb.model import Span
from kb.model.extraction import OFFICE_STATUS

_CLAUSE: Final = re.compile(r"[,.;:!?\n“”\"]")
_HELD: Final = re.compile(r"headed|chaired|commanded|led")
_BY: Final = re.compile(r"\s+(?:\w+ly\s+)?by\b")
_ONCE: Final = re.compile(r"\b(?:once|had|formerly|previously|then)\s+(?:\w+\s+)?$")
_THEN: Final = re.compile(
    r"[^.;,“”\"\n]*\b(?:until|during|between|from (?:19|20)\d\d|in the (?:19|20)\d0s|in (?:19|20)\d\d|"
    r"for (?:\w+ )?(?:years|decades))\b"
)
_NOW: Final = re.compile(
    r"^(?!.*\b(?:former|ex|late|acting|interim|elect|candidate)\b).*"
    r"\b(?:now|currently|today)\s+(?:an?\s+|the\s+|its\s+)?(?:[\w’'-]+\s+){0,3}[\w’'-]+$"
)
_AT_THE_TIME: Final = re.compile(
    r"(?:\s(?:of|at|for|in)\s(?:the\s)?[\w’' -]{1,40}?)?,?\s(?:at|by)\s(?:the|that)\stime\b"
)
_TO_COME: Final = re.compile(
    r"[^.;:!?\n“”\"]{0,70}?\b(?:will\s(?:take|join|start|begin|become|assume|be\ssworn)"
    r"|(?:is|are)\s(?:(?:due|set|expected|scheduled)\s)?to\s(?:take|join|start|begin|become|assume|be\ssworn)"
    r"|(?:takes\s(?:over|office|up|charge)|starts|begins)\s(?:the\s\w+\s)?(?:on|in|next|from)\b)"
)
_TO_LEAVE: Final = re.compile(  # behind a role and its holder's name: still in office
    r"\s+(?:[A-Z][\w.’'-]*\s+){1,4}(?:\([^)\n]{1,20}\)\s+)?"
    r"(?:will|would|(?:is|was)\s(?:(?:due|set|expected|likely)\s)?to|(?:plans|intends|planned|intended|wants)\sto)\s"
    r"(?:step\s(?:down|aside)|stand\sdown|resign|retire|leave|quit|depart)\b"
)
_STAYS: Final = re.compile(  # behind a role, with its holder's name or without: whoever does so is in office
    r"(?:\s+[A-Z][\w.’'-]*){0,4}(?:\s+on\s[A-Z]\w+)?\s+(?:(?:has|had)\s+)?"
    r"(?:(?:dismiss|appoint)(?:ed|es)|(?:sack|remov|replac|nominat|nam|suspend|fir)(?:ed|e?s)|accepted)\s+"
    r"(?!(?:by|in|on|from|as|for|after|over|at|amid(?:st)?|following|during|while|when|because|despite|just|only|hours|"
    r"days|weeks|months|today|yesterday|without|pending|again|and|or|but|to|with|under|before)\b)|"
    r"(?:\s+[A-Z][\w.’'-]*){1,4}\s+will\s(?:be|act|serve|become)\b|"
    r",(?:\s+[A-Z][\w.’'-]*){1,4},\s+is\s(?:also\s)?(?:the\s|an?\s)?(?:acting|interim|caretaker)\b"
)
_SUCCEEDS: Final = re.compile(  # whoever comes next is not the one who left
    r"\b(?:replaced|succeeded|followed)\s+by\s+(?:the\s+|its\s+|his\s+|her\s+)?(?:[\w’'-]+\s+){0,2}$"
)
_STATUS: Final = (
    (re.compile(r"\b(?:former|ex|then|late|retired)\b[-\s]*", re.IGNORECASE), "former"),
    (re.compile(r"\b(?:(?:acting|interim)\b[-\s]*|caretaker[-\s]+(?=\w))", re.IGNORECASE), "acting"),
    (re.compile(r"[-\s]elect\b", re.IGNORECASE), "elect"),
    (re.compile(r"\bcandidate\b|\bnominee\b|\bcontender\b", re.IGNORECASE), "candidate"),
    (re.compile(r"\b(?:outgoing|incumbent|sitting)\b", re.IGNORECASE), "current"),
)
_TOWARDS: Final = (  # what the verb before "for" or "as" says of an office
    (re.compile(r"\b(?:would|set to|may|might|could) become\s+(?:the\s+|an?\s+)?(?:[\w’'-]+\s+){0,2}$"), "candidate"),
    (
        re.compile(
            r"\b(?:becomes|(?:will|to) become|to be sworn in as|will be sworn in as)\s+(?:the\s+|an?\s+)?"
            r"(?:[\w’'-]+\s+){0,2}$"
        ),
        "elect",
    ),
    (re.compile(r"\b(?:remains?|stays? on as|continues? as)\s+(?:[\w’'-]+\s+){0,2}$"), "current"),
    (re.compile(r"\b(?:act|acts|acted|acting|stand|stands|filling|fill) (?:in )?as\s+(?:[\w-]+\s+){0,3}$"), "acting"),
    (
        re.compile(
            r"\b(?:(?:sworn in|appointed|named|elected|takes? over|took over|taking over|serves) as|became)\s+"
            r"(?:[\w-]+\s+){0,3}$"
        ),
        "current",
    ),
    (
        re.compile(
            r"\b(?:standing\s|(?:(?:nominat|propos|tipp|campaign)\w*|runs?|running|ran|stands?|stood|vying|vie[sd]?|bids?|"
            r"bidding|races?|racing|contest(?:s|ed|ing)?)\s(?:[^\s]+\s+){0,7}?)"
            r"(?:for|as)\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+)?$"
        ),
        "candidate",
    ),
    (
        re.compile(
            r"\b(?:resign|step(?:ped|s|ping)? down|stepping down|quit|retir|oust|sack|dismiss|fired|remov|depos)\w*\s+"
            r"(?:(?!(?:appoint|nam|elect|promot|install|pick)(?:ed|s|ing)\b)[^\s]+\s+){0,7}?"  # "and appointed NAME as"
            r"as\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+)?$"
        ),
        "former",
    ),
)


def _past(before: str, after: str) -> bool:
    """Whether a verb of holding says that it is over: "who headed the agency", not "a team headed by"."""
    return not _BY.match(after) and (_ONCE.search(before) is not None or _THEN.search(after) is not None)


def status_beside(text: str, span: Span, role: str) -> str:
    """Return whether somebody's "successor" or "predecessor" holds the office: "his successor, NAME, will join in May".

    Args:
        span: where *role* stands.
    """
    if role != "successor":
        return "former"
    return "elect" if _TO_COME.match(text, span.end) else "current"


def status_of(document: Document, proposal: Proposal | None, span: Span, *, before_name: bool) -> str:
    """Return whether an office is held; "two quit as President NAME wept" says nothing of the president's.

    Args:
        proposal: what the model says of it, None if it said nothing.
        before_name: whether the holder's name stands right behind.
    """
    before = document.text[max(0, span.start - 16) : span.start]
    words = _CLAUSE.split(before)[-1] + span.of(document.text)
    if _NOW.search(words):
        return "current"
    if _AT_THE_TIME.match(document.text, span.end):
        return "former"
    for pattern, status in _STATUS:
        if pattern.search(words):
            return status
    clause = _CLAUSE.split(document.text[max(0, span.start - 90) : span.start])[-1]
    if _HELD.fullmatch(span.of(document.text)) and _past(clause, document.text[span.end : span.end + 80]):
        return "former"
    for pattern, status in () if before_name else _TOWARDS:
        if pattern.search(clause):
            return status
    leaving = before_name and _TO_LEAVE.match(document.text, span.end) is not None
    leaving = leaving or _STAYS.match(document.text, span.end) is not None
    leaving = leaving or (before_name and _SUCCEEDS.search(clause) is not None)
    value, probability = ("current", 1.0)
    if proposal is not None and not leaving:
        value, probability = proposal.attributes.get("status", ("current", 1.0))
    return value if value in OFFICE_STATUS and probability >= 0.6 and value in ("former", "candidate") else "current"
