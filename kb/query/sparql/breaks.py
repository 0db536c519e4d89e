"""Where a query breaks, for mistakes that tokens tell: a second query, an open quote, a number that is none.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the mistake and what to do.
Read by kb.query.sparql.advice. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from kb.query.sparql.aggregates import aggregate
from kb.query.sparql.brackets import bracket
from kb.query.sparql.clauses import clause
from kb.query.sparql.conditions import condition
from kb.query.sparql.construct import construct
from kb.query.sparql.habits import habit
from kb.query.sparql.rows import row
from kb.query.sparql.slips import AGGREGATES, slip
from kb.query.sparql.tokens import Token
from kb.query.sparql.unfinished import unfinished
from kb.query.sparql.written import sign, term

_BEGINS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_PROLOGUE: Final = frozenset({"PREFIX", "BASE"})
_LIMITS: Final = frozenset({"LIMIT", "OFFSET"})
_CLAUSES: Final = frozenset({"SELECT", "HAVING", "BY", "AS", "{", ".", ";", "}", "FILTER", "BIND"})
_PATTERN: Final = frozenset({"{", ".", ";", "FILTER", "BIND"})
_ALIKE: Final = 0.7
_SCHEMES: Final = frozenset({"http", "https", "urn", "file", "mailto"})
_NOT_INSIDE: Final = frozenset({"BIND", "SELECT", "{"})  # an expression, unless in EXISTS, of which nothing is said
_BRACES: Final = frozenset({"WHERE", "OPTIONAL", "MINUS", "UNION", "EXISTS"})
_BRACKETS: Final = frozenset({"HAVING"})
_TERMS: Final = frozenset({"variable", "iri", "name", "string", "number"})


def broken_at(before: Sequence[Token]) -> tuple[int, str] | None:
    """Return (where the mistake is, what to do), None if none of these is made.

    Args:
        before: tokens that begin at the place where the engine gave up, or before it.
    """
    for check in (
        _open_quote,
        construct,
        _second_query,
        habit,
        _no_by,
        _no_number,
        _misplaced_aggregate,
        aggregate,
        _misspelt_prefix,
        _no_braces,
        _no_name,
        _blank_in_iri,
        sign,
        clause,
        row,
        slip,
        bracket,
        condition,
        term,
        unfinished,
    ):
        if (found := check(before)) is not None:
            return found
    return None


def _open_quote(found: Sequence[Token]) -> tuple[int, str] | None:
    for token in found:
        if token.kind == "string" and (len(token.text) < 2 or token.text[-1] != token.text[0]):
            return token.start, f"This quote is never closed; it is character {token.start + 1} of the query."
    return None


def _second_query(found: Sequence[Token]) -> tuple[int, str] | None:
    depth, ended = 0, False
    for token in found:
        if token.kind == "mark":
            depth += (token.text == "{") - (token.text == "}")
            ended = ended or (token.text == "}" and depth == 0)
        elif ended and depth == 0 and token.kind == "word" and token.text.upper() in _BEGINS | _PROLOGUE:
            return token.start, "Here a second query begins; ask one at a time."
    return None


def _no_by(found: Sequence[Token]) -> tuple[int, str] | None:
    for token, after in pairwise(found):
        if token.kind != "word" or token.text.upper() not in ("ORDER", "GROUP") or after.text.upper() == "BY":
            continue
        if after.kind == "word":
            return after.start, f"Did you mean BY instead of {after.text}?"
        return after.start, f"Write {token.text.upper()} BY."
    return None


def _no_number(found: Sequence[Token]) -> tuple[int, str] | None:
    for token, after in pairwise(found):
        if token.kind == "word" and token.text.upper() in _LIMITS and after.kind != "number":
            return after.start, f"{token.text.upper()} takes a whole number, and {after.text} is none."
    return None


def _misplaced_aggregate(found: Sequence[Token]) -> tuple[int, str] | None:
    clause = ""
    for token in found:
        word = token.text.upper()
        if token.kind == "word" and word in AGGREGATES and clause in _PATTERN:
            return token.start, f"{word} stands in SELECT, as in SELECT ({word}(?x) AS ?all), and in no pattern."
        if word in _CLAUSES:
            clause = word
    return None


def _misspelt_prefix(found: Sequence[Token]) -> tuple[int, str] | None:
    for token, name, iri in zip(found, found[1:], found[2:], strict=False):
        declares = token.kind == "word" and name.kind == "name" and iri.kind == "iri"
        if declares and token.text.upper() != "PREFIX" and get_close_matches(token.text.upper(), ["PREFIX"], 1, _ALIKE):
            return token.start, f"Did you mean PREFIX instead of {token.text}?"
    return None


def _no_braces(found: Sequence[Token]) -> tuple[int, str] | None:
    for token, after in pairwise(found):
        word = token.text.upper() if token.kind == "word" else ""
        if word in _BRACES and after.kind in _TERMS:
            return after.start, f"What {word} asks stands in braces: {word} {{ ... }}."
        if word in _BRACKETS and after.kind in _TERMS:
            return after.start, f"What {word} asks stands in brackets: {word}(...)."
        if word == "GRAPH" and after.text == "{":
            return after.start, "GRAPH takes a name first: GRAPH ?g { ... }, or an IRI in the place of ?g."
    return None


def _no_name(found: Sequence[Token]) -> tuple[int, str] | None:
    """A value of SELECT or BIND without its name: `(COUNT(?x) ?n)`, `BIND(STR(?x))`."""
    head, outer = False, 0  # whether it is what SELECT names, and in how many brackets there
    for index, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" else ""
        head = (head or word == "SELECT") and token.text != "{" and word not in ("WHERE", "FROM")
        outer += (token.text == "(") - (token.text == ")")
        bind = index > 0 and found[index - 1].text.upper() == "BIND"
        if token.text != "(" or not (bind or (head and outer == 1 and found[index - 1].text.upper() not in AGGREGATES)):
            continue
        depth, last = 1, token
        for one in found[index + 1 :]:
            depth += (one.text == "(") - (one.text == ")")
            if depth == 0:
                return one.start, "A value takes a name: write AS ?name before this bracket."
            if one.text.upper() in _NOT_INSIDE or (depth == 1 and one.text.upper() == "AS"):
                break
            if depth == 1 and one.kind == "variable" and last.text == ")":
                return one.start, f"A value takes its name by AS: write AS {one.text}."
            last = one
    return None


def _blank_in_iri(found: Sequence[Token]) -> tuple[int, str] | None:
    for token, after in pairwise(found):
        glued = token.text == "<" and token.end == after.start and after.kind == "name"
        if glued and after.text.partition(":")[0].lower() in _SCHEMES:
            return token.start, "This IRI is never closed, or has a character in it that no IRI may have, as a blank."
    return None
