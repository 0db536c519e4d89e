"""Where a query breaks, for mistakes that tokens tell: a second query, an open quote, a number that is none.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the mistake and what to do.
Read by kb.query.sparql.advice. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from kb.query.sparql.slips import AGGREGATES, slip
from kb.query.sparql.tokens import Token

_BEGINS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_PROLOGUE: Final = frozenset({"PREFIX", "BASE"})
_LIMITS: Final = frozenset({"LIMIT", "OFFSET"})
_CLAUSES: Final = frozenset({"SELECT", "HAVING", "BY", "AS", "{", ".", ";", "}", "FILTER", "BIND"})
_PATTERN: Final = frozenset({"{", ".", ";", "FILTER", "BIND"})
_ALIKE: Final = 0.7


def broken_at(before: Sequence[Token]) -> tuple[int, str] | None:
    """Return (where the mistake is, what to do), None if none of these is made.

    Args:
        before: tokens that begin at the place where the engine gave up, or before it.
    """
    for check in (_open_quote, _second_query, _no_by, _no_number, _misplaced_aggregate, _misspelt_prefix, slip):
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
