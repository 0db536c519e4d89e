"""A happening as each of its articles tells it, side by side.

Input: the articles that tell of it, read, each with its event. Output: sections of a page: when it was reported first
and last; place, time, participants, reality and figures, one line a version.
Pure. Never: averages what articles tell differently, or chooses between them; shows a value without its words.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.graph.builder import sure
from kb.model import Article, Event, Role
from kb.resolution.events.voices import instant
from kb.service.display.page import Fact, Section, quotes
from kb.service.display.reading import Reading
from kb.service.display.wording import figure_words, time_words

Telling = tuple[Reading, str]  # an article and the local id of its event

UNTOLD: Final = "not told"
_DAY: Final = 10  # characters of a date


@dataclass(frozen=True, slots=True)
class Report:
    """An article that tells of a happening, as the catalog knows it."""

    article: str
    published: str
    source: str
    title: str


def reported(happening: str, reports: Sequence[Report], compared: int) -> Section:
    """Return by whom a happening was reported first and last, and by how many.

    Args:
        happening: its canonical id.
        reports: one for each version.
        compared: how many of the versions, in the order of the reports, are shown side by side.
    """
    articles = {report.article: report for report in reports}
    dated = sorted(
        (one for one in articles.values() if one.published), key=lambda one: (instant(one.published), one.article)
    )
    counts = f"{len(reports)} in {len(articles)} article{'' if len(articles) == 1 else 's'}"
    facts = [Fact("versions", counts, f"happening-{happening}")]
    if compared < len(reports):
        facts.append(Fact("side by side", f"the first {compared} of them"))
    if dated:
        facts += [_report("first report", dated[0]), _report("last report", dated[-1])]
    facts += [_report("without a date", one) for one in articles.values() if not one.published]
    return Section("Reported", tuple(facts))


def side_by_side(told: Sequence[Telling]) -> tuple[Section, ...]:
    """Return what each version says, one section for each kind of thing of which any says something.

    Every section has one line for each version, named by its publisher and day, in the order of the reports; one that
    says nothing of it is said to. A version with several figures has a line for each.

    Args:
        told: the versions, each with an event that the reading has.
    """
    ordered = sorted(told, key=_place_in_line)
    heads = _headings(ordered)
    kinds: tuple[tuple[str, Callable[[Reading, Event], Iterator[Fact]]], ...] = (
        ("time", _times),
        ("place", _places),
        ("who and what", _participants),
        ("reality", _realities),
        ("figures", _figures),
    )
    sections = []
    for title, facts_of in kinds:
        lines = [
            Fact(head, fact.value, reading.ref(local), fact.quotes, fact.by, fact.certainty, fact.claim)
            for head, (reading, local) in zip(heads, ordered, strict=True)
            for fact in list(facts_of(reading, reading.events[local])) or [_untold(reading, reading.events[local])]
        ]
        if any(line.value != UNTOLD for line in lines):
            sections.append(Section(f"Side by side: {title}", tuple(lines)))
    return tuple(sections)


def _times(reading: Reading, event: Event) -> Iterator[Fact]:
    if event.time is not None and (words := time_words(event.time)):
        yield Fact(
            "",
            words,
            quotes=quotes(reading.article, [event.time.words or event.trigger]),
            by=reading.voice(event.sources),
            certainty=sure(event.time_confidence, event.confidence),
            claim=reading.claim(event.id, "time"),
        )


def _places(reading: Reading, event: Event) -> Iterator[Fact]:
    if event.places:
        yield Fact(
            "",
            ", ".join(dict.fromkeys(reading.name(place) for place in event.places)),
            quotes=quotes(reading.article, event.place_spans or [event.trigger]),
            by=reading.voice(event.sources),
            certainty=min(event.place_confidences, default=event.confidence),
        )


def _participants(reading: Reading, event: Event) -> Iterator[Fact]:
    if event.roles:
        yield Fact(
            "",
            "; ".join(dict.fromkeys(f"{role.role}: {_filler(reading, role)}" for role in event.roles)),
            quotes=quotes(reading.article, [role.span for role in event.roles]),
            by=reading.voice(event.sources),
            certainty=min(role.confidence for role in event.roles),
        )


def _filler(reading: Reading, role: Role) -> str:
    local = role.entity or role.event
    return reading.name(local) if local else " ".join(role.span.of(reading.article.text).split())


def _realities(reading: Reading, event: Event) -> Iterator[Fact]:
    yield Fact(
        "",
        reading.became(event),
        quotes=quotes(reading.article, [event.trigger, *event.other_mentions]),
        by=reading.voice(event.sources),
        certainty=sure(event.reality_confidence, event.confidence),
        claim=reading.claim(event.id, "reality"),
    )


def _figures(reading: Reading, event: Event) -> Iterator[Fact]:
    for figure in reading.extraction.figures:
        if figure.event == event.id:
            yield Fact(
                "",
                figure_words(figure, figure.words(reading.article.text)),
                quotes=quotes(reading.article, [figure.span]),
                by=reading.voice(figure.sources),
                certainty=figure.confidence,
                claim=reading.claim(figure.id),
            )


def _untold(reading: Reading, event: Event) -> Fact:
    return Fact("", UNTOLD, quotes=quotes(reading.article, [event.trigger]))


def _headings(told: Sequence[Telling]) -> list[str]:
    """Return what to call each version: publisher and day; with the title where two articles would be called alike."""
    articles = {reading.article.id: reading.article for reading, _ in told}
    alike = Counter(_called(article) for article in articles.values())
    found = []
    for reading, _ in told:
        article, name = reading.article, _called(reading.article)
        further = article.title if article.title and article.title not in name else f"article-{article.id}"
        found.append(f"{name}, {further}" if alike[name] > 1 else name)
    return found


def _called(article: Article) -> str:
    name = article.source or article.title or f"article-{article.id}"
    return ", ".join(part for part in (name, article.published[:_DAY]) if part)


def _place_in_line(telling: Telling) -> tuple[str, str, int]:
    reading, local = telling
    return instant(reading.article.published), reading.article.id, reading.events[local].trigger.start


def _report(name: str, report: Report) -> Fact:
    parts = (report.published, report.source, report.title)
    return Fact(name, ", ".join(part for part in parts if part) or "no title", f"article-{report.article}")
