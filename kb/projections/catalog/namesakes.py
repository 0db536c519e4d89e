"""What tells things apart that are called the same: where they lie, what they are, when it was, or an article.

Input: the catalog, ids with labels as a list or a sentence shows them. Output: id -> words, where two share a label.
Never: looks up what has a label of its own.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

# By the articles of what it was before it went into another: a merge is told of two that are one now.
_NAMING: Final = """
SELECT id FROM (SELECT a.id, {sign}a.position AS at FROM {members} JOIN articles a ON a.id = {article}
    WHERE {of} ORDER BY at, a.id LIMIT 1)
"""
_OWN: Final = {
    "members": "state s",
    "article": "substr(s.key, 1, instr(s.key, '#') - 1)",
    "of": "s.kind = 'linked' AND s.part = asked.value",
}
_ALL: Final = {"members": "members m", "article": "m.article", "of": "m.entity = asked.value"}
_LAST, _FIRST = (
    f"coalesce(({_NAMING.format(sign=sign, **_OWN)}), ({_NAMING.format(sign=sign, **_ALL)}))" for sign in ("-", "")
)
_TOLD: Final = "l.title, l.source, l.published, f.title, f.source, f.published"
_OF_ENTITIES: Final = f"""
SELECT asked.value, w.label, e.description, {_TOLD}
FROM json_each(?) asked LEFT JOIN entities e ON e.id = asked.value LEFT JOIN entities w ON w.id = e.within
LEFT JOIN articles l ON l.id = {_LAST} LEFT JOIN articles f ON f.id = {_FIRST}
"""
_OF_HAPPENINGS: Final = f"""
SELECT asked.value, v.begin, {_TOLD}
FROM json_each(?) asked LEFT JOIN events v ON v.id = coalesce(
    (SELECT id FROM events WHERE happening = asked.value ORDER BY position, start, id LIMIT 1), asked.value)
LEFT JOIN articles l ON l.id = coalesce({_LAST}, v.article) LEFT JOIN articles f ON f.id = coalesce({_FIRST}, v.article)
"""
_OF_ARTICLES: Final = """
SELECT a.id, a.source, a.published FROM json_each(?) asked JOIN articles a ON a.id = asked.value
"""
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
    return _chosen(
        called,
        {row[0]: [row[1], row[2], *_articles(row[3:], dated)] for row in _rows(catalog, _OF_ENTITIES, called)},
    )


def happenings_apart(catalog: Rows, called: Mapping[str, str], dated: Dated = str) -> dict[str, str]:
    """Return what tells happenings apart that share a label, or events: the day, or an article that tells of it.

    Arguments as for *told_apart*.
    """
    return _chosen(
        called,
        {
            row[0]: [dated(row[1][:10]) if row[1] else "", *_articles(row[2:], dated)]
            for row in _rows(catalog, _OF_HAPPENINGS, called)
        },
    )


def articles_apart(catalog: Rows, called: Mapping[str, str], dated: Dated = str) -> dict[str, str]:
    """Return what tells articles apart that share a title: source and day; arguments as for *told_apart*."""
    return _chosen(
        called,
        {row[0]: [row[1], *_published("", row[1], row[2], dated)] for row in _rows(catalog, _OF_ARTICLES, called)},
    )


def _rows(catalog: Rows, query: str, called: Mapping[str, str]) -> Sequence[Sequence[str]]:
    often = Counter(label.casefold() for label in called.values())
    alike = [one for one, label in called.items() if often[label.casefold()] > 1]
    return catalog.rows(query, [json.dumps(alike)]) if alike else ()


def _articles(told: Sequence[str | None], dated: Dated) -> list[str]:
    """Return ways to tell of a thing by the last article and by the first, the shorter ones first."""
    last, first = (_published(some[0], some[1], some[2], dated) for some in (told[:3], told[3:]))
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
