"""Who says each thing about a happening by himself: its claims, counted one by one as the graph counts them.

Input: what articles tell of a happening. Output: facts of a page, each with its sources; read by
kb.service.display.event_pages.
What counts as a source, and which claims are one, is kb.projections.graph.vouching's to say.
Pure. Never: says that a source is right.
"""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from kb.graph import names
from kb.graph.curation import Curated
from kb.graph.iris import Iris
from kb.projections.graph.telling import Telling
from kb.projections.graph.vouching import Backed, backed
from kb.service.display.page import Fact, Source
from kb.service.display.reading import Reading

_ENTITY = "entity-"


def claim_facts(happening: str, told: Sequence[tuple[Reading, str]], iris: Iris) -> tuple[Fact, ...]:
    """Return a fact for each claim about a happening, with the sources of its own that say so, what most say first.

    Args:
        happening: its canonical id.
        told: each article with the local id of its event; an article may come twice.
        iris: of the home.
    """
    tellings = [Telling(one.article, Curated(one.extraction), local, one.links) for one, local in told]
    names_ = {one.ref(who): one.name(who) for one, local in told for who in _named(one, local)}
    return tuple(_fact(one, names_) for one in backed(happening, tellings, iris))


def _named(reading: Reading, local: str) -> Iterator[str]:
    """Yield the entities that take part in an event, or in which it happened."""
    event = reading.events[local]
    named = (*(role.entity for role in event.roles), *event.places)
    return (one for one in named if one in reading.entities)


def _fact(one: Backed, names_: dict[str, str]) -> Fact:
    """Return a claim as a line: "agent: the Orion Guard", "figure: at least 14"."""
    sources = tuple(Source(v.name, f"{_ENTITY}{v.speaker}" if v.speaker else "", v.articles, v.why) for v in one.voices)
    name, _, words = one.label.partition(": ")
    ref = _tail(one.value) if isinstance(one.value, NamedNode) else ""
    if ref.startswith(_ENTITY):
        return Fact(name, names_.get(ref, ref), ref, sources=sources)
    return Fact(name, words or names.words_of(_tail(one.value)), sources=sources)


def _tail(node: object) -> str:
    return str(getattr(node, "value", node)).rpartition("/")[2].rpartition("#")[2]
