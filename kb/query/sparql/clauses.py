"""Clauses out of their order: `LIMIT` before `ORDER BY`, `ORDER BY` inside the braces, a query that ends too soon.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the slip and what to do.
Read by kb.query.sparql.breaks. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from itertools import pairwise, zip_longest
from typing import Final

from kb.query.sparql.construct import form, without_pattern
from kb.query.sparql.tokens import Token, shortened

Place = tuple[int, str]
_ALONE: Final = {
    "SELECT": "SELECT takes variables and a pattern, as in SELECT ?x WHERE { ?x a kb:Event }.",
    "ASK": "ASK takes a pattern, as in ASK { ?x a kb:Event }.",
    "DESCRIBE": "DESCRIBE takes what is to be described: an IRI, or ?x WHERE { ?x a kb:Event }.",
    "CONSTRUCT": "CONSTRUCT takes two patterns, as in CONSTRUCT { ?x a ?t } WHERE { ?x a ?t }.",
    "LIMIT": "LIMIT takes a whole number, as in LIMIT 10.",
    "OFFSET": "OFFSET takes a whole number, as in OFFSET 10.",
    "BY": "Behind BY stands what it goes by, as in ?x.",
}
_RANKS: Final = {"WHERE": 1, "GROUP": 2, "HAVING": 3, "ORDER": 4, "LIMIT": 5, "OFFSET": 5, "VALUES": 6}
_CALLED: Final = {"GROUP": "GROUP BY", "ORDER": "ORDER BY"}
_BEGINS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"})
_BEHIND: Final = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"})
_ALIKE: Final = 0.7
_COUNTS: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE"})
_PARTS: Final = frozenset({"FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "GRAPH", "SERVICE"})
_TAKES: Final = {"TOP": "SPARQL has no TOP. Write LIMIT 10 behind the last }."}
_NEXT: Final[Sequence[tuple[str, Callable[[Token], bool], str]]] = (  # a word, what cannot stand behind it, what to do
    (
        "CONSTRUCT",
        lambda one: one.kind in ("variable", "iri", "name") or one.text == "*",
        "CONSTRUCT takes a pattern in braces: CONSTRUCT {{ ?x a ?t }} WHERE {{ ?x a ?t }}.",
    ),
    ("ASK", lambda one: one.kind == "variable", "ASK names nothing: ASK {{ ... }} answers yes or no."),
    (
        "DESCRIBE",
        lambda one: one.text.upper() in ("WHERE", "{"),
        "DESCRIBE names what is to be described: DESCRIBE ?x WHERE {{ ... }}.",
    ),
    (
        "AS",
        lambda one: one.kind in ("number", "string", "iri", "name"),
        "Behind AS stands a variable, as in AS ?x.",
    ),
    ("LIMIT", lambda one: "." in one.text, "LIMIT takes a whole number, and {} is none."),
    ("OFFSET", lambda one: "." in one.text, "OFFSET takes a whole number, and {} is none."),
    ("VALUES", lambda one: one.text == "{", "VALUES takes its variables first: VALUES ?x {{ 1 2 }}."),
    (
        "FROM",
        lambda one: one.kind == "word" and one.text.upper() != "NAMED",
        "FROM takes the IRI of a graph, and {} is none.",
    ),
)


def clause(found: Sequence[Token]) -> Place | None:
    """Return (where a clause is in the wrong place or breaks off, what to do), None if none is seen."""
    for check in (_nothing, _head, _first, _part_of, _order, _inside, _direction, _takes, _after):
        if (place := check(found)) is not None:
            return place
    return None


def _nothing(found: Sequence[Token]) -> Place | None:
    """Another language."""
    if not found:
        return None
    first = found[0]
    if first.kind == "word" and first.text.upper() in ("MATCH", "QUERY", "RETURN", "SHOW", "WITH"):
        return first.start, "This is another language; SPARQL begins with SELECT, ASK, CONSTRUCT or DESCRIBE."
    plain = [one.kind for one in found[:3]] == ["word"] * 3
    if plain and not get_close_matches(first.text.upper(), sorted(_BEGINS), 1, _ALIKE):
        return first.start, "These are plain words: `kb ask`, or the page Ask, takes questions; here SPARQL is wanted."
    return None


def breaks_off(found: Sequence[Token]) -> Place | None:
    """Return (where a query ends, what is missing there), None for one whose last word may be its last."""
    if not found:
        return 0, "The query is empty. SELECT * WHERE { ?x a kb:Event } LIMIT 10 is one."
    last = found[-1]
    said = _ALONE.get(last.text.upper()) if last.kind == "word" else None
    return (last.end, said) if said else without_pattern(found)


def _head(found: Sequence[Token]) -> Place | None:
    for before, token in pairwise(found):
        word = token.text.upper()
        if before.text.upper() == "SELECT" and word in _TAKES:
            return token.start, _TAKES[word]
        if before.text.upper() == "SELECT" and token.kind == "string":
            return token.start, "SELECT names variables, as ?x; a value of your own stands as (... AS ?x)."
        if token.kind == "word" and word in ("DISTINCT", "REDUCED") and before.kind == "variable":
            return token.start, f"{word} stands right behind SELECT."
    return None


def all_grouped(found: Sequence[Token]) -> Token | None:
    """Return the * of a query that groups, None if there is none."""
    stars: list[Token | None] = [None]
    for before, token in pairwise(found):
        if before.text == "{":
            stars.append(None)
        elif before.text == "}" and len(stars) > 1:
            stars.pop()
        if before.text.upper() == "SELECT" and token.text == "*":
            stars[-1] = token
        star = stars[-1]
        if token.kind == "word" and token.text.upper() == "GROUP" and star is not None:
            return star
    return None


def overridden(found: Sequence[Token]) -> Token | None:
    """Return the name that SELECT gives to a value though the pattern has it, None if there is none."""
    begins = next((at for at, one in enumerate(found) if one.text == "{"), len(found))
    below = {one.text for one in found[begins:] if one.kind == "variable"}
    for token, after in pairwise(found[:begins]):
        if token.text.upper() == "AS" and after.text in below:
            return after
    return None


def _first(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.kind == "word" and token.text.upper() == "WHERE" and after.text in ("(", "["):
            return after.start, "The pattern stands in braces: WHERE { ... }."
    for word, name, iri, after in zip(found, found[1:], found[2:], found[3:], strict=False):
        declares = word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri"
        if declares and after.text in (".", ";", ","):
            return after.start, f"No {after.text} stands behind the IRI of a prefix."
    return None


def _order(found: Sequence[Token]) -> Place | None:
    """Clauses behind each other in the wrong order, of one query or of a query within it."""
    stack: list[tuple[int, str]] = [(0, "")]
    makes = form(found) == "CONSTRUCT"
    for before, token in pairwise(found):
        if before.text == "{":
            stack.append((0, ""))
        elif before.text == "}" and len(stack) > 1:
            stack.pop()
        word = token.text.upper() if token.kind == "word" else ""
        rank, last = stack[-1]
        behind = len(stack) == 1 and before.text == "}" and not makes
        if word == "FROM" and (rank >= 1 or behind):
            return token.start, "FROM stands before WHERE."
        if word not in _RANKS or (word == "VALUES" and len(stack) > 1):
            continue
        if _RANKS[word] < rank:
            return token.start, f"{_CALLED.get(word, word)} stands before {last}."
        stack[-1] = (_RANKS[word], _CALLED.get(word, word))
    return None


def _inside(found: Sequence[Token]) -> Place | None:
    """What orders or limits all rows, in the braces of the pattern."""
    queries: list[bool] = [True]
    for before, token in pairwise(found):
        if before.text == "{":
            queries.append(token.text.upper() == "SELECT")
        elif before.text == "}" and len(queries) > 1:
            queries.pop()
        word = token.text.upper() if token.kind == "word" else ""
        if word in _BEHIND and not queries[-1]:
            return token.start, f"{_CALLED.get(word, word)} stands behind the last }}, not in the pattern."
    return None


def _direction(found: Sequence[Token]) -> Place | None:
    for token, after, rest in zip_longest(found, found[1:], found[2:]):
        word = after.text.upper() if after is not None and after.kind == "word" else ""
        behind = word in ("ASC", "DESC", "ASCENDING", "DESCENDING") and (rest is None or rest.text != "(")
        if token.kind == "variable" and behind:
            way = "ASC" if word.startswith("ASC") else "DESC"
            return token.start, f"The direction stands before, with brackets: {way}({token.text})."
    for limit, number, comma, other in zip(found, found[1:], found[2:], [*found[3:], None], strict=False):
        if limit.text.upper() == "LIMIT" and number.kind == "number" and comma.text == ",":
            rows = other.text if other is not None else "10"
            return comma.start, f"Write LIMIT {rows} OFFSET {number.text}."
    return None


def _part_of(found: Sequence[Token]) -> Place | None:
    """A query within a query, or a graph, that has no braces of its own."""
    depth = 0
    for before, token in pairwise(found):
        depth += (before.text == "{") - (before.text == "}")
        if depth > 0 and token.kind == "word" and token.text.upper() == "SELECT" and before.text != "{":
            return token.start, "A query within a query stands in braces of its own: { SELECT ... }."
    for graph, name, after in zip(found, found[1:], found[2:], strict=False):
        word = graph.text.upper() if graph.kind == "word" else ""
        if word in ("GRAPH", "SERVICE") and name.kind in ("variable", "iri", "name") and after.text != "{":
            return after.start, f"What {word} asks stands in braces: {word} {shortened(name.text)} {{ ... }}."
    return None


def _takes(found: Sequence[Token]) -> Place | None:
    """A word behind which something else is to stand."""
    for token, after, rest in zip_longest(found, found[1:], found[2:]):
        word = token.text.upper() if token.kind == "word" and after is not None else ""
        for behind, wrong, hint in _NEXT:
            if word == behind and wrong(after):
                return after.start, hint.format(shortened(after.text))
        if word == "BY" and rest is not None and rest.text == "(" and after.text.upper() in _COUNTS:
            return after.start, "What is counted stands in SELECT; GROUP BY takes what it is counted for, as ?x."
    return None


def _after(found: Sequence[Token]) -> Place | None:
    """What stands behind the last brace and is no clause."""
    depth, makes = 0, form(found) == "CONSTRUCT"
    for at, token in enumerate(found):
        if token.kind == "mark":
            depth += (token.text == "{") - (token.text == "}")
        closed = at > 0 and found[at - 1].text == "}" and depth == 0
        word = token.text.upper() if token.kind == "word" else ""
        if not closed or word in _RANKS or word in _BEGINS or (makes and token.text == "{"):
            continue
        if token.text in (".", ";", ","):
            return token.start, f"The query ends with its }}: take the {token.text} away."
        if word in _PARTS:
            return token.start, f"{word} stands inside the braces of the pattern; these ended before it."
        if word == "SORT":
            return token.start, "Write ORDER BY."
        if token.text not in ("}", "`") and word != "FROM":
            return token.start, "Behind the last } stand GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET and VALUES alone."
    return None
