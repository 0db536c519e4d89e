"""Slips of those who write SPARQL after SQL or in haste, as far as tokens tell: `n` for `?n`, `==`, LIKE, a bare COUNT.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the slip and what to do.
Read by kb.query.sparql.breaks. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise, zip_longest
from typing import Final

from kb.query.sparql.tokens import Token

Place = tuple[int, str]
AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_ENDS_HEAD: Final = frozenset({"{", "WHERE", "FROM"})
_OF_HEAD: Final = ("DISTINCT", "REDUCED", "WHERE", "FROM")
_ALIKE: Final = 0.7
_SQL: Final = {
    "LIKE": 'SPARQL has no LIKE. Write CONTAINS(?x, "part"), or REGEX(?x, "pattern", "i").',
    "BETWEEN": "SPARQL has no BETWEEN. Write ?x >= 1 && ?x <= 9.",
    "JOIN": "SPARQL has no JOIN: patterns with a variable in common are joined.",
    "AND": "Write && between conditions; patterns stand one behind the other.",
    "OR": "Write || between conditions, or { ... } UNION { ... } between patterns.",
    "IS": "Write BOUND(?x) or !BOUND(?x).",
}


def slip(found: Sequence[Token]) -> Place | None:
    """Return (where a slip is, what to do), None if none of these is made."""
    for check in (_no_head, _head, _name_of_value, _filter, _operator, _sql, _closes_nothing, _prefix, _bound_before):
        if (place := check(found)) is not None:
            return place
    return None


def _no_head(found: Sequence[Token]) -> Place | None:
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        words = [one.text.upper() for one in (before, token)]
        for word, behind in ((words[0], token), (words[1], after)):
            if words[0] == "SELECT" and word in ("SELECT", "DISTINCT", "REDUCED") and behind.text.upper() in _ENDS_HEAD:
                return behind.start, f"{word} names nothing: variables stand here, or * for all."
    return None


def _head(found: Sequence[Token]) -> Place | None:
    """A name without its question mark, a comma, or a value without brackets between SELECT and the pattern."""
    for token, after in _heads(found):
        if token.text == ",":
            return token.start, "What SELECT names stands apart by blanks; take the comma away."
        if token.kind == "word" and after == "(":
            name = token.text.upper()
            return token.start, f"What is worked out stands in brackets, with a name: ({name}(...) AS ?value)."
        if token.kind == "word" and not get_close_matches(token.text.upper(), _OF_HEAD, 1, _ALIKE):
            return token.start, f"A variable begins with a question mark: write ?{token.text}."
    return None


def _heads(found: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Yield what SELECT names outside of brackets, each with the text behind it, where the pattern has begun."""
    for index, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "SELECT":
            continue
        depth, head = 0, list[tuple[Token, str]]()
        for one, after in zip_longest(found[index + 1 :], found[index + 2 :]):
            if depth == 0 and one.text.upper() in _ENDS_HEAD:
                break
            depth += (one.text == "(") - (one.text == ")")
            if depth == 0 and one.text != ")":
                head.append((one, after.text if after else ""))
        yield from head


def _name_of_value(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.kind == "word" and token.text.upper() == "AS" and after.kind == "word":
            return after.start, f"A variable begins with a question mark: write AS ?{after.text}."
    return None


def _filter(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        bare = after.kind in ("variable", "string", "number") or after.text == "!"
        if token.kind == "word" and token.text.upper() == "FILTER" and bare:
            return after.start, "What FILTER asks stands in brackets: FILTER(...)."
    return None


def _operator(found: Sequence[Token]) -> Place | None:
    depth = 0
    for token, after in pairwise(found):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "=" == after.text and token.end == after.start:
            return token.start, "Write one = to compare."
        if depth > 0 and after.kind == "iri" and after.text == "<>":
            return after.start, "Write != for what differs."
    return None


def _sql(found: Sequence[Token]) -> Place | None:
    for before, token in pairwise(found):
        word = token.text.upper()
        if token.kind == "word" and word in _SQL and before.kind != "word":
            return token.start, _SQL[word]
    return None


def _closes_nothing(found: Sequence[Token]) -> Place | None:
    depth = 0
    for token in found:
        depth += (token.kind == "mark") * ((token.text == "{") - (token.text == "}"))
        if depth < 0:
            return token.start, "This } closes nothing: it is one too many, or its { is missing."
    return None


def _prefix(found: Sequence[Token]) -> Place | None:
    for token, name, iri in zip(found, found[1:], found[2:], strict=False):
        if token.kind != "word" or token.text.upper() != "PREFIX":
            continue
        if name.kind == "name" and iri.kind != "iri":
            return iri.start, f"The IRI of a prefix stands in angle brackets: PREFIX {name.text} <...>."
    return None


def _bound_before(found: Sequence[Token]) -> Place | None:
    """A BIND that gives a variable a value which it has in the same group already."""
    groups: list[set[str]] = [set()]
    inside = 0  # brackets of an expression that are open
    for index, token in enumerate(found):
        if token.text == "{":
            groups.append(set())
        elif token.text == "}" and len(groups) > 1:
            inner = groups.pop()
            groups[-1] |= inner
        inside += (token.text == "(") - (token.text == ")")
        if token.kind != "variable" or len(groups) == 1:
            continue
        named = inside == 1 and index > 0 and found[index - 1].text.upper() == "AS"
        if named and token.text[1:] in groups[-1]:
            return token.start, f"{token.text} has a value before this BIND; give this one a name of its own."
        if inside == 0 or named:
            groups[-1].add(token.text[1:])
    return None
