"""When the news of a live blog's entry happened: on its day, by the minute of its time stamp.

Input: the paragraphs of a Layout; Events without a time.
Output: the same Events, those that an entry tells as its news dated; read by kb.extraction.events.stage.
Never: dates what an entry only looks back to: a past perfect, a plan, what stands in a later sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from kb.extraction.confidence import joint
from kb.extraction.dating.stage import TAKING_PLACE, Clock
from kb.extraction.document import Document, head_token
from kb.extraction.layout.stage import STORY, Layout
from kb.model import Event, Span

TOLD: Final = 0.5  # how sure it is that an entry's news is of the day of its stamp
NOW: Final = frozenset({"actual", "ongoing"})
AUXILIARIES: Final = 4  # tokens of "have just now begun"
LOOKING_BACK: Final = frozenset({"had", "since", "earlier", "previously"})


def news_of_entries(layout: Layout) -> Iterator[tuple[Span, Span]]:
    """Yield (paragraph, time stamp) of the headings of a live blog's entries and of the paragraph below them."""
    stamp: Span | None = None
    opened = False
    for paragraph in layout.paragraphs:
        if paragraph.stamp is None or paragraph.prose is None:
            continue
        if paragraph.stamp != stamp:
            stamp, opened = paragraph.stamp, False
        if opened or not (paragraph.kind in STORY or paragraph.kind == "heading"):
            continue
        yield paragraph.prose, paragraph.stamp
        opened = paragraph.kind in STORY


def with_entry_times(document: Document, events: Sequence[Event], clock: Clock) -> list[Event]:
    """Return *events*; one without a time that is an entry's news is of the first entry that tells it."""
    return [_dated(document, event, clock) for event in events]


def _dated(document: Document, event: Event, clock: Clock) -> Event:
    if event.time is not None or event.modality not in NOW or event.polarity != "positive":
        return event
    told = (event.trigger, *event.other_mentions)
    values = [v for words in told if _is_news(document, words) and (v := clock.entry(words)) is not None]
    if not values:
        return event
    first = min(values, key=lambda value: value.latest_end)
    return replace(event, time=first, time_confidence=joint(event.confidence, TOLD))


def _is_news(document: Document, words: Span) -> bool:
    first, last = document.tokens(words)
    if first >= last or document.quotation_at(words) is not None:
        return False
    verb = _verb(head_token(document.doc, first, last), last)
    return verb is not None and not any(child.lower_ in LOOKING_BACK for child in verb.children)


def _verb(head: Token, end: int) -> Token | None:
    """The verb that tells a happening: its own word, or the one right behind that says that it takes place."""
    if head.pos_ == "VERB":
        return head
    for token in head.doc[end : min(end + AUXILIARIES, head.sent.end)]:
        if token.lemma_ in TAKING_PLACE:
            return token
        if token.pos_ not in ("AUX", "ADV"):
            return None
    return None
