"""Accounts of one happening that differ, beside each other: what each says, its sentence, who says so, which article.

Input: the catalog, what the graph holds to be at odds (kb.service.happenings.odds), readings of articles. Output:
Disputed values, read by kb.api.routes.disputes.
Never: says which account is right; holds anything against anybody that kb.projections.graph.contradictions and
kb.service.happenings.conflicts do not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Final

from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import ArticleRecord, EventRecord
from kb.projections.graph.opposition import KINDS
from kb.service.display.event_pages import event_facts
from kb.service.display.page import Fact, Quote
from kb.service.display.reading import Reading, figure_fact, statement_fact
from kb.service.happenings.conflicts import events_of
from kb.service.happenings.odds import Odds
from kb.service.happenings.opposing import DENIED
from kb.service.happenings.quantity import HISTORY, Quantity, Value

TOLD: Final = 3  # tellings of one account that come with their sentence
HAPPENED: Final = "it happened"
DID_NOT: Final = "it did not"
_PART: Final = 500  # records read at once
Read = Callable[[str], Reading]  # by id of an article
Wanted = Mapping[str, Set[str]]  # claims, by the same
Make = Callable[[], "Telling"]


@dataclass(frozen=True, slots=True)
class Telling:
    """One article's words for an account.

    Attributes:
        article: it stands in.
        event: id of its version of the happening.
        by: who says so, by name, "" for the article itself.
        quote: the words in their sentence; None where nothing was marked.
        claim: by which people decide about it, "claim-HASH" or "figure-HASH".
        part: what of the event the claim says: "agent", "time", "reality", "figure", "about" ...
        value: as the claim has it, in words.
        official: whether an authority says so; *withdrawn*: whether who said it took it back.
    """

    article: ArticleRecord
    event: str
    by: str
    quote: Quote | None
    certainty: float
    claim: str
    part: str
    value: str
    official: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What some articles say alike.

    Attributes:
        words: "14", "at least 17", "Derna", "it happened".
        ref: "entity-ID" of what is named, "" for none.
        tellings: the first to be reported; *more*: how many besides.
        opposed: whether another account of the dispute cannot be true beside it.
        replaced_by: the number by which who gave this one replaced it, as written, "" if it stands.
        replaced_on: when that was reported.
    """

    words: str
    ref: str
    tellings: tuple[Telling, ...]
    more: int
    opposed: bool = True
    replaced_by: str = ""
    replaced_on: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One thing that is told differently.

    Attributes:
        kind: one of KINDS; HISTORY for figures that changed and do not contradict each other.
        counts, unit: of figures, what is counted or what in; "" if the articles do not say, and for other kinds.
    """

    kind: str
    counts: str
    unit: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Disputed:
    """A happening with all that is told differently of it.

    Attributes:
        happening: its id, or that of an event that is linked to none.
        label: what it is called.
        event: the version that was told last.
        articles: how many tell of it.
    """

    happening: str
    label: str
    event: EventRecord
    articles: int
    disputes: tuple[Dispute, ...]

    @property
    def ref(self) -> str:
        """Return the id by which it is asked about."""
        return f"happening-{self.happening}" if self.event.happening else f"event-{self.happening}"


def disputed(
    catalog: CatalogReader, read: Read, happening: str, quantities: Sequence[Quantity], odds: Sequence[Odds]
) -> Disputed:
    """Return what is told differently of a happening.

    Args:
        read: returns the reading of an article.
        quantities: its figures that are at odds, then those with a history.
        odds: its other claims that are; of figures none.
    """
    events = list(events_of(catalog, happening))
    papers = _papers(catalog, dict.fromkeys(event.article for event in events))
    told = _Told(events, papers, read, _wanted(quantities, odds))
    others = {kind: [one for one in odds if one.kind == kind] for kind in KINDS}
    found = [told.claims(kind, some) for kind, some in others.items() if some]
    found += [told.figures(quantity) for quantity in quantities]
    labels = catalog.happening_labels([happening])
    return Disputed(
        happening,
        labels.get(happening, events[0].label),
        events[0],
        len(papers),
        tuple(one for one in found if len(one.accounts) > 1),
    )


class _Told:
    """What articles say of one happening.

    Args:
        events: its versions.
        papers: id -> article.
        wanted: claims that are at odds; facts of others are not made.
    """

    def __init__(
        self, events: Sequence[EventRecord], papers: Mapping[str, ArticleRecord], read: Read, wanted: Wanted
    ) -> None:
        self._events, self._papers, self._read = {one.id: one for one in events}, papers, read
        self._wanted = wanted
        self._facts: dict[str, dict[str, tuple[str, Fact]]] = {}
        self._denied: set[str] = set()  # ids of events of others

    def claims(self, kind: str, odds: Iterable[Odds]) -> Dispute:
        """Return claims that contradict each other, those that say the same as one account."""
        made: dict[tuple[str, str], dict[str, tuple[str, Fact]]] = {}
        for one in odds:
            for claim, article in zip(one.claims, one.articles, strict=True):
                bare = article.removeprefix("article-")
                event, fact = self._of(bare).get(claim, ("", None))
                if fact is not None and not event:  # who denies to have done it says so of what it is held against
                    event = next((about for other in one.claims if (about := self._of(bare).get(other, ("",))[0])), "")
                    self._facts[bare][claim] = event, fact
                if fact is not None:
                    key = (self._side(event, fact), "") if kind == "happened" else (fact.value, fact.ref)
                    made.setdefault(key, {})[claim] = (bare, fact)
        accounts = [
            self._account(words, ref, [partial(self._telling, *row) for row in self._reported(told.values())])
            for (words, ref), told in made.items()
        ]
        return Dispute(kind, "", "", tuple(sorted(accounts, key=lambda one: (one.words == DID_NOT, *_first(one)))))

    def figures(self, quantity: Quantity) -> Dispute:
        """Return the values of a quantity, a number an account: the lowest first, of a history the first told."""
        odd = {figure for pair in quantity.odds for figure in pair}
        made: dict[tuple[float, float, str, str], list[Value]] = {}
        for value in quantity.values:
            upper = value.value if value.upper is None else value.upper
            made.setdefault((value.value, upper, value.comparator, value.kind), []).append(value)
        accounts = []
        past = quantity.state == HISTORY
        for _, told in made.items() if past else sorted(made.items()):
            tellings = [partial(self._number, value) for value in told]
            account = self._account(told[0].told, "", tellings, any(value.figure in odd for value in told))
            after = [quantity.after(value) for value in told]
            if after[-1] is not None and None not in after:  # who else gives it holds it still
                account = replace(account, replaced_by=after[-1].told, replaced_on=after[-1].reported)
            accounts.append(account)
        return Dispute(HISTORY if past else "figure", quantity.counts, quantity.unit, tuple(accounts))

    def _account(self, words: str, ref: str, tellings: Sequence[Make], opposed: bool = True) -> Account:
        return Account(words, ref, tuple(make() for make in tellings[:TOLD]), max(len(tellings) - TOLD, 0), opposed)

    def _telling(self, article: str, fact: Fact, event: str) -> Telling:
        body = self._read(article).article.body_start
        quote = next((one for one in fact.quotes if one.start >= body), next(iter(fact.quotes), None))
        return Telling(self._papers[article], event, fact.by, quote, fact.certainty, fact.claim, fact.name, fact.value)

    def _number(self, value: Value) -> Telling:
        claim = f"figure-{value.figure}"
        _, fact = self._of(value.article).get(claim, ("", None))
        return Telling(
            self._papers[value.article],
            value.event,
            ", ".join(value.said_by),
            fact.quotes[0] if fact and fact.quotes else None,
            fact.certainty if fact else 1.0,
            claim,
            "figure",
            value.words,
            value.official,
            value.withdrawn,
        )

    def _reported(self, told: Iterable[tuple[str, Fact]]) -> list[tuple[str, Fact, str]]:
        """Return claims by the time of their reports, each with the event that it is about."""
        rows = sorted(told, key=lambda row: (self._papers[row[0]].published, row[0], _place(row[1])))
        return [(article, fact, self._of(article)[fact.claim][0]) for article, fact in rows]

    def _side(self, event: str, fact: Fact) -> str:
        known = self._events.get(event)
        denied = known.reality in DENIED if known else event in self._denied
        return DID_NOT if denied or fact.name == "about" else HAPPENED

    def _of(self, article: str) -> dict[str, tuple[str, Fact]]:
        """Return claim -> event and fact, of what an article says of the happening."""
        if article not in self._facts:
            own = {one.local: one.id for one in self._events.values() if one.article == article}
            reading, wanted = self._read(article), self._wanted.get(article, frozenset())
            found = dict(_figures(reading, own, wanted)) if own else {}
            if own and not wanted <= found.keys():
                # that it did not happen may be told as an event of its own: of an article no two are linked
                other = {one: reading.ref(one).removeprefix("event-") for one in reading.events if one not in own}
                self._denied |= {other[one] for one in other if reading.events[one].polarity == "negative"}
                found |= dict(_claims(reading, {**own, **other}, wanted))
            self._facts[article] = found
        return self._facts[article]


def _wanted(quantities: Iterable[Quantity], odds: Iterable[Odds]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for value in chain.from_iterable(one.values for one in quantities):
        found.setdefault(value.article, set()).add(f"figure-{value.figure}")
    for claim, article in chain.from_iterable(zip(one.claims, one.articles, strict=True) for one in odds):
        found.setdefault(article.removeprefix("article-"), set()).add(claim)
    return found


def _figures(reading: Reading, own: Mapping[str, str], wanted: Set[str]) -> Iterator[tuple[str, tuple[str, Fact]]]:
    """Yield claim, event and fact of figures of some events: to name all other claims of an article costs far more."""
    for figure in reading.extraction.figures:
        if figure.event in own and reading.claim(figure.id) in wanted:
            fact = figure_fact(reading, figure)
            yield fact.claim, (own[figure.event], fact)


def _claims(reading: Reading, own: Mapping[str, str], wanted: Set[str]) -> Iterator[tuple[str, tuple[str, Fact]]]:
    """Yield claim, event and fact of what an article says of events; *own*: local id -> id."""
    for local, event in own.items():
        if wanted & reading.claims(local):
            yield from ((fact.claim, (event, fact)) for fact in event_facts(reading, reading.events[local]))
    yield from _figures(reading, own, wanted)
    for statement in reading.extraction.statements:
        for index, local in enumerate(statement.about):
            claim = reading.claim(statement.id, "about", index) if local in own else ""
            if claim in wanted:
                said = statement_fact(reading, statement)
                by = reading.voice([statement.id])
                yield claim, (own[local], Fact("about", said.value, "", said.quotes, by, said.certainty, claim))
        for index, who in enumerate(statement.speakers):
            if (claim := reading.claim(statement.id, "speaker", index)) in wanted:
                said, by = statement_fact(reading, statement), reading.voice([statement.id])
                words = f"not {reading.name(who)}"
                yield claim, ("", Fact("speaker", words, "", said.quotes, by, said.certainty, claim))


def _papers(catalog: CatalogReader, ids: Iterable[str]) -> dict[str, ArticleRecord]:
    wanted = list(ids)
    parts = (wanted[start : start + _PART] for start in range(0, len(wanted), _PART))
    rows = chain.from_iterable(catalog.list_articles(ids=part, limit=_PART).items for part in parts)
    return {one.id: one for one in rows}


def _place(fact: Fact) -> int:
    return fact.quotes[0].start if fact.quotes else 0


def _first(account: Account) -> tuple[str, str]:
    return account.tellings[0].article.published, account.words
