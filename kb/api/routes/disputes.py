"""What articles tell differently, happening by happening: which of them are asked for, and the part that is sent.

Input: kb.api.serving.ports.Reads, the parameters of /conflicts. Output: kb.service.happenings.disputes values for the
page, its table and programs.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kb.api.lists.kinds import LISTS
from kb.api.lists.params import EventsAsked, Since, Until, Words
from kb.api.serving.ports import Listing, Reads
from kb.projections.catalog.disputed import Fitting, fitting
from kb.projections.catalog.paging import BadCursorError
from kb.projections.catalog.reading import CatalogReader
from kb.service.happenings.disputes import Disputed, disputed
from kb.service.happenings.going_on import GoingOn
from kb.service.happenings.odds import kinds_of, odds
from kb.service.happenings.quantity import HISTORY, Quantity
from kb.service.history.looking_back import happenings_of

T = TypeVar("T")
_COUNTED: Final = frozenset({"figure", HISTORY})
MOST: Final = 50  # happenings of one part: each is read with its articles


def _about(text: str, *examples: Any) -> Any:
    return Field(description=text, examples=list(examples) or None)


class DisputesAsked(BaseModel):
    """What narrows what is told differently; a happening is there if one article's version of it fits."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    happening: Annotated[
        str, Field(pattern=r"^([a-z]+-[0-9a-f]{20})?$", description="Of one happening, or of one event.")
    ] = ""
    of: Annotated[
        Words, _about("Of an event, who or what takes part, a place or an article, by id, IRI or name.", "Nordhaven")
    ] = ""
    kind: Annotated[
        Literal["", "all", "happened", "time", "place", "actor", "figure", "history"],
        _about(
            "Claims of one kind, or all, that contradict each other; `history`: figures that changed and do not.",
            "figure",
        ),
    ] = ""
    type: Annotated[Words, _about("Type of the event, with all below it.", "attack")] = ""
    entity: Annotated[Words, _about("Somebody or something in it, by id, IRI or name.", "Blue Column")] = ""
    actor: Annotated[Words, _about("Who brought it about, by id, IRI or name.", "Blue Column")] = ""
    place: Annotated[Words, _about("Where, with all that lies within it, by id, IRI or name.", "Nordhaven")] = ""
    source: Annotated[Words, _about("Publisher of an article that tells of it.", "Herald")] = ""
    article: Annotated[Words, _about("Told by this article, by id.")] = ""
    since: Annotated[Since, _about("May have been on this date or later.", "2024-01-01")] = ""
    until: Annotated[Until, _about("May have been on this date or before.", "2024-12-31")] = ""
    sort: Annotated[
        Literal["", "-told", "-versions"],
        Field(description="Those told of last first, or those told most often; what has nothing but a history last."),
    ] = ""
    limit: Annotated[int, Field(ge=1, le=MOST, description="How many at most.")] = MOST
    cursor: Annotated[str, Field(max_length=100, description="Where the part before ended; `next` has it.")] = ""
    as_of: Annotated[
        str, Field(alias="asOf", max_length=40, description="As known after this event, or at this time.")
    ] = ""

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:
        """Take an empty field of a form for one that is not there."""
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given

    @property
    def narrows(self) -> dict[str, str]:
        """Return the filters of the list of events that are in force."""
        names = ("type", "entity", "actor", "place", "source", "article", "since", "until")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


class Keep(Protocol):
    """Returns what was made for a key, which holds all that it depends on, or makes it."""

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return it."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is at odds in a base, and what changed from report to report.

    Attributes:
        kinds: happening -> kinds of what is told differently of it, HISTORY among them.
        quantities: happening -> its figures that cannot all be true, then those with a history.
    """

    kinds: Mapping[str, frozenset[str]]
    quantities: Mapping[str, tuple[Quantity, ...]]


def figures(then: Reads, catalog: CatalogReader, keep: Keep) -> tuple[Quantity, ...]:
    """Return all figures that are at odds or have a history, found once for each position."""

    def made() -> tuple[Quantity, ...]:
        with then.moment() as moment:
            return keep(("figures as they go on",), GoingOn).conflicts(catalog, moment.log.hash_at)

    return keep(("figures at odds", catalog.course), made)


def standing(then: Reads, catalog: CatalogReader, keep: Keep) -> Standing:
    """Return all that is at odds, found once for each position.

    Figures are as kb.service.happenings.conflicts has them, the rest as the graph has it.
    """
    return keep(("disputes", catalog.course), lambda: _standing(then, figures(then, catalog, keep)))


def _standing(then: Reads, numbers: Iterable[Quantity]) -> Standing:
    quantities: dict[str, tuple[Quantity, ...]] = {}
    found = {happening: kinds - {"figure"} for happening, kinds in kinds_of(asking(then)).items()}
    for one in numbers:
        quantities[one.happening] = (*quantities.get(one.happening, ()), one)
        found[one.happening] = found.get(one.happening, frozenset()) | {_kind(one)}
    return Standing({happening: kinds for happening, kinds in found.items() if kinds}, quantities)


def _kind(one: Quantity) -> str:
    return HISTORY if one.state == HISTORY else "figure"


def asking(then: Reads) -> Callable[[str], bytes]:
    """Return what answers a SELECT in SPARQL's JSON."""

    def ask(text: str) -> bytes:
        with then.query(text, format="json") as answer:
            return answer.read()

    return ask


def found(then: Reads, catalog: CatalogReader, all_: Standing, asked: DisputesAsked) -> Fitting:
    """Return what is at odds and fits the filters, but for the kind: happening -> its events that fit.

    What is contradicted comes first, then what has nothing but a history.

    Raises:
        InputError, NotFoundError, ConflictError: of a filter; says which and why.
    """
    arguments = LISTS["events"].filters(catalog, then.base_iri, EventsAsked.model_validate(asked.narrows))
    wanted = set(all_.kinds)
    if asked.happening:
        kind, _, bare = asked.happening.partition("-")
        wanted &= {bare, catalog.get_event(bare).happening if kind == "event" else catalog.stands_as(bare)}
    if asked.of:
        wanted &= named_by(then, asked.of)
    fit = fitting(catalog, wanted, arguments)
    often = asked.sort == "-versions"
    order = sorted(fit, key=lambda one: (all_.kinds[one] == {HISTORY}, -len(fit[one]) if often else 0))
    return {happening: fit[happening] for happening in order}


def named_by(then: Reads, what: str) -> frozenset[str]:
    """Return the ids of the happenings of whatever is named, as `kb conflicts` has them.

    Raises:
        NothingCalledError, SeveralCalledError: see kb.service.history.looking_back.
    """
    with then.moment() as moment:
        found = happenings_of(moment, what)
    return frozenset([found] if isinstance(found, str) else found)


def of_kind(told: Fitting, all_: Standing, kind: str) -> Fitting:
    """Return those of which something of a *kind* is told differently; "" and "all" for any."""
    if kind in ("", "all"):
        return told
    return {happening: events for happening, events in told.items() if kind in all_.kinds[happening]}


def shown(told: Fitting, asked: DisputesAsked, limit: int) -> tuple[list[str], str]:
    """Return the happenings of the part that is asked for, and the cursor of the next, "" after the last.

    Raises:
        BadCursorError: the cursor is of no such list.
    """
    rows = list(told)
    begin = 0
    if asked.cursor:
        if asked.cursor not in told:
            raise BadCursorError(asked.cursor)
        begin = rows.index(asked.cursor) + 1
    wanted = rows[begin : begin + limit]
    return wanted, wanted[-1] if begin + limit < len(rows) else ""


def named(told: Fitting, happening: str) -> str:
    """Return the id by which a happening, or an event that is linked to none, is asked about."""
    return f"event-{happening}" if happening in told[happening] else f"happening-{happening}"


def part(
    then: Reads, catalog: CatalogReader, all_: Standing, told: Fitting, asked: DisputesAsked, limit: int
) -> Listing[Disputed]:
    """Return the part that is asked for, with the words of each account.

    Raises:
        BadCursorError: the cursor is of no such list.
    """
    wanted, following = shown(told, asked, limit)
    kind = "" if asked.kind == "all" else asked.kind
    graph = [one for one in wanted if all_.kinds[one] - _COUNTED] if kind not in _COUNTED else []
    claims = odds(asking(then), then.base_iri, graph, kind, without="figure") if graph else ()
    with then.moment() as moment, moment.shower() as shower:
        readings: dict[str, Any] = {}

        def read(article: str) -> Any:
            if article not in readings:
                readings[article] = shower.reading(article, few=True)
            return readings[article]

        items = tuple(
            disputed(
                catalog,
                read,
                one,
                [each for each in all_.quantities.get(one, ()) if kind in ("", _kind(each))],
                [each for each in claims if each.happening == f"happening-{one}"],
            )
            for one in wanted
        )
    return Listing(items, len(told), following)


def accounts(
    then: Reads, catalog: CatalogReader, all_: Standing, told: Fitting, asked: DisputesAsked, limit: int, keep: Keep
) -> Listing[Disputed]:
    """Return what *part* does, kept as long as nothing else is known."""
    key = ("accounts", catalog.course, repr(asked), limit)
    return keep(key, lambda: part(then, catalog, all_, told, asked, limit))


COLUMNS: Final = (
    *("happening", "label", "kind", "counts", "account", "opposed", "replaced_by", "replaced_on"),
    *("by", "article", "source", "published"),
    *("start", "end", "words", "sentence", "certainty", "claim"),
)


def rows(items: tuple[Disputed, ...]) -> Iterator[dict[str, Any]]:
    """Yield a row for each telling of each account."""
    for one in items:
        for dispute in one.disputes:
            for account in dispute.accounts:
                for telling in account.tellings:
                    quote = telling.quote
                    row: dict[str, Any] = {
                        "happening": one.ref, "label": one.label, "kind": dispute.kind,
                        "counts": dispute.counts or dispute.unit,
                        "account": account.words, "opposed": account.opposed, "by": telling.by,
                        "replaced_by": account.replaced_by, "replaced_on": account.replaced_on,
                        "article": f"article-{telling.article.id}", "source": telling.article.source,
                        "published": telling.article.published, "certainty": telling.certainty, "claim": telling.claim,
                    }  # fmt: skip
                    if quote is not None:
                        sentence = f"{quote.before}{quote.words}{quote.after}"
                        row |= {"start": quote.start, "end": quote.end, "words": quote.words, "sentence": sentence}
                    yield row
