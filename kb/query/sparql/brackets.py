"""Brackets that a query lacks: `FILTER(?x > 3 }`, `HAVING COUNT(*) > 2`, `ORDER BY DESC ?n`, `UNION` behind no group.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the mistake and what to do.
Read by kb.query.sparql.breaks. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kb.query.sparql.slips import AGGREGATES
from kb.query.sparql.tokens import Token

Place = tuple[int, str]
_CLOSES: Final = {")": "(", "]": "[", "}": "{"}
_OPENS: Final = frozenset(_CLOSES.values())
_ASKS: Final = frozenset({"FILTER", "HAVING"})
_GOES_ON: Final = frozenset({"=", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "*", "/"})
_NO_FUNCTION: Final = AGGREGATES | frozenset(
    "SELECT DISTINCT REDUCED VALUES BY AS IN FILTER BIND HAVING ASC DESC WHERE UNION EXISTS NOT".split()
)
_TERMS: Final = frozenset({"variable", "string"})


def bracket(found: Sequence[Token]) -> Place | None:
    """Return (where a bracket or what stands in it is missing, what to do), None if nothing can be told."""
    for check in (_union, _condition, _direction, _comma, _pairs):
        if (place := check(found)) is not None:
            return place
    return None


def _pairs(found: Sequence[Token]) -> Place | None:
    """A bracket that closes while another kind is open."""
    opened: list[Token] = []
    for token in found:
        if token.kind != "mark":
            continue
        if token.text in _OPENS:
            opened.append(token)
        elif token.text in _CLOSES and opened:
            last = opened.pop()
            if last.text == _CLOSES[token.text]:
                continue
            if last.text == "{" and all(one.text != _CLOSES[token.text] for one in opened):
                return token.start, f"This {token.text} closes nothing: it is one too many, or its pair is missing."
            return token.start, f"A {last.text} is never closed; it is character {last.start + 1} of the query."
    return None


def _condition(found: Sequence[Token]) -> Place | None:
    """A comparison behind FILTER or HAVING that begins with a function."""
    for index, (token, after) in enumerate(pairwise(found)):
        if token.kind != "word" or token.text.upper() not in _ASKS or after.kind not in ("word", "name"):
            continue
        end = _closed(found, index + 2)
        if 0 < end < len(found) - 1 and found[end + 1].text in _GOES_ON:
            asks = token.text.upper()
            return after.start, f"What {asks} asks stands in brackets: {asks}({after.text}(...) ...)."
    return None


def _closed(found: Sequence[Token], index: int) -> int:
    """Return the number of the token that closes the bracket opened by one, 0 if none is opened or closed."""
    depth = 0
    for number, token in enumerate(found[index:], index):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return number if token.text == ")" else 0
    return 0


def _direction(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        word = token.text.upper()
        if token.kind == "word" and word in ("ASC", "DESC") and after.text != "(":
            shown = after.text if after.kind == "variable" else "..."
            return after.start, f"What {word} orders by stands in brackets: {word}({shown})."
    return None


def _union(found: Sequence[Token]) -> Place | None:
    for before, token in pairwise(found):
        if token.kind == "word" and token.text.upper() == "UNION" and before.text != "}":
            return token.start, "UNION stands between two groups in braces: { ... } UNION { ... }."
    return None


def _comma(found: Sequence[Token]) -> Place | None:
    """Two things that a function is given, one behind the other."""
    inside: list[bool] = []  # for each open bracket, whether it is a function's
    for index, (token, after) in enumerate(pairwise(found)):
        if token.kind == "mark" and token.text in _OPENS:
            name = found[index - 1] if index else token
            inside.append(token.text == "(" and name.kind == "word" and name.text.upper() not in _NO_FUNCTION)
        elif token.kind == "mark" and token.text in _CLOSES and inside:
            inside.pop()
        if inside and inside[-1] and token.kind in _TERMS and after.kind in _TERMS:
            return after.start, f"A comma is missing before {after.text}."
    return None
