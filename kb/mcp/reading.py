"""What the tools read, as the values that they answer with.

Input: kb.api.serving.ports.Reads at a moment. Output: kb.mcp.values.
Never: gives a claim without the characters that it rests on, where there are any; answers longer than was asked for.
"""

from typing import Final

from kb.api.serving.ports import Reads
from kb.errors import InputError, NotFoundError
from kb.mcp import values as v
from kb.model import Span
from kb.projections.catalog.records import EventRecord, Named, StatementRecord
from kb.projections.folding.sources import LogSources
from kb.service.display.page import Fact, Page, Quote, quote
from kb.service.happenings.conflicts import conflicts
from kb.service.happenings.odds import odds
from kb.service.happenings.quantity import VIEWS, Quantity
from kb.service.happenings.timeline import Entry
from kb.service.history.asof import Moment
from kb.service.history.looking_back import happenings_of, look_back

_QUOTES: Final = 3  # citations of one fact
_LONGEST: Final = 400  # characters of cited words


class OtherKindError(NotFoundError):
    """Something of another kind is called so."""

    code = "other-kind"

    def __init__(self, what: str, wanted: str, found: str) -> None:
        self.found = found
        super().__init__(
            f"{what!r} is no {wanted} but {found}.", hint=f"Read it with read_{found.partition('-')[0]}, or search."
        )


def thing(then: Reads, kind: str, what: str, facts: int, min_confidence: float) -> v.Thing:
    """Return the page of an entity, event, statement or article.

    Args:
        facts: of one section at most.

    Raises:
        NotFoundError: nothing is called so, or something of another kind.
    """
    page = then.page(what, min_confidence)
    if page.kind != kind:
        raise OtherKindError(what, kind, page.id)
    return v.Thing(
        id=page.id,
        kind=page.kind,
        iri=page.iri,
        title=page.title,
        subtitle=page.subtitle,
        sections=[
            v.Section(
                title=section.title,
                facts=[_fact(fact) for fact in section.facts[:facts]],
                more=max(0, len(section.facts) - facts),
            )
            for section in page.sections
        ],
    )


def article(then: Reads, what: str, start: int, length: int) -> v.ArticleText:
    """Return a part of an article's text.

    Raises:
        NotFoundError: there is no such article, or not any more.
        InputError: *start* is beyond its end.
    """
    page: Page = then.page(what)
    if page.kind != "article":
        raise OtherKindError(what, "article", page.id)
    with then.moment() as moment:
        record = moment.catalog.get_article(page.id.removeprefix("article-"))
        text = LogSources(moment.log).article(record.position).text
    if not 0 <= start <= len(text):
        raise InputError(f"{page.id} has {len(text):,} characters; {start:,} is none of them.", hint="Begin at 0.")
    part = text[start : start + length]
    return v.ArticleText(
        id=page.id,
        iri=page.iri,
        title=record.title,
        source=record.source,
        published=record.published,
        url=record.url,
        language=record.language,
        length=len(text),
        start=start,
        end=start + len(part),
        text=part,
    )


def event_row(moment: Moment, record: EventRecord) -> v.EventRow:
    """Return an event in a list."""
    return v.EventRow(
        id=f"event-{record.id}",
        label=record.label,
        type=record.type,
        reality=record.reality,
        begin=record.begin,
        end=record.end,
        participants=[f"{one.role}: {_named(one.entity) if one.entity else one.words}" for one in record.participants],
        figures=[figure.told for figure in record.figures],
        claimed_by=[f"statement-{one}" for one in record.claimed_by],
        happening=f"happening-{record.happening}" if record.happening else "",
        confidence=record.confidence,
        cited=_cited(moment, record.article, record.start, record.stop),
    )


def statement_row(moment: Moment, record: StatementRecord) -> v.StatementRow:
    """Return a statement in a list."""
    return v.StatementRow(
        id=f"statement-{record.id}",
        speakers=[_named(one) for one in record.speakers] or [record.speaker_words] * bool(record.speaker_words),
        content=record.content,
        mode=record.mode,
        verb=record.cue,
        medium=record.medium,
        addressees=[_named(one) for one in record.addressees],
        confidence=record.confidence,
        cited=_cited(moment, record.article, record.start, record.stop),
    )


def timeline(then: Reads, what: str, since: str, until: str, limit: int) -> v.Timeline:
    """Return what happened to an entity or around an event; raises as kb.service.history.looking_back."""
    with then.moment() as moment:
        found = look_back(moment, what, since, until)
        return v.Timeline(items=[_entry(moment, one) for one in found[:limit]], total=len(found))


def disagreements(then: Reads, what: str, kind: str, view: str, limit: int) -> v.Conflicts:
    """Return figures and claims that cannot all be true, of one happening or of all; *view*: see VIEWS."""
    with then.moment() as moment:
        happening = happenings_of(moment, what) if what else ""
        figures = conflicts(moment.catalog, happening)
        told = [_quantity(moment, one, view) for one in figures[:limit]]

    def ask(text: str) -> bytes:
        with then.query(text, format="json") as answer:
            return answer.read()

    claims = odds(ask, then.base_iri, happening, kind) if happening or not what else ()
    return v.Conflicts(
        figures=told,
        contradictions=[
            v.Contradiction(
                happening=one.happening,
                label=one.label,
                kind=one.kind,
                because=one.because,
                claims=list(one.claims),
                articles=list(one.articles),
            )
            for one in claims[:limit]
        ],
        view=VIEWS.get(view, ""),
        more=max(0, len(figures) - limit) + max(0, len(claims) - limit),
    )


def why(then: Reads, first: str, second: str) -> v.Why:
    """Return why two things are one or two; raises as kb.service.identity.explaining."""
    found = then.explain(first, second)
    return v.Why(
        first=f"{found.first.label} ({found.first.id})",
        second=f"{found.second.label} ({found.second.id})",
        one=found.one,
        verdict=found.verdict,
        bits=found.bits,
        needed=found.needed,
        weights=[v.Weight(bits=part.bits, words=part.words) for part in sorted(found.parts, key=lambda one: -one.bits)],
        would_change=list(found.would_change),
    )


def _fact(fact: Fact) -> v.Fact:
    return v.Fact(
        name=fact.name,
        value=fact.value,
        ref=fact.ref,
        by=fact.by,
        certainty=fact.certainty,
        claim=fact.claim,
        citations=[citation(one) for one in fact.quotes[:_QUOTES]],
    )


def citation(found: Quote) -> v.Citation:
    """Return a quote as a citation."""
    context = f"{found.before}«{_cut(found.words)}»{found.after}"
    return v.Citation(
        article=f"article-{found.article}", start=found.start, end=found.end, words=_cut(found.words), context=context
    )


def _cited(moment: Moment, article_id: str, start: int, stop: int) -> v.Citation:
    record = moment.catalog.get_article(article_id)
    return citation(quote(LogSources(moment.log).article(record.position), Span(start, stop)))


def _entry(moment: Moment, entry: Entry) -> v.Entry:
    joined = bool(entry.events and entry.events[0].happening)
    return v.Entry(
        id=f"{'happening' if joined else 'event'}-{entry.id}",
        begin=entry.begin,
        end=entry.end,
        label=entry.label,
        realities=list(entry.realities),
        places=[_named(one) for one in entry.places],
        roles=list(entry.roles),
        joins=[
            f"{join.kind} {join.label} ({'happening' if join.happening else 'event'}-{join.id})" for join in entry.joins
        ],
        figures=list(dict.fromkeys(one.told for one in entry.figures)),
        cited=[_cited(moment, one.article, one.start, one.stop) for one in entry.events],
    )


def _quantity(moment: Moment, quantity: Quantity, view: str) -> v.Quantity:
    chosen = {value.figure for value in quantity.chosen(view)} if view else set()
    spans = {
        figure.id: (figure.article, figure.start, figure.end)
        for event in {value.event for value in quantity.values}
        for figure in moment.catalog.figures(event=event)
    }
    told = {value.figure: value.told for value in quantity.values}
    said = []
    for value in quantity.values:
        span = spans.get(value.figure)
        said.append(
            v.Said(
                value=value.told,
                said_by=list(value.said_by),
                source=value.source,
                reported=value.reported,
                withdrawn=value.withdrawn,
                official=value.official,
                replaced=told.get(value.replaced_by, ""),
                chosen=value.figure in chosen,
                cited=_cited(moment, *span) if span else None,
            )
        )
    return v.Quantity(
        happening=f"happening-{quantity.happening}",
        label=quantity.label,
        counts=quantity.counts,
        state=quantity.state,
        values=said,
    )


def _named(named: Named) -> str:
    return f"{named.label} (entity-{named.id})" if named.id else named.label


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
