"""What a reader took from one article: the payload of extraction-recorded.

Every claim carries the characters it rests on. Ids are local to the article:
m1 (mention), e1 (entity), o1 (office), s1 (statement), v1 (event), q1 (figure).
Claims name these local entities; canonical entities exist in projections only.
"""

from dataclasses import dataclass, field

from kb.model.span import Span

ACTOR_TYPES = frozenset(
    "person organisation company armed_force office international_organisation group platform country".split()
)
PLACE_TYPES = frozenset(
    "state region province district city town village island mountain river lake sea facility "
    "infrastructure building market route area place".split()
)
ENTITY_TYPES = ACTOR_TYPES | PLACE_TYPES
MENTION_KINDS = frozenset("name acronym adjective metonym nominal pronoun".split())
MODES = frozenset({"direct", "indirect", "evidential"})
MODALITIES = frozenset(
    "actual ongoing planned hoped hypothetical conditional requested required obligation suspended "
    "expected promised possible alleged".split()
)
COMPARATORS = frozenset("exactly at_least more_than less_than at_most up_to about nearly more_than_half vague".split())
CHANGES = frozenset({"increase", "decrease"})
ROLES = frozenset(
    "agent judge participant party candidate mediator chair observer patient theme target recipient "
    "addressee beneficiary instrument means circumstance cause reason purpose topic path destination "
    "origin route source place".split()
)
OFFICE_STATUS = frozenset({"current", "acting", "former", "candidate", "elect"})
GRANULARITIES = frozenset(
    "instant minute hour part_of_day night day weekend week month season quarter year decade century range".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name, describe or stand for an entity of the article.

    Attributes:
        confidence: chance that the words are a mention, and of this entity.
    """

    id: str
    span: Span
    kind: str
    entity: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or place as this article knows it. A country is one entity, acting or not.

    Attributes:
        type: one of ENTITY_TYPES.
        name: the fullest name the article gives, or its description.
        named: False where it has only descriptions and pronouns.
        country: ISO 3166-1 alpha-2 code if known, else "".
        within: local id of the place that holds this one, "" if not stated.
        external: identifier as "scheme:id" ("geonames:703448"), "" if undecided.
        description: an apposition the article gives ("state-owned railway company").
        confidence: chance that there is such an entity and that it is of this type.
    """

    id: str
    type: str
    name: str
    named: bool = True
    aliases: tuple[str, ...] = ()
    country: str = ""
    within: str = ""
    external: str = ""
    description: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TimeValue:
    """When, as far as the words say: an interval whose ends may be uncertain.

    The four stamps are ISO 8601 dates or date-times in the local time of the
    place, "" where unknown: the begin lies in [earliest_begin, latest_begin],
    the end in [earliest_end, latest_end]. Dates are inclusive.

    Attributes:
        words: the span it came from; None if inferred from the context.
        granularity: one of GRANULARITIES, "" if no stamp is known.
        basis: explicit (a full date in the text), relative (to the publication
            date or another event), inferred (from the context).
    """

    words: Span | None
    earliest_begin: str = ""
    latest_begin: str = ""
    earliest_end: str = ""
    latest_end: str = ""
    granularity: str = ""
    basis: str = "explicit"


@dataclass(frozen=True, slots=True)
class Office:
    """A person holds, held or seeks an office, as the text states.

    Attributes:
        confidence: chance that person, role, body or place, and status are right.
    """

    id: str
    person: str
    role: str
    span: Span
    organisation: str = ""
    place: str = ""
    country: str = ""
    status: str = "current"
    since: str = ""
    until: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """Something somebody is reported to have said.

    Attributes:
        content: the parts, in text order; empty only for unreported content.
        claims: local ids of the events that the content asserts.
        status: reported, or not_reported_content ("declined to comment"), retracted, superseded.
        basis: explicit, inferred (carried on without a cue), unattributed.
        confidence: chance that it was said, in these words.
        speaker_confidence: chance that besides the speakers are right; so for
            medium and addressees. None: as sure as the statement.
    """

    id: str
    content: tuple[Span, ...]
    mode: str
    speakers: tuple[str, ...] = ()
    speaker_span: Span | None = None
    cue: Span | None = None
    medium: str = ""
    medium_span: Span | None = None
    addressees: tuple[str, ...] = ()
    addressee_span: Span | None = None
    nested_in: str = ""
    claims: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    time: TimeValue | None = None
    place: str = ""
    status: str = "reported"
    basis: str = "explicit"
    confidence: float = 1.0
    speaker_confidence: float | None = None
    medium_confidence: float | None = None
    addressee_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """One participant of an event: an entity, another event, or only words.

    Attributes:
        confidence: chance that event, role and filler are right.
    """

    role: str
    span: Span
    entity: str = ""
    event: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """A happening as this article reports it.

    Attributes:
        type: local name of a concept of the ontology's event types ("shelling").
        polarity: positive, or negative if the text says it did not happen.
        modality: one of MODALITIES.
        places: local entity ids, the most exact the text gives.
        place_spans: the words each place stands at, parallel to *places*.
        sources: statements that claim it; none: the article's own voice.
        confidence: chance that the text tells of it, and that its class is right.
        reality_confidence: chance that besides polarity and modality are right;
            so for time, whole and cause, and that its source says so. None: as
            sure as the event.
        place_confidences: the same of each place, parallel to *places*; empty:
            as sure as the event.
    """

    id: str
    type: str
    trigger: Span
    other_mentions: tuple[Span, ...] = ()
    polarity: str = "positive"
    modality: str = "actual"
    roles: tuple[Role, ...] = ()
    places: tuple[str, ...] = ()
    place_spans: tuple[Span, ...] = ()
    time: TimeValue | None = None
    part_of: str = ""
    causes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: float = 1.0
    reality_confidence: float | None = None
    place_confidences: tuple[float, ...] = ()
    time_confidence: float | None = None
    link_confidence: float | None = None
    source_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or a vague amount, about an event.

    Attributes:
        value: the number; lower end of a range; None if vague.
        upper: upper end of a range, else None.
        unit: ISO 4217 code, "percent", "km", "hour" ..., of a rate "USD per share"; "" for a plain count.
        of: the words for what is counted ("killed", "drones"), "" if none; with whose it is where several share a verb
            ("vote for Ana Paz").
        whole: of how many ("14 of the 23": 23), else None.
        change: "increase" or "decrease" where it says by how much another number is passed, missed or moved ("six more
            than the governor said", "rose by 3 percent"), else "".
        withdrawn: its own source took it back.
        confidence: chance that number, comparator and event are right.
    """

    id: str
    event: str
    span: Span
    comparator: str
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    of: str = ""
    whole: float | None = None
    sources: tuple[str, ...] = ()
    withdrawn: bool = False
    confidence: float = 1.0
    change: str = ""

    def words(self, text: str) -> str:
        """Return the amount as the article's *text* has it."""
        return self.span.of(text)


@dataclass(frozen=True, slots=True)
class AmendedFigure(Figure):
    """A figure whose amount a person wrote in place of the article's; *span* keeps the words that it stood in."""

    def words(self, text: str) -> str:
        """Return the amount as the person has it: "at least 30", "20 to 25 percent"."""
        if self.value is None:
            return self.comparator.replace("_", " ")
        compared = "" if self.comparator == "exactly" else self.comparator.replace("_", " ")
        numbers = " to ".join(
            f"{n:,.0f}" if n == int(n) else f"{n:,g}" for n in (self.value, self.upper) if n is not None
        )
        return " ".join(f"{compared} {numbers} {self.unit}".split())


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one extractor took from one article, in text order by kind."""

    article: str
    extractor: str
    version: str
    model: str = ""
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    offices: tuple[Office, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = field(default=())
