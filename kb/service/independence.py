"""How many sources of their own tell of one happening.

Input: the articles that tell of it, read. Output: sources, each with the articles that rest on it; read by pages.
What counts as one source is kb.projections.independence's to say, for the graph and for pages alike.
Pure. Never: says that a source is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.projections.independence import Account, credit, voices
from kb.service.reading import Reading

__all__ = ["Source", "credit", "independent_sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who tells of a happening.

    Attributes:
        name: the speaker's; or the publishers' and agencies' of the articles.
        ref: id of the speaker as `kb show` takes it, "" for articles of their own voice.
        articles: ids of the articles that rest on it.
        why: why several articles are one source, "" if one alone is.
    """

    name: str
    ref: str
    articles: tuple[str, ...]
    why: str = ""


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
    return Account(reading.article, local, event.polarity != "positive", tuple(speakers))
