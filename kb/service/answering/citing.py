"""The words of articles that the rows of an answer rest on.

Input: rows of an answer, as SPARQL's JSON has them; how to run a query; the moment. Output: quotes, row by row.
Never: quotes what a row does not name: of a count or a name alone there is nothing to cite.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from kb.log.contract import EventLog
from kb.model.span import Span
from kb.projections.catalog.reading import CatalogReader
from kb.projections.folding.sources import LogSources
from kb.query.service import QueryResult
from kb.service.display.page import Quote, quote

MOST: Final = 3  # quotes of one row
_CITED: Final = re.compile(r"(?:event|statement|figure|position)-[0-9A-Za-z_~-]+\Z")
_SPANS: Final = """SELECT DISTINCT ?node ?article ?start ?end WHERE {{
  VALUES ?node {{ {nodes} }}
  ?node kb:trigger|kb:contentSpan|kb:evidence ?span .
  ?span kb:article ?article ; kb:start ?start ; kb:end ?end .
}}
ORDER BY ?node ?article ?start"""


def cite(
    rows: Sequence[Mapping[str, Any]],
    base: str,
    run: Callable[[str], QueryResult],
    catalog: CatalogReader,
    log: EventLog,
) -> tuple[tuple[Quote, ...], ...]:
    """Return for each row the words that its figure, else its statement, office or event was read from.

    Args:
        rows: column -> {"type", "value"}.
        base: base IRI of the home.
        run: answers SPARQL as JSON, at the moment of *catalog* and *log*.
    """
    named = [_named(row, f"{base}id/") for row in rows]
    nodes = dict.fromkeys(one for one in named if one)
    if not nodes:
        return tuple(() for _ in rows)
    with run(_SPANS.format(nodes=" ".join(f"<{one}>" for one in nodes))) as result:
        found = json.loads(result.read())["results"]["bindings"]
    spans: dict[str, list[tuple[str, Span]]] = {}
    for one in found:
        article = one["article"]["value"].rpartition("/article-")[2]
        spans.setdefault(one["node"]["value"], []).append(
            (article, Span(int(one["start"]["value"]), int(one["end"]["value"])))
        )
    sources = LogSources(log)

    def quoted(article: str, span: Span) -> Quote:
        return quote(sources.article(catalog.get_article(article).position), span)

    return tuple(tuple(quoted(*one) for one in spans.get(node, ())[:MOST]) for node in named)


def _named(row: Mapping[str, Any], prefix: str) -> str:
    """Return the IRI of what a row was read from, the narrowest first, "" if it names nothing that was read."""
    for column in ("figure", "statement", "position", "event"):
        value = str(row.get(column, {}).get("value", ""))
        if value.startswith(prefix) and _CITED.match(value.removeprefix(prefix)):
            return value
    return ""
