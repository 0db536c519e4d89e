"""What HAVING asks about: `SELECT (COUNT(?x) AS ?n) ... HAVING(?n > 2)`, whose ?n has no value yet.

Input: the tokens of a query. Output: warnings, read by kb.query.sparql.doubts.
Pure. Never: says anything of a condition that may do without a value.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.query.sparql.tokens import Token

_CLAUSES: Final = frozenset({"SELECT", "WHERE", "FROM", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
_SURVIVES: Final = frozenset({"BOUND", "COALESCE", "IF", "EXISTS", "IN", "||"})
_SHOWN: Final = 60  # characters of an expression


@dataclass(slots=True)
class _Query:
    """A query, or one within it, as far as it was read."""

    clause: str = ""
    opened: int = 0  # brackets
    begins: int = 0  # of what the head works out
    made: dict[str, str] = field(default_factory=dict)  # name -> expression
    grouped: set[str] = field(default_factory=set)
    asked: list[Token] = field(default_factory=list)  # by HAVING


def too_early(found: Sequence[Token]) -> Iterator[str]:
    """Yield a sentence for each name of a value that HAVING uses, and SELECT makes only afterwards: no group passes."""
    queries = [_Query()]
    for at, token in enumerate(found):
        if token.kind == "mark" and token.text == "{":
            queries[-1].clause = ""
            queries.append(_Query())
        elif token.kind == "mark" and token.text == "}" and len(queries) > 1:
            yield from _judged(queries.pop())
        else:
            _read(queries[-1], found, at)
    for query in queries:
        yield from _judged(query)


def _read(query: _Query, found: Sequence[Token], at: int) -> None:
    token = found[at]
    word = token.text.upper() if token.kind == "word" else ""
    if word in _CLAUSES and not query.opened:
        query.clause = word
        return
    if not query.clause:
        return
    query.opened += (token.text == "(") - (token.text == ")")
    if query.clause == "SELECT" and token.text == "(" and query.opened == 1:
        query.begins = at + 1
    elif query.clause == "SELECT" and word == "AS" and query.opened == 1 and at + 1 < len(found):
        query.made[found[at + 1].text[1:]] = _written(found[query.begins : at])
    elif query.clause == "GROUP" and token.kind == "variable":
        query.grouped.add(token.text[1:])
    elif query.clause == "HAVING":
        query.asked.append(token)


def _judged(query: _Query) -> Iterator[str]:
    if any(one.text.upper() in _SURVIVES for one in query.asked):
        return
    for name in dict.fromkeys(one.text[1:] for one in query.asked if one.kind == "variable"):
        if name in query.made and name not in query.grouped:
            yield (
                f"HAVING is asked before SELECT makes ?{name}, so that no group passes it. "
                f"Write {query.made[name]} in the place of ?{name}."
            )


def _written(tokens: Sequence[Token]) -> str:
    """Return an expression as it may be written."""
    text = ""
    for before, token in zip((None, *tokens), tokens, strict=False):
        apart = before is not None and before.end < token.start
        text += f" {token.text}" if apart else token.text
    return text if len(text) <= _SHOWN else "its expression"
