"""What a list can be asked for, one model a list: its filters, with an example each that the tests run.

Input: the query part of an address. Output: values read by kb.api.lists.kinds.
Never: passes over a parameter that it does not know; an answer that looks filtered would be taken for one.
"""

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from kb.model.days import WRITTEN, first_day, last_day
from kb.projections.catalog.orders import ORDERS

MOST: int = 1000  # rows of one part
MANY: int = 100  # ids in one request

Words = Annotated[str, Field(max_length=500)]


def _is_day(given: str) -> str:
    first_day(given)  # its error says what is wrong: "day is out of range for month"
    return given


Day = Annotated[str, Field(pattern=WRITTEN), AfterValidator(_is_day)]
Since = Annotated[str, Field(pattern=WRITTEN), AfterValidator(first_day)]
Until = Annotated[str, Field(pattern=WRITTEN), AfterValidator(last_day)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Chance = Annotated[float, Field(ge=0, le=1)]
Reality = Literal["", "occurred", "ongoing", "planned", "hypothetical", "denied", "notHappened"]


def _about(text: str, *examples: Any, alias: str = "") -> Any:
    return Field(description=text, examples=list(examples) or None, alias=alias or None)


def _entity(text: str) -> Any:
    return _about(f"{text}, by id, IRI or name.", "Blue Column")


class Asked(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    ids: Annotated[Words, _about(f"Only these, with commas between; at most {MANY}.")] = ""
    sort: Annotated[Words, _about("In which order; a minus before it turns it around.")] = ""
    limit: Annotated[int, Field(ge=1, le=MOST, description="How many at most.")] = 50
    cursor: Annotated[str, Field(max_length=1000, description="Where the part before ended; `next` has it.")] = ""
    fields: Annotated[Words, _about("Only these fields of each, with commas between.")] = ""
    include: Annotated[Words, _about("What goes with them, once each, in `included`: article ...")] = ""
    format: Annotated[
        Literal["", "json", "csv", "geojson", "jsonld"],
        Field(description="Instead of Accept; an ending of the path (.csv) says the same."),
    ] = ""
    as_of: Annotated[
        str,
        Field(
            alias="asOf",
            max_length=40,
            description="As known after this event, or at this time: 120, 2024-07-05 ...",
        ),
    ] = ""

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:
        """Take an empty field of a form for one that is not there; an empty moment is refused elsewhere."""
        if isinstance(given, dict):
            return {name: value for name, value in given.items() if value != ""}
        return given


class Window(BaseModel):
    """Between which days."""

    since: Annotated[Since, Field(description="On this date or later.")] = ""
    until: Annotated[Until, Field(description="On this date or before.")] = ""


class ArticlesAsked(Asked):
    """Articles, the last added first."""

    source: Annotated[Words, _about("Publisher, whole, whatever the case.", "Herald")] = ""
    language: Annotated[Words, _about("Language tag.", "en")] = ""
    text: Annotated[Words, _about("Words that title or text hold, all of them.", "raid")] = ""
    entity: Annotated[Words, _entity("Somebody or something that they name")] = ""
    since: Annotated[Since, _about("Published on this date or later.", "2024-01-01")] = ""
    until: Annotated[Until, _about("Published on this date or before.", "2024-12-31")] = ""


class EntitiesAsked(Asked):
    """People, organisations and places, the most mentioned first."""

    type: Annotated[Words, _about("person, organisation, city ...", "organisation")] = ""
    country: Annotated[Words, _about("ISO 3166-1 alpha-2.", "UA")] = ""
    name: Annotated[Words, _about("A name or part of one.", "blue")] = ""
    article: Annotated[Words, _about("Named in this article, by id.")] = ""
    within: Annotated[Words, _entity("A place that they lie in, however deep")] = ""
    min_articles: Annotated[
        int,
        Field(
            alias="minArticles",
            ge=0,
            le=1_000_000_000,
            description="Named by so many articles, at least.",
            examples=[2],
        ),
    ] = 0


class EventsAsked(Asked):
    """Events, those of the last added article first."""

    type: Annotated[Words, _about("Event type, with all below it; several with commas between.", "attack")] = ""
    subtypes: Annotated[bool, Field(description="With type: false for that very type alone.")] = True
    reality: Annotated[Reality, _about("What became of it.", "occurred", "planned")] = ""
    entity: Annotated[Words, _entity("Somebody or something in it, in any role")] = ""
    role: Annotated[Words, _about("With entity: in this role; alone: with such a role.", "agent")] = ""
    actor: Annotated[Words, _entity("Who brought it about, in any of the roles of doing")] = ""
    place: Annotated[Words, _entity("Where, with all that lies within it")] = ""
    within: Annotated[bool, Field(description="With place: false for that very place alone.")] = True
    source: Annotated[Words, _about("Publisher of the article, whole, whatever the case.", "Herald")] = ""
    article: Annotated[Words, _about("Told by this article, by id.")] = ""
    happening: Annotated[Words, _about("Versions of this happening, by id.")] = ""
    since: Annotated[Since, _about("May have been on this date or later.", "2024-01-01")] = ""
    until: Annotated[Until, _about("May have been on this date or before.", "2024-12-31")] = ""
    certainly_in: Annotated[
        str,
        _about("FROM/TO: only what lies within it in any case.", "2024-05-01/2024-05-31", alias="certainlyIn"),
    ] = ""
    possibly_in: Annotated[
        str, _about("FROM/TO: only what may lie within it.", "2024-05-01/2024-05-31", alias="possiblyIn")
    ] = ""
    min_confidence: Annotated[
        Chance, _about("Those that a view of the graph at this chance has.", 0.5, alias="minConfidence")
    ] = 0.0


class StatementsAsked(Asked):
    """Who said what, those of the last added article first."""

    speaker: Annotated[Words, _entity("Who said it")] = ""
    against: Annotated[Words, _entity("Another speaker: what either said")] = ""
    addressee: Annotated[Words, _entity("Whom it was said to")] = ""
    about: Annotated[Words, _entity("Whom or what it names, claims or concerns")] = ""
    medium: Annotated[Words, _about("What carried it, as the article has it, or an entity.", "Telegram")] = ""
    mode: Annotated[
        Literal["", "direct", "indirect", "evidential"], _about("How it is told.", "direct", "indirect")
    ] = ""
    event: Annotated[Words, _about("That claims this event, by id.")] = ""
    article: Annotated[Words, _about("Told by this article, by id.")] = ""
    source: Annotated[Words, _about("Publisher of the article, whole, whatever the case.", "Herald")] = ""
    text: Annotated[Words, _about("Words of what was said, all of them.", "night")] = ""
    since: Annotated[
        Since, _about("Said on this date or later; where no words say when, the article's day counts.", "2024-01-01")
    ] = ""
    until: Annotated[Until, _about("Said on this date or before.", "2024-12-31")] = ""
    min_confidence: Annotated[
        Chance, _about("Those that a view of the graph at this chance has.", 0.5, alias="minConfidence")
    ] = 0.0


class FiguresAsked(Asked):
    """Numbers about events, those of the last added article first."""

    counts: Annotated[Words, _about("What is counted, whole, whatever the case.", "killed")] = ""
    unit: Annotated[Words, _about("ISO 4217 code, percent, km ...", "EUR")] = ""
    comparator: Annotated[Words, _about("exactly, atLeast, moreThan, approximately ...", "exactly")] = ""
    least: Annotated[Number | None, _about("Numbers from this on.", 6)] = None
    most: Annotated[Number | None, _about("Numbers up to this.", 100)] = None
    withdrawn: Annotated[bool | None, _about("Whether their own source took them back.", "false")] = None
    event: Annotated[Words, _about("Of this event, by id.")] = ""
    happening: Annotated[Words, _about("Of all versions of this happening, by id.")] = ""
    type: Annotated[
        Words, _about("Of events of this type, or of one of several with commas, and all below.", "attack")
    ] = ""
    subtypes: Annotated[bool, Field(description="With type: false for that very type alone.")] = True
    entity: Annotated[Words, _entity("Of events with somebody or something in them")] = ""
    place: Annotated[Words, _entity("Of events there, with all that lies within it")] = ""
    within: Annotated[bool, Field(description="With place: false for that very place alone.")] = True
    speaker: Annotated[Words, _entity("Who claims it")] = ""
    article: Annotated[Words, _about("Told by this article, by id.")] = ""
    source: Annotated[Words, _about("Publisher of the article, whole, whatever the case.", "Herald")] = ""
    since: Annotated[Since, _about("Of events that may have been on this date or later.", "2024-01-01")] = ""
    until: Annotated[Until, _about("Of events that may have been on this date or before.", "2024-12-31")] = ""
    min_confidence: Annotated[
        Chance, _about("Those that a view of the graph at this chance has.", 0.5, alias="minConfidence")
    ] = 0.0


class OfficesAsked(Asked):
    """Offices that people hold, held or seek, those of the last added article first."""

    at: Annotated[Day, _about("Only those held on that day.", "2024-05-01")] = ""
    held: Annotated[Literal["certainly", "possibly"], Field(description="With at: how surely.")] = "certainly"
    title: Annotated[Words, _about("Of the office, whole, whatever the case.", "mayor")] = ""
    status: Annotated[
        Literal["", "current", "acting", "former", "candidate", "elect"], _about("How it is held.", "current")
    ] = ""
    entity: Annotated[Words, _entity("Holder, body or place")] = ""
    article: Annotated[Words, _about("Told by this article, by id.")] = ""
    min_confidence: Annotated[
        Chance, _about("Those that a view of the graph at this chance has.", 0.5, alias="minConfidence")
    ] = 0.0


def orders(table: str) -> str:
    """Return the names of a list's orders, for a description."""
    return ", ".join(name for name in ORDERS[table] if not name.startswith("-"))


Articles = Annotated[ArticlesAsked, Query()]
Entities = Annotated[EntitiesAsked, Query()]
Events = Annotated[EventsAsked, Query()]
Statements = Annotated[StatementsAsked, Query()]
Figures = Annotated[FiguresAsked, Query()]
Offices = Annotated[OfficesAsked, Query()]
