"""What the HTTP service sends of one thing: its record, and its page with the words each fact came from.

Input: pages of kb.service.display.page, records as in kb.api.schemas.resources. Output: JSON.
"""

from pydantic import Field

from kb.api.schemas import resources as schemas


class Quote(schemas.Value):
    """Words of an article in their sentence; offsets count code points of the stored text."""

    article: str
    start: int
    end: int
    before: str
    words: str
    after: str


class Source(schemas.Value):
    """Somebody who tells of something without having it from another of the list."""

    name: str
    ref: str = Field("", description="Id of the speaker, empty for articles in their own voice.")
    articles: list[str] = Field(description="Ids of the articles that rest on it.")
    why: str = Field("", description="Why several articles are one source.")


class Fact(schemas.Value):
    """One thing that is known, with the words it came from."""

    name: str
    value: str
    ref: str = Field("", description="Id of what the value is, empty for plain words.")
    quotes: list[Quote] = Field(default_factory=list)
    by: str = Field("", description="Who claims it, empty for the article's own voice.")
    certainty: float = 1.0
    claim: str = Field("", description="Id by which it is confirmed, retracted or amended.")
    sources: list[Source] = Field(
        default_factory=list, description="Who says so independently, of what several articles say."
    )


class Section(schemas.Value):
    """Facts of one kind."""

    title: str
    facts: list[Fact]


class Described(schemas.Value):
    """All that is known about one thing."""

    kind: str
    id: str
    iri: str
    title: str
    subtitle: str = ""
    sections: list[Section] = Field(default_factory=list)


class ArticleDetail(schemas.ArticleRow):
    """An article with all that it says."""

    page: Described


class EntityDetail(schemas.EntityRow):
    """An entity with all that the articles say about it."""

    page: Described


class EventDetail(schemas.EventRow):
    """An event with participants, place, time, figures and sources."""

    page: Described


class StatementDetail(schemas.StatementRow):
    """A statement with who, how, to whom and about what."""

    page: Described
