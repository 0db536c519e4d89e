"""What is told of why a triple is in the graph.

Input: nothing; kb.service.history.blaming fills these. Output: records for the command line, HTTP and the pages.
Never: holds a text of more than the words that a claim rests on.
"""

from dataclasses import dataclass

from kb.service.display.page import Quote
from kb.service.history.differing import Why


@dataclass(frozen=True, slots=True)
class Ground:
    """An article that a quad rests on.

    Attributes:
        extractor: "NAME/VERSION" of the reading in force, "" where nothing was read.
        quotes: the words; empty for what is so of the article itself.
    """

    article: str
    title: str
    source: str
    url: str
    published: str
    extractor: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Blame:
    """Why one quad is in the graph.

    Attributes:
        quad: as its N-Quads line.
        triple: as Turtle has it, with the usual prefixes.
        graph: kind of its graph: article, listing, registry, happening, decisions, ontology or imported.
        claim: id of the claim that states it, "" for none.
        certainty: of that claim, None without one.
        said_by: who claims it, by the statements; empty for the article's own voice.
        grounds: articles; *more* counts those beyond the first few.
        events: of the log, ascending; at least one.
    """

    quad: str
    triple: str
    graph: str
    claim: str
    certainty: float | None
    said_by: tuple[str, ...]
    grounds: tuple[Ground, ...]
    more: int
    events: tuple[Why, ...]
