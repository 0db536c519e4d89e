"""What is sent of figures that disagree and of why two things are one or two."""

from pydantic import Field

from kb.api.schemas.resources import Value


class FigureValue(Value):
    """One figure as one article has it."""

    figure: str = Field(examples=["figure-12340920fe59e0607e9c"])
    event: str
    article: str
    source: str
    reported: str = Field(description="When the article was published, empty if unknown.")
    words: str
    comparator: str
    value: float
    upper: float | None
    withdrawn: bool
    said_by: list[str] = Field(description="Who says so; empty for the article's own voice.")
    official: bool = Field(description="Whether an authority says so, or somebody in an office.")
    kind: str = Field(
        description="Kind of people that it alone counts (workers), beside those that count all; else empty."
    )
    also: list[str] = Field(default=[], description="Figures by which the article says the same over again.")
    replaced_by: str = Field(
        default="",
        description="The figure by which the same voice gives another number in a later report; empty if it stands.",
    )


class FigureConflict(Value):
    """All values of one quantity of one happening, by time of report."""

    happening: str = Field(examples=["happening-12340920fe59e0607e9c"])
    label: str
    counts: str = Field(description="What is counted.")
    unit: str
    values: list[FigureValue]
    odds: list[list[str]] = Field(
        description="Pairs of figures that cannot both be true; none of what its own voice has replaced since."
    )
    state: str = Field(
        description="`contradiction`: cannot all be true; `history`: replaced by who gave them, or followed by others "
        "that do not contradict them; `alike`.",
        examples=["contradiction"],
    )
    view: str = Field(default="", description="The rule of the view that was asked for, in words.")
    chosen: list[str] = Field(default=[], description="Figures that the view chooses: one at most, or one a source.")


class ContradictingClaims(Value):
    """Two claims about one happening that cannot both be true."""

    happening: str = Field(examples=["happening-12340920fe59e0607e9c"])
    label: str
    kind: str = Field(description="happened, time, place, actor or figure.")
    because: str = Field(description="Why, in words.")
    claims: list[str] = Field(description="The two claims.")
    articles: list[str] = Field(description="The article of each.")


class AccountTelling(Value):
    """One article's words for an account."""

    event: str = Field(description="Its version of the happening.")
    article: str
    source: str
    published: str
    by: str = Field(description="Who says so; empty for the article itself.")
    words: str
    sentence: str = Field(description="The words in their sentence.")
    start: int | None = Field(description="Where the words begin in the article's text, in code points.")
    end: int | None
    certainty: float
    claim: str = Field(description="By which /decisions take it.")
    official: bool
    withdrawn: bool


class DisputeAccount(Value):
    """What some articles say alike."""

    words: str = Field(examples=["at least 17", "it did not"])
    ref: str = Field(description="Id of the entity that is named, empty for none.")
    opposed: bool = Field(description="Whether another account cannot be true beside it.")
    replaced_by: str = Field(description="The number by which who gave this one replaced it; empty if it stands.")
    replaced_on: str = Field(description="When that was reported.")
    more: int = Field(description="How many tell it besides these.")
    tellings: list[AccountTelling]


class DisputeOut(Value):
    """One thing that is told differently."""

    kind: str = Field(
        description="happened, time, place, actor or figure; history for figures that changed and do not contradict."
    )
    counts: str = Field(description="What is counted, for figures.")
    unit: str
    accounts: list[DisputeAccount]


class DisputedOut(Value):
    """A happening with what is told differently of it."""

    happening: str
    label: str
    articles: int = Field(description="How many tell of it.")
    disputes: list[DisputeOut]


class Conflicts(Value):
    """Quantities whose values disagree, then those that changed; each those of most values first."""

    items: list[FigureConflict]
    total: int
    contradictions: list[ContradictingClaims] = Field(default=[], description="What `kind` asks for.")
    disputed: list[DisputedOut] = Field(default=[], description="What `accounts` asks for.")
    next: str = Field(default="", description="Cursor of the next part of `disputed`; empty after the last.")


class Compared(Value):
    """One of two things that are compared."""

    id: str = Field(examples=["entity-5d10a254c526081b5ef6"])
    label: str
    members: list[str] = Field(description="What stands for it in each article, as ARTICLE#LOCAL.")


class Evidence(Value):
    """What one field adds."""

    field: str
    bits: float = Field(description="Each bit doubles the odds that the two are one; below 0 it speaks against.")
    words: str


class Explained(Value):
    """Why two things are one or two."""

    kind: str = Field(description="entity or event.")
    first: Compared
    second: Compared
    one: bool = Field(description="Whether they are one in the graph.")
    pair: list[str] = Field(description="The two members that speak most for it; they are weighed.")
    bits: float
    needed: float = Field(description="What makes a link.")
    parts: list[Evidence]
    verdict: str
    would_change: list[str] = Field(description="What would turn it.")
