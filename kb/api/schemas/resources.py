"""What the HTTP service sends and takes, with an example each; the OpenAPI document is made of it.

Input: records and pages of kb.api.serving.ports, by kb.api.schemas.shapes. Output: JSON.
"""

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Value(BaseModel):
    """Read from a mapping or an object."""

    model_config = ConfigDict(from_attributes=True, extra="ignore")


class Listed(BaseModel, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    total: int = Field(description="How many there are in all.")
    next: str | None = Field(None, description="Address of the next part, null at the end.")


class Named(Value):
    """Somebody or something by id and label."""

    id: str = Field(examples=["entity-5c1f0d7f9d3c4e1ab2aa"])
    label: str = Field(examples=["Ministry of Defence"])
    type: str = Field("", examples=["organisation"])


class ArticleRow(Value):
    """An article in a list."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "article-16bb0c0037e4eb97",
                    "iri": "http://localhost:8000/id/article-16bb0c0037e4eb97",
                    "title": "Two killed as river bursts its banks",
                    "source": "Harbour Gazette",
                    "published": "2024-03-02",
                    "language": "en",
                    "length": 2311,
                    "entities": 14,
                    "events": 9,
                    "statements": 4,
                    "figures": 3,
                    "position": 12,
                }
            ]
        },
    )
    id: str
    iri: str
    title: str = ""
    source: str = ""
    url: str = ""
    published: str = Field("", description="As the article gives it; empty if unknown.")
    language: str = ""
    external_id: str = Field("", description="The publisher's own id.")
    length: int = Field(0, description="Code points of the stored text.")
    extractor: str = ""
    position: int = Field(0, description="Of the event in the log that brought it.")
    added_at: str = ""
    notes: list[str] = Field(default_factory=list)
    entities: int = 0
    events: int = 0
    statements: int = 0
    figures: int = 0
    offices: int = 0


class EntityRow(Value):
    """Somebody or something named, in a list."""

    id: str = Field(examples=["entity-5c1f0d7f9d3c4e1ab2aa"])
    iri: str
    label: str = Field("", examples=["Ministry of Defence"])
    type: str = Field("", examples=["organisation"])
    country: str = Field("", description="ISO 3166-1 alpha-2.", examples=["UA"])
    description: str = ""
    within: Named | None = Field(None, description="The place that holds it.")
    latitude: float | None = None
    longitude: float | None = None
    external: list[str] = Field(default_factory=list, examples=[["geonames:703448"]])
    aliases: list[str] = Field(default_factory=list)
    absorbed: list[str] = Field(default_factory=list, description="Ids that answer as this one since a merge.")
    articles: int = Field(0, description="How many articles name it.")


class Participant(Value):
    """Who or what stands in a role of an event."""

    role: str = Field(examples=["agent"])
    words: str
    entity: Named | None = None
    event: str = Field("", description="Id of another event that stands there.")


class FigureRow(Value):
    """A number about an event."""

    id: str
    words: str = Field(examples=["at least 14"])
    comparator: str = Field(examples=["at_least"])
    value: float | None = None
    upper: float | None = Field(None, description="Upper end of a range.")
    unit: str = ""
    counts: str = Field("", description="What is counted.", examples=["killed"])
    whole: float | None = None
    change: str = Field("", description='"increase" or "decrease" where the number is a difference: "six more than".')
    withdrawn: bool = False
    claimed_by: list[str] = Field(default_factory=list, description="Statements; none: the article's own voice.")


class EventRow(Value):
    """A happening as one article tells it."""

    id: str = Field(examples=["event-0d6fdd7fd1b2a7d1a9c3"])
    iri: str
    label: str = ""
    type: str = Field("", description="Local name of a concept of kbt:.", examples=["flood"])
    reality: str = Field("", examples=["occurred"])
    modality: str = ""
    begin: str = Field("", description="Outermost day, empty if open.")
    end: str = ""
    article: str = ""
    happening: str = Field("", description="What events of several articles have in common.")
    confidence: float = 1.0
    start: int = Field(0, description="The trigger's characters [start, stop) in the article.")
    stop: int = 0
    participants: list[Participant] = Field(default_factory=list)
    figures: list[FigureRow] = Field(default_factory=list)
    claimed_by: list[str] = Field(default_factory=list, description="Statements; none: the article's own voice.")


class StatementRow(Value):
    """Something somebody is reported to have said."""

    id: str = Field(examples=["statement-9a7be1f2d1cfa04d23b5"])
    iri: str
    content: str = Field("", examples=["The water rose within an hour"])
    mode: str = Field("", examples=["direct"])
    speakers: list[Named] = Field(default_factory=list)
    speaker_words: str = ""
    addressees: list[Named] = Field(default_factory=list)
    status: str = ""
    basis: str = ""
    cue: str = ""
    medium: str = ""
    nested_in: str = ""
    asserts: list[str] = Field(default_factory=list, description="Ids of the events that it claims.")
    article: str = ""
    confidence: float = 1.0
    start: int = 0
    stop: int = 0


class Hit(Value):
    """Something that a search found."""

    kind: str = Field(examples=["article"])
    id: str
    iri: str
    title: str = ""
    snippet: str = Field("", description="Words around the match, each matched word in square brackets.")
    score: float = 0.0
    match: Literal["words", "alike"] = Field(
        "words", description='"words" holds all words; "alike" is called much the same, in another spelling maybe.'
    )


class Found(BaseModel):
    """What a search found, the best first; entities that are only called much the same come last."""

    items: list[Hit]


class ArticleIn(BaseModel):
    """An article to be read and added."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "Two killed as river bursts its banks",
                    "text": "LOWMARSH, 2 March — Two people were killed when the river Ash rose, police said.",
                    "source": "Harbour Gazette",
                    "published": "2024-03-02",
                }
            ]
        },
    )
    text: str = Field(min_length=1, description="The whole text, as it is to be stored.")
    title: str = ""
    source: str = ""
    url: str = ""
    published: str = Field("", description="ISO 8601 date, or date and time with zone.")
    language: str = ""
    id: str = Field("", description="The publisher's own id, if it has one.")


class NewArticle(ArticleIn):
    """An article to be read and added, also one that was taken out."""

    again: bool = Field(False, description="Take it in though it was withdrawn or erased; refused (409) without.")


class ArticleAdded(Value):
    """What became of an article that was sent."""

    status: str = Field(
        examples=["added"],
        description="added, corrected, known (the same text is there already), or refiled (known, and filed anew).",
    )
    id: str
    iri: str
    title: str = ""
    counts: dict[str, int] = Field(default_factory=dict)
    rejected: int = Field(0, description="Claims that failed validation and were left out.")
    notes: list[str] = Field(default_factory=list)
    position: int = Field(0, description="Queries see the article from this position of the log on.")


class Health(BaseModel):
    """How the service is."""

    status: str = Field(examples=["good"])
    version: str
    position: int
    base_iri: str
    counts: dict[str, int] = Field(default_factory=dict)
    queries: dict[str, int] = Field(default_factory=dict)
    problems: list[str] = Field(default_factory=list)


class Problem(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:kb:problem:query-time-limit",
                    "title": "Query time limit",
                    "status": 504,
                    "detail": "The query was stopped after 30 s.",
                    "hint": "Name more of the pattern, avoid unconnected patterns, or raise the time limit.",
                    "code": "query-time-limit",
                    "reason": "time-limit",
                    "instance": "/sparql",
                    "request_id": "6f0d2c54a41b4b0e",
                }
            ]
        }
    )
    type: str
    title: str
    status: int
    detail: str
    instance: str
    hint: str = ""
    code: str = ""
    reason: str = ""
    request_id: str = ""
