"""How many sources of their own tell of one happening.

Input: the articles that tell of it, read. Output: sources, each with the articles that rest on it; read by pages.
Articles that carry one text, or that credit one agency, or that come from one publisher, are one source; what
articles put into somebody's mouth is that speaker's, however many quote him.
Pure. Never: says that a source is right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.extraction.dateline import find_dateline
from kb.language.text_keys import name_key
from kb.model import Article
from kb.resolution.repetition import grouped, repetitions
from kb.service.reading import Reading

_HEAD: Final = 6  # paragraphs among which a dateline may stand


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who tells of a happening.

    Attributes:
        name: the speaker's; or the publishers' and agencies' of the articles.
        ref: id of the speaker as `kb show` takes it, "" for articles of their own voice.
        articles: ids of the articles that rest on it.
        why: why several articles are one source, "" if one alone is.
    """

    name: str
    ref: str
    articles: tuple[str, ...]
    why: str = ""


def independent_sources(told: Sequence[tuple[Reading, str]]) -> tuple[Source, ...]:
    """Return the sources of one happening, those of an article's own voice first.

    Args:
        told: each article with the local id of its event; an article may come twice. Who denies it is no source of it,
            unless all deny it.
    """
    told = [(r, local) for r, local in told if r.events[local].polarity == "positive"] or told
    articles = {reading.article.id: reading.article for reading, _ in told}
    groups = _one_source(articles)
    own: dict[frozenset[str], list[str]] = {}
    speakers: dict[str, tuple[str, list[str]]] = {}
    for reading, local in told:
        identifier = reading.article.id
        statements = [reading.statements[s] for s in reading.events[local].sources if s in reading.statements]
        people = [speaker for statement in statements for speaker in statement.speakers]
        if not people:
            own.setdefault(groups[identifier], []).append(identifier)
        for speaker in people:
            name, rests = speakers.setdefault(reading.ref(speaker), (reading.name(speaker), []))
            rests.append(identifier)
    found = [
        Source(_names([articles[one] for one in rests]), "", tuple(dict.fromkeys(rests)), _why(articles, rests))
        for rests in own.values()
    ]
    for ref, (name, rests) in speakers.items():
        unique = tuple(dict.fromkeys(rests))
        found.append(Source(name, ref, unique, "one speaker" if len(unique) > 1 else ""))
    return tuple(found)


def credit(article: Article) -> str:
    """Return the agency that an article's dateline credits, folded; "" if it credits none."""
    start = 0
    for paragraph in article.text.split("\n\n")[:_HEAD]:
        line = find_dateline(article.text, start, start + len(paragraph), first=True)
        if line is not None and line.agency is not None:
            return name_key(line.agency.of(article.text))
        start += len(paragraph) + 2
    return ""


def _one_source(articles: Mapping[str, Article]) -> dict[str, frozenset[str]]:
    """Return id -> the ids of the articles that are one source with it."""
    pairs: list[tuple[str, str]] = []
    for group in repetitions({key: article.text for key, article in articles.items()}):
        first, *others = sorted(group)
        pairs += [(first, other) for other in others]
    by_name: dict[str, str] = {}
    for key, article in articles.items():
        for name in filter(None, (name_key(article.source), credit(article))):
            pairs.append((by_name.setdefault(name, key), key))
    return {key: group for group in grouped(articles, pairs) for key in group}


def _names(articles: Sequence[Article]) -> str:
    names = [article.source or credit(article) or article.title or article.id for article in articles]
    return ", ".join(dict.fromkeys(names))


def _why(articles: Mapping[str, Article], rests: Sequence[str]) -> str:
    unique = list(dict.fromkeys(rests))
    if len(unique) < 2:
        return ""
    if len({name_key(articles[one].source) for one in unique}) == 1 and articles[unique[0]].source:
        return "one publisher"
    if len({credit(articles[one]) for one in unique}) == 1 and credit(articles[unique[0]]):
        return "one agency"
    if len(repetitions({one: articles[one].text for one in unique})) == 1:
        return "one text"
    return "text, agency or publisher in common"
