"""Events that were decoded a moment ago, kept for whoever reads them again.

Input: envelopes that were held to their hash. Output: their events, which nobody changes.
Never: hands on an event whose payload is gone, keeps one past an erasure that it has read, or grows beyond its bound.
"""

import threading
from collections import OrderedDict
from typing import Final

from kb.events import DomainEvent, Envelope, Erased
from kb.events.codec import event_of

MOST: Final = 4 << 20  # bytes of payloads whose events are kept; as objects they are several times as large
LARGEST: Final = 256 << 10  # bytes of one: a curated list is read once and would drive out all else


class Decoded:
    """Events by the hash of their envelope, the least recently read leave first; may be shared by threads.

    Args:
        most: bytes of payloads.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, tuple[DomainEvent, int]] = OrderedDict()
        self._lock = threading.Lock()

    def event_of(self, envelope: Envelope) -> DomainEvent:
        """Return the event in *envelope*, whose hash was checked; raises as kb.events.codec.event_of."""
        if envelope.erased or len(envelope.payload) > LARGEST:
            return event_of(envelope)
        with self._lock:
            if kept := self._kept.get(envelope.hash):
                self._kept.move_to_end(envelope.hash)
                return kept[0]
        event = event_of(envelope)
        with self._lock:
            if isinstance(event, Erased):  # what it names may be among them
                self._kept.clear()
                self._size = 0
            elif envelope.hash not in self._kept:
                self._kept[envelope.hash] = event, len(envelope.payload)
                self._size += len(envelope.payload)
            while self._size > self._most:
                self._size -= self._kept.popitem(last=False)[1][1]
        return event
