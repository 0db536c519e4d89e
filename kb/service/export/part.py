"""Which part of the graph is taken away, as a person asks for it.

Input: ids, hops, a query; an opened knowledge base. Output: the store to read and the nodes of it that are wanted.
Never: takes a query's cut answer for the whole.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.errors import InputError
from kb.service.history.asof import AsOf
from kb.service.knowledge_base import KnowledgeBase

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store


@dataclass(frozen=True, slots=True)
class Part:
    """What is taken away; nothing given: the whole graph.

    Attributes:
        article: id of the only article that is wanted.
        entity: canonical id: what is known of it.
        about: canonical id: it and its neighbourhood, *hops* wide (None: 1); see kb.exporting.selection.around.
        query: SPARQL: a CONSTRUCT or DESCRIBE gives the graph itself, a SELECT the things it names.
        classes: names of the only tables that are wanted.
        archive: tables come in an archive, even a single one.
    """

    article: str = ""
    entity: str = ""
    about: str = ""
    hops: int | None = None
    query: str = ""
    classes: tuple[str, ...] = ()
    archive: bool = False


class SeveralPartsError(InputError):
    """More than one part was asked for."""

    code = "several-parts"

    def __init__(self, given: Sequence[str]) -> None:
        self.given = tuple(given)
        super().__init__(f"Give {' or '.join(given)}, not both.", hint="Leave one of them out.")


class HopsAloneError(InputError):
    """A width was given, and nothing whose neighbourhood it could be."""

    code = "hops-alone"

    def __init__(self) -> None:
        super().__init__("It is said how many hops, and not from what.", hint="Name it as well: --about 'Ada Lund'.")


class CutAnswerError(InputError):
    """The answer that was to be taken away is not whole."""

    code = "cut-answer"

    def __init__(self) -> None:
        super().__init__("The query's answer was cut at the limit of rows.", hint="Raise query_rows, or ask for less.")


class NothingNamedError(InputError):
    """A query names nothing that could be taken away."""

    code = "nothing-named"

    def __init__(self, why: str) -> None:
        super().__init__(why, hint="SELECT the IRIs of entities, events, statements or articles, or CONSTRUCT triples.")


class NoSuchTablesError(InputError):
    """Classes were named for a form that has none, or more than it holds."""

    code = "no-such-tables"

    def __init__(self, form: str, most: int = 0) -> None:
        self.form = form
        super().__init__(
            f"{form} takes {'one class' if most else 'no class'}.",
            hint="A single file of csv or parquet takes one; tables, and parquet as an archive, take any.",
        )


def chosen(
    kb: KnowledgeBase, store: "Store", part: Part, as_of: AsOf, least: float
) -> "tuple[Store, frozenset[str] | None]":
    """Return the store to read, and which of its nodes; None: all.

    Raises:
        NothingToExportError, BadHopsError: of what is named.
        CutAnswerError, NothingNamedError, QueryRefusedError: of the query.
    """
    from kb.exporting.selection import around, with_belongings
    from kb.projections.files.export import NothingToExportError

    base = kb.base_iri
    if part.about:
        return store, around(store, base, part.about, 1 if part.hops is None else part.hops)
    if part.entity:
        return store, around(store, base, part.entity, 1)
    if part.article:
        if not store.contains_named_graph(kb.iris.article_graph(part.article)):
            raise NothingToExportError("article", part.article)
        return store, with_belongings(store, base, [kb.iris.article(part.article).value])
    if part.query:
        made, named = _asked(kb, part.query, as_of, least)
        return (made, None) if made is not None else (store, with_belongings(store, base, named))
    return store, None


def _asked(kb: KnowledgeBase, query: str, as_of: AsOf, least: float) -> "tuple[Store | None, list[str]]":
    """Return the graph that a query makes, or the things that it names."""
    from pyoxigraph import RdfFormat, Store, parse

    with kb.query(query, as_of=as_of, min_confidence=least) as answer:
        if answer.truncated:
            raise CutAnswerError
        if answer.kind == "boolean":
            raise NothingNamedError("An ASK query names nothing that could be taken away.")
        text = answer.read()
        if answer.kind == "triples":
            made = Store()
            made.bulk_extend(_named(parse(text, format=RdfFormat.TURTLE), kb.base_iri))
            if not len(made):
                raise NothingNamedError("The query's answer has no triples.")
            return made, []
    rows = json.loads(text)["results"]["bindings"]
    iris = [cell["value"] for row in rows for cell in row.values() if cell["type"] == "uri"]
    named = [iri for iri in dict.fromkeys(iris) if iri.startswith(f"{kb.base_iri}id/")]
    if not named:
        raise NothingNamedError(f"The query's answer of {len(rows):,} rows names nothing of this graph.")
    return None, named


def _named(quads: "Iterable[Quad]", base: str) -> "Iterator[Quad]":
    """Yield quads with names by content in the place of blank nodes, which no two answers call the same."""
    from pyoxigraph import Quad

    from kb.graph.skolem import skolemised

    yield from (Quad(one.subject, one.predicate, one.object) for one in skolemised(quads, f"{base}graph/query", base))
