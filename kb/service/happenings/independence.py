"""How many sources of their own tell of one happening.

Input: the articles that tell of it, read. Output: sources, each with the articles that rest on it; read by pages.
What counts as one source is kb.projections.graph.independence's to say, for the graph and for pages alike.
Pure. Never: says that a source is right.
"""

from collections.abc import Sequence

from kb.projections.graph.independence import Account, bodies_among, credit, voices
from kb.service.display.page import Source
from kb.service.display.reading import Reading

__all__ = ["Source", "credit", "independent_sources"]


def independent_sources(told: Sequence[tuple[Reading, str]]) -> tuple[Source, ...]:
    """Return the sources of one happening, those of an article's own voice first.

    Args:
        told: each article with the local id of its event; an article may come twice. Who denies it is no source of it,
            unless all deny it.
    """
    found = voices([_account(reading, local) for reading, local in told])
    return tuple(Source(one.name, one.speaker, one.articles, one.why) for one in found)


def _account(reading: Reading, local: str) -> Account:
    event = reading.events[local]
    said = [reading.statements[s] for s in event.sources if s in reading.statements]
    speakers = dict.fromkeys((reading.ref(who), reading.name(who)) for one in said for who in one.speakers)
    kinds = ((reading.ref(who), reading.entities[who].type) for one in said for who in one.speakers)
    return Account(reading.article, local, event.polarity != "positive", tuple(speakers), bodies_among(kinds))
