"""What a home erased after it was backed up is erased from what the backup becomes: no backup can know of it.

Input: the log that erased; a knowledge base made from an earlier backup of it. Output: which events; its own erasures.
Never: takes over anything else that the log went on to say; so an article out of which only a person's name was taken
there goes whole here: the text without the name came later.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import ConflictError
from kb.events import Erased
from kb.events.streams import BASE, article_stream
from kb.log import Append, EventLog
from kb.service.erasure.erasing import erase, finish
from kb.service.knowledge_base import KnowledgeBase

_ARTICLE = article_stream("")


class OtherLogError(ConflictError):
    """A log is none that a backup was made of, or it ends before."""

    code = "other-log"

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(
            f"The log whose erasures are to hold has not the backup's last event, {position}, or has another there.",
            hint="Name the home that the backup was made of, or leave --erased-in out and erase by hand.",
        )


@dataclass(frozen=True, slots=True)
class Again:
    """What was erased again.

    Attributes:
        articles: ids of the articles, whole.
        events: how many events are empty by it.
    """

    articles: tuple[str, ...]
    events: int


def erased_since(log: EventLog, position: int, head: str) -> dict[int, str]:
    """Return the events that *log* erased after *position*, up to which a backup of it goes -> the reason.

    Args:
        head: hash of the event at *position*, as the backup has it.

    Raises:
        OtherLogError: the log has another event there, or none.
    """
    there = next(iter(log.envelopes(position - 1)), None)
    if there is None or (there.position, there.hash) != (position, head):
        raise OtherLogError(position)
    gone: dict[int, str] = {}
    for recorded in log.read(after=position, types=[Erased.TYPE]):
        if isinstance(recorded.event, Erased):
            gone |= {at: recorded.event.reason for at in recorded.event.positions if at <= position and at not in gone}
    return gone


def erase_again(kb: KnowledgeBase, gone: Mapping[int, str]) -> Again:
    """Erase the articles among events, with all that rests on them, then what else of the events is left.

    Args:
        kb: opened for writing.
        gone: positions -> why.

    Raises:
        as kb.service.erasure.erasing.erase; ProjectionStoppedError: what is left cannot be taken in.
    """
    before = _left(kb.log, gone)
    articles = []
    for position, stream in before.items():
        if stream.startswith(_ARTICLE) and position in _left(kb.log, gone):  # else it was another text of the same
            articles.append(stream.removeprefix(_ARTICLE))
            erase(kb, articles[-1], gone[position])
    for reason in sorted(set(gone.values())):
        rest = tuple(at for at in _left(kb.log, gone) if gone[at] == reason)
        if rest:
            kb.log.erase([Append(BASE, kb.log.stream_version(BASE), [Erased(rest, reason)], kb.actor)])
    finish(kb)
    return Again(tuple(articles), len(before))


def _left(log: EventLog, gone: Mapping[int, str]) -> dict[int, str]:
    """Return the positions of those events that were not erased yet -> their streams."""
    found = (next(iter(log.envelopes(at - 1))) for at in sorted(gone))
    return {one.position: one.stream for one in found if not one.erased}
