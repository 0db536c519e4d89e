"""What DESCRIBE answers, without what it says again.

Input: triples of the engine, which has one of several graphs as often, all of one subject after another.
Output: each once, as it comes; read by kb.query.workers.worker.
Never: holds more than the triples of one subject.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox


def once(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield each triple once."""
    subject, seen = None, set[ox.Triple]()
    for triple in triples:
        if triple.subject != subject:
            subject, seen = triple.subject, set()
        if triple not in seen:
            seen.add(triple)
            yield triple
