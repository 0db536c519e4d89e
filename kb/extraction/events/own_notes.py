"""What a publication says of its own text: "Correction: an earlier version said that the ferry had sunk".

Input: a Document and its trigger proposals; Events and statements, where a live blog's entries stand.
Output: whether words only tell of such a note, read by kb.extraction.events.unfit; the events without facts that only
words tell which were taken back.
Never: takes a correction of accounts, of a bill or of a minister's words for a note.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.layout.cues import is_correction
from kb.language.analysis import Proposal
from kb.model import Event, Span, Statement

NOTES: Final = frozenset(
    "correction correct clarification clarify erratum amend amendment update edit misstate misspell misidentify "
    "misattribute misreport misquote apologise apologize apology regret error mistake withdraw retract remove "
    "append".split()
)
OF_TEXT: Final = frozenset(  # what a publication corrects of its own
    "article story report version headline caption post entry item piece page text copy paragraph sentence update "
    "alert note photo picture graphic chart map name figure number spelling date byline dispatch line reference quote "
    "quotation tweet video blog correction this it we they which that there".split()
)
PRESUPPOSED: Final = 40  # characters before a happening that is taken up
_TOLD: Final = re.compile(r"\b(?:that|said|stated|reported|wrote)\b", re.IGNORECASE)
_TAKEN_UP: Final = re.compile(r"\b(?:the|this|these|those|its|their|his|her)\s+$", re.IGNORECASE)
Stamped = Callable[[Span], tuple[str, int] | None]  # words -> day and minute of the live blog's entry with them


def is_own_note(document: Document, proposal: Proposal) -> bool:
    """Say whether words only tell that the article itself was corrected: "[Correction]:", "was [amended] to say"."""
    head, at = head_token(document.doc, proposal.start, proposal.end), document.span(proposal).start
    if not {head.lemma_.casefold(), head.lower_} & NOTES or _is_of_others(head):
        return False
    text = document.text
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    paragraph = text[start : end if end >= 0 else len(text)]
    return is_correction(paragraph) and _TOLD.search(text, start, at) is None


def _is_of_others(verb: Token) -> bool:
    """Whether somebody else does it: "Correction: [parliament] amended the law on Monday, not on Tuesday"."""
    if verb.pos_ != "VERB":
        return False
    doers = [child for child in verb.children if child.dep_ in ("nsubj", "nsubj:pass")]
    return any(doer.lemma_.casefold() not in OF_TEXT and doer.lower_ not in OF_TEXT for doer in doers)


def without_retracted(
    events: Iterable[Event], statements: Iterable[Statement], text: str, stamped: Stamped = lambda _: None
) -> Iterator[Event]:
    """Yield *events*, what only words that were taken back tell as no fact: "we said that the ferry had [sunk]".

    What a live blog takes back it takes back of its earlier entries, too.
    """
    retracted = {s.id: s.content for s in statements if s.status == "retracted"}
    for event in events:
        told = [part for source in event.sources for part in retracted.get(source, ())]
        words = (event.trigger, *event.other_mentions)
        gone = bool(told) and retracted.keys() >= set(event.sources)
        only = gone and all(any(part.covers(word) for part in told) for word in words)
        only = only or _is_taken_back(words, [part for parts in retracted.values() for part in parts], text, stamped)
        fact = event.modality in ("actual", "ongoing") and event.polarity == "positive"
        yield replace(event, modality="alleged") if only and fact else event


def _is_taken_back(words: Iterable[Span], retracted: Iterable[Span], text: str, stamped: Stamped) -> bool:
    """Whether an entry takes back what all the others that tell it told earlier; what it takes up stands."""
    words = tuple(words)
    parts = [part for part in retracted if any(part.covers(word) for word in words)]
    back = [stamp for part in parts if (stamp := stamped(part)) is not None]
    if not back:
        return False
    again = [word for word in words if any(part.covers(word) for part in parts)]
    if any(_TAKEN_UP.search(text, max(0, word.start - PRESUPPOSED), word.start) for word in again):
        return False  # "that two had been killed in the [fire]"
    earlier = [stamped(word) for word in words if word not in again]
    return all(stamp is not None and stamp < max(back) for stamp in earlier)
