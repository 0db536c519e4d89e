"""Calls that would give nothing: asked of the engine itself."""

import pytest

from kb.query.errors import ForbiddenQueryError, MalformedQueryError
from kb.query.service import QueryService
from kb.query.sparql.calls import _TAKES, nodes_as_text
from kb.query.sparql.extensions import FUNCTIONS


def test_every_function_is_known_by_its_arguments() -> None:
    """One list beside the other."""
    assert set(_TAKES) == FUNCTIONS


@pytest.mark.parametrize(
    ("call", "said", "hint"),
    [
        ("kb:before(?e)", "kb:before takes 2 arguments, and has 1, at line 2, column 24.", "kb:before(a, b)"),
        ("kb:certainlyIn(?e)", "takes 2 or 3 arguments, and has 1", "kb:certainlyIn(what, from[, to])"),
        ("kb:near(?e, CONCAT('a', 'b'))", "takes 3 arguments, and has 2", "kb:near(a, b, km)"),
        ("kb:point()", "takes 1 argument, and has 0", "kb:point(what)"),
        (
            "<https://w3id.org/newskb#matches>('a')",
            "kb:matches takes 2 arguments, and has 1",
            "kb:matches(text, words)",
        ),
        ("kb:distanse(?e, ?e)", "There is no function kb:distanse, at line 2, column 24.", "Did you mean kb:distance?"),
        ("kb:qqqq(?e)", "There is no function kb:qqqq, at", "There are kb:before"),
        ("<http://e/f>(?e)", "There is no function <http://e/f>, at", "docs/sparql.md"),
    ],
)
def test_a_call_that_cannot_be_is_refused(service: QueryService, call: str, said: str, hint: str) -> None:
    """With how it is written, or what was meant."""
    with pytest.raises(ForbiddenQueryError) as caught:
        service.run(f"SELECT ?e # kb:distanse()\n{{ ?e a kb:Event FILTER({call}) }}")
    assert said in str(caught.value)
    assert hint in caught.value.hint
    assert (caught.value.line, caught.value.column) == (2, 24)
    shown, caret = caught.value.excerpt.splitlines()
    assert shown[caret.index("^") :].startswith(call)


@pytest.mark.parametrize("call", ["kb:certainlyIn(?e, '2024', '2025')", "kb:distance(IF(1 = 1, ?e, ?e), (?e))"])
def test_other_calls_go_through(service: QueryService, call: str) -> None:
    """Commas of inner calls are theirs."""
    service.run(f"SELECT ?e {{ ?e a kb:Event FILTER(BOUND(?e) || {call}) }}", format="csv").close()


@pytest.mark.parametrize(
    ("query", "column", "name"),
    [
        ("SELECT ?e (COUNT(*) AS ?n) { ?e a kb:Event }", 8, "?e"),
        ("SELECT (COUNT(*) AS ?n) ?e { ?e a kb:Event ; kb:place ?p } GROUP BY ?p", 25, "?e"),
    ],
)
def test_who_forgets_to_group_is_told_the_variable(service: QueryService, query: str, column: int, name: str) -> None:
    """The caret stands under it."""
    with pytest.raises(MalformedQueryError) as caught:
        service.run(query)
    assert (caught.value.line, caught.value.column) == (1, column)
    assert f"{name} stands beside" in str(caught.value)
    assert f"GROUP BY {name}" in caught.value.hint


@pytest.mark.parametrize(
    ("pattern", "warned"),
    [
        ("?s kb:mentions ?e", True),
        ("?s a ?e", True),
        ("?s kb:title 'x' ; kb:article ?e", True),
        ("?s kb:title ?e", False),
        ("?s ^kb:mentions ?e", False),
        ("?s rdfs:label ?e", False),
    ],
)
def test_text_of_things_in_object_position_is_warned_of(pattern: str, warned: bool) -> None:
    """After a property whose values are things; words join as they are."""
    found = nodes_as_text(f"SELECT (GROUP_CONCAT(?e) AS ?t) {{ {pattern} }}")
    assert bool(found) is warned


@pytest.mark.parametrize("inside", ["?e", "DISTINCT ?e", "?e ; SEPARATOR = ', '"])
def test_text_of_nodes_is_warned_of(service: QueryService, inside: str) -> None:
    """The engine has no value for it, and has one for STR."""
    with service.run(f"SELECT (GROUP_CONCAT({inside}) AS ?t) {{ ?e a kb:Event }}", format="csv") as result:
        assert result.warnings == ("GROUP_CONCAT(?e) has no value where ?e is an IRI. Write GROUP_CONCAT(STR(?e)).",)
        assert result.read() == b"t\r\n\r\n"
    right = inside.replace("?e", "STR(?e)")
    with service.run(f"SELECT (GROUP_CONCAT({right}) AS ?t) {{ ?e a kb:Event }}", format="csv") as result:
        assert result.warnings == ()
        assert len(result.read()) > 8
