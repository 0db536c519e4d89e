"""What COUNT, SUM and their like are given: `COUNT(?x, ?y)`, `COUNT DISTINCT(?x)`, `GROUP_CONCAT(?x, ", ")`, `COUNT()`.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the slip and what to do.
Read by kb.query.sparql.breaks. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kb.query.sparql.slips import AGGREGATES
from kb.query.sparql.tokens import Token, shortened

Place = tuple[int, str]
_OPENS: Final = frozenset({"(", "{", "["})
_CLOSES: Final = frozenset({")", "}", "]"})
_SEPARATED: Final = 'What stands between the values is told so: GROUP_CONCAT(?x; SEPARATOR=", ").'
_WHAT: Final = {"variable", "string", "name", "iri"}


def aggregate(found: Sequence[Token]) -> Place | None:
    """Return (where an aggregate is given what it cannot take, what to do), None if none is."""
    for index, (token, after) in enumerate(pairwise(found)):
        word = token.text.upper() if token.kind == "word" else ""
        if word not in AGGREGATES:
            continue
        if after.text.upper() == "DISTINCT":
            return after.start, _distinct(word)
        if index > 1 and found[index - 1].text.upper() == "DISTINCT" and found[index - 2].text == "(":
            return found[index - 1].start, _distinct(word)
        if after.text == "(" and (place := _given(word, found[index + 1 :])) is not None:
            return place
    return None


def _distinct(word: str) -> str:
    return f"DISTINCT stands in the brackets of {word}: {word}(DISTINCT ?x)."


def _given(word: str, found: Sequence[Token]) -> Place | None:
    """Look at what stands in the brackets that the first token opens."""
    depth = 0
    for at, token in enumerate(found):
        depth += token.kind == "mark" and token.text in _OPENS
        depth -= token.kind == "mark" and token.text in _CLOSES
        before = found[at - 1] if at else token
        if depth == 0:
            empty = before.text == "(" or before.text.upper() == "DISTINCT"
            return (token.start, _nothing(word)) if empty else None
        if depth > 1 or at == 0:
            continue
        if word == "GROUP_CONCAT" and (place := _separator(before, token, found[at + 1 : at + 2])) is not None:
            return place
        if token.text.upper() == "DISTINCT" and before.text != "(":
            return token.start, f"DISTINCT stands before what is taken: {word}(DISTINCT {shortened(found[1].text)})."
        adjacent = token.kind in _WHAT and before.kind == "variable"
        if (token.text == "," and token.kind == "mark") or adjacent:
            other = token if adjacent else next(iter(found[at + 1 : at + 2]), token)
            return token.start, _one(word, before, other)
    return None


def _separator(before: Token, token: Token, behind: Sequence[Token]) -> Place | None:
    """What is to stand between the values, and is not told by `; SEPARATOR="..."`."""
    word = token.text.upper() if token.kind == "word" else ""
    if token.text == "," and behind and (behind[0].kind == "string" or behind[0].text.upper() == "SEPARATOR"):
        return token.start, _SEPARATED
    if word == "SEPARATOR" and before.text != ";":
        return token.start, _SEPARATED
    if (before.text == ";" and word != "SEPARATOR") or (before.text.upper() == "SEPARATOR" and token.text != "="):
        return token.start, _SEPARATED
    return None


def _nothing(word: str) -> str:
    return f"{word} takes a value, as in {word}(?x)" + ("; COUNT(*) counts all rows." if word == "COUNT" else ".")


def _one(word: str, first: Token, second: Token) -> str:
    """Say what to write for two values of which an aggregate takes one."""
    both = first.kind == second.kind == "variable"
    one, other = (shortened(first.text), shortened(second.text)) if both else ("?x", "?y")
    apart = f"{word}({one}) and {word}({other}), each with a name of its own"
    if word == "COUNT":
        pairs = f'COUNT(DISTINCT CONCAT(STR({one}), " ", STR({other})))'
        return f"COUNT takes one value, or *. Write {apart}; to count pairs, {pairs}."
    if word in ("MIN", "MAX"):
        sign = "<" if word == "MIN" else ">"
        less = "smaller" if word == "MIN" else "greater"
        return f"{word} takes one value, of many rows. The {less} of two in one row is IF({one} {sign} {other}, ...)."
    if word == "GROUP_CONCAT":
        return f'GROUP_CONCAT takes one value: GROUP_CONCAT(CONCAT({one}, " ", {other}); SEPARATOR=", ").'
    return f"{word} takes one value. Write {apart}" + (f", or {word}({one} + {other})." if word != "SAMPLE" else ".")
