"""What members add to entities, followed from change to change, is the difference of before and after as a whole."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import hypothesis.strategies as st
from hypothesis import given

from kb.projections.folding.facets import FacetMoves, Facets
from kb.projections.folding.tables import SCHEMA, Tables

LOCALS = ("e1", "e2", "e3")
ENTITIES = ("one", "two", "three")
Change = Callable[[Tables, FacetMoves], None]


def _links(locals_: list[str], entity: str) -> Change:
    def change(tables: Tables, moves: FacetMoves) -> None:
        moves.links("a", locals_)
        for local in locals_:
            tables.put("link", "a", local, entity)

    return change


def _members(names: dict[str, str], within: str) -> Change:
    def change(tables: Tables, moves: FacetMoves) -> None:
        moves.whole("a")
        tables.clear("member", "a")
        for local, name in names.items():
            tables.put("member", "a", local, {"is": "entity", "type": "town", "name": name, "within": within})
        moves.forget("a")

    return change


def _withdrawn(position: int) -> Change:
    def change(tables: Tables, moves: FacetMoves) -> None:
        moves.whole("a")
        tables.put("article", "a", "", {"position": 1, "withdrawn": position})
        moves.forget("a")

    return change


CHANGES = st.one_of(
    st.builds(_links, st.lists(st.sampled_from(LOCALS), min_size=1, unique=True), st.sampled_from(ENTITIES)),
    st.builds(
        _members, st.dictionaries(st.sampled_from(LOCALS), st.sampled_from(("Osk", "Ola"))), st.sampled_from(LOCALS)
    ),
    st.builds(_withdrawn, st.sampled_from((0, 7))),
)


def _all(tables: Tables) -> Facets:
    """Return all facets of the article, as one who comes anew finds them."""
    anew = FacetMoves(tables)
    anew.whole("a")
    tables.put("article", "a", "", {"position": 1, "withdrawn": 9})
    (moved,) = anew.moves()
    return moved.gone


@given(st.lists(CHANGES, max_size=4), st.lists(CHANGES, max_size=4))
def test_moves_are_the_difference_of_the_whole(earlier: list[Change], later: list[Change]) -> None:
    """Whatever changes one after the other, also by who knows the members from before."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        tables = Tables(connection)
        tables.put("article", "a", "", {"position": 1})
        first = FacetMoves(tables)
        for change in earlier:
            change(tables, first)
        assert len(list(first.moves())) <= 1

        def whole() -> Facets:
            row = tables.get("article", "a")
            found = _all(tables)
            tables.put("article", "a", "", row)
            return found

        before = whole()
        moves = FacetMoves(tables, first)
        for change in later:
            change(tables, moves)
        after = whole()
        moved = list(moves.moves())
        assert {one for each in moved for one in each.gone} == before - after
        assert {one for each in moved for one in each.come} == after - before
        assert {entity for entity, _, _ in before ^ after} <= {entity for each in moved for entity in each.entities}
