"""What an undoing takes back, in words: the decision, also where the undoing of an undoing puts it in force again.

Input: an event of the log. Output: words of kb.service.history.journal for the banner of kb.api.pages.site.
Never: names a decision by its number alone.
"""

from typing import NamedTuple

from kb.api.pages.wording import recorded
from kb.events import Recorded
from kb.events.curation import DecisionUndone
from kb.log import EventLog
from kb.service.history.journal import in_words


class Told(NamedTuple):
    """What was recorded: in words; *again* if it puts a decision in force that had been taken back."""

    words: str
    again: bool = False


def told(log: EventLog, one: Recorded) -> Told:
    """Return an event in words: of an undoing, what is undone or in force again by it, and why."""
    if not isinstance(one.event, DecisionUndone):
        return Told(in_words(one.event))
    event, again, reason = one, True, one.event.reason
    while isinstance(event.event, DecisionUndone):
        event, again = next(log.read(after=event.event.decision - 1, limit=1)), not again
    words = f"{recorded(event.envelope.type)}, {in_words(event.event)}"
    return Told(f"{words}: {reason}" if reason else words, again)
