"""What tells things apart that are called the same: where they lie, what they are, when it was, or an article.

Input: the catalog, ids with labels as a list or a sentence shows them. Output: id -> words, where two share a label.
Never: looks up what has a label of its own.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

# No joins, one thing at a time: of files that are laid over each other the tables would be read whole.
# By the articles of what it was before it went into another: a merge is told of two that are one now.
_OWN: Final = (
    "SELECT substr(key, 1, instr(key, '#') - 1) FROM state WHERE kind = 'linked' AND part = ?",
    "SELECT article FROM members WHERE entity = ?",
)
_TOLD: Final = "title, source, published"
_LAST, _FIRST = (  # what orders is among what is asked for, so that each file is read by its indices
    [f"SELECT {_TOLD}, position, id FROM articles WHERE id IN ({of}) ORDER BY {order}, id LIMIT 1" for of in _OWN]
    for order in ("position DESC", "position")
)
_ENTITIES: Final = "SELECT id, within, description FROM entities WHERE id IN (SELECT value FROM json_each(?))"
_WHOLES: Final = "SELECT id, label FROM entities WHERE id IN (SELECT value FROM json_each(?))"
_EVENTS: Final = "SELECT id, begin, article FROM events WHERE id IN (SELECT value FROM json_each(?))"
_VERSION: Final = "SELECT id FROM events WHERE happening = ? ORDER BY position, start, id LIMIT 1"
_ARTICLES: Final = f"SELECT id, {_TOLD} FROM articles WHERE id IN (SELECT value FROM json_each(?))"
_NO_ARTICLE: Final = (None, None, None)
Dated = Callable[[str], str]


class Rows(Protocol):
    """Reads the tables of a catalog, as a CatalogReader does."""

    def rows(self, query: str, values: Sequence[Any] = ()) -> Sequence[Sequence[Any]]:
        """Return the rows of a query."""


def told_apart(catalog: Rows, called: Mapping[str, str], dated: Dated = str) -> dict[str, str]:
    """Return what tells those entities apart that share a label.

    Args:
        called: id -> label, as they stand beside each other; with what else is shown of each, where something is.
        dated: writes a day for reading.

    Returns:
        id -> the whole it lies in, else its description, else the title of the last article that names it, or of the
        first; that with its day and source where others of its label have the same. Without those of whom nothing of
        it is known.
    """
    alike = _alike(called)
    known = _by_id(catalog, _ENTITIES, alike)  # without what went into another
    wholes = _by_id(catalog, _WHOLES, (within for within, _ in known.values()))
    return _chosen(
        called,
        {
            one: [*wholes.get(within, [None]), description, *_articles(catalog, one, _NO_ARTICLE, dated)]
            for one in alike
            for within, description in (known.get(one, (None, None)),)
        },
    )


def happenings_apart(catalog: Rows, called: Mapping[str, str], dated: Dated = str) -> dict[str, str]:
    """Return what tells happenings apart that share a label, or events: the day, or an article that tells of it.

    Arguments as for *told_apart*.
    """
    first = {one: _first(catalog, (_VERSION,), one) or (one,) for one in _alike(called)}
    events = _by_id(catalog, _EVENTS, (event for (event,) in first.values()))
    own = _by_id(catalog, _ARTICLES, (article for _, article in events.values()))
    ways: dict[str, list[str]] = {}
    for one, (event,) in first.items():
        begin, article = events.get(event, ("", ""))
        told = _articles(catalog, one, own.get(article, _NO_ARTICLE), dated)
        ways[one] = [dated(begin[:10]) if begin else "", *told]
    return _chosen(called, ways)


def articles_apart(catalog: Rows, called: Mapping[str, str], dated: Dated = str) -> dict[str, str]:
    """Return what tells articles apart that share a title: source and day; arguments as for *told_apart*."""
    known = _by_id(catalog, _ARTICLES, _alike(called))
    return _chosen(
        called,
        {one: [source, *_published("", source, day, dated)] for one, (_, source, day) in known.items()},
    )


def _alike(called: Mapping[str, str]) -> list[str]:
    often = Counter(label.casefold() for label in called.values())
    return [one for one, label in called.items() if often[label.casefold()] > 1]


def _by_id(catalog: Rows, query: str, ids: Iterable[str | None]) -> dict[str, Sequence[Any]]:
    asked = sorted({one for one in ids if one})
    return {row[0]: tuple(row)[1:] for row in catalog.rows(query, [json.dumps(asked)])} if asked else {}


def _first(catalog: Rows, queries: Sequence[str], value: str) -> Sequence[Any] | None:
    """Return the first row that one of the queries finds, asked in turn."""
    return next((tuple(row) for query in queries for row in catalog.rows(query, (value,))), None)


def _articles(catalog: Rows, one: str, otherwise: Sequence[Any], dated: Dated) -> list[str]:
    """Return ways to tell of a thing by its last article and by its first, the shorter ones first."""
    last, first = (
        _published(title, source, published, dated)
        for title, source, published, *_ in (_first(catalog, queries, one) or otherwise for queries in (_LAST, _FIRST))
    )
    return [*(way for both in zip(last, first, strict=True) for way in both), last[-1]]


def _published(title: str | None, source: str | None, published: str | None, dated: Dated) -> list[str]:
    """Return a title, that with the day on which it appeared, and with its source as well."""
    day, named = dated(published[:10]) if published else "", f"“{title}”" if title else ""
    return [", ".join(one for one in some if one) for some in ((named,), (named, day), (named, source, day))]


def _chosen(called: Mapping[str, str], ways: Mapping[str, Sequence[str | None]]) -> dict[str, str]:
    """Return for each the first of its ways that no other of its label has that is not told yet; else the last."""
    chosen: dict[str, str] = {}
    for way in zip(*ways.values(), strict=True):
        told = {one: words for one, words in zip(ways, way, strict=True) if words and one not in chosen}
        often = Counter((called[one].casefold(), words) for one, words in told.items())
        chosen |= {one: words for one, words in told.items() if often[called[one].casefold(), words] == 1}
    left = ((one, [words for words in some if words]) for one, some in ways.items() if one not in chosen)
    return chosen | {one: words[-1] for one, words in left if words}
