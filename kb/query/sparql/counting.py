"""Queries that count how often what stands in a pattern stands there, known by their tokens.

Input: the text of a query, the prefixes in force. Output: a Counting, or None for every other query; answered by
kb.query.columns in a worker that has the columns for it, else by the engine as all others are.
Pure. Never: guesses. A Counting means what the engine would make of the same text: triples with constant predicates and
nothing else, COUNT in SELECT, variables in GROUP BY; a count against a number in HAVING, counts and variables in ORDER
BY, LIMIT and OFFSET. Malformed text may be one: whoever answers has the engine read it first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kb.query.sparql.tokens import Token, body, tokens

LONGEST: Final = 2 << 10  # characters
_COUNTS: Final = re.compile(r"\(\s*COUNT\b", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"[?$][A-Za-z0-9_]+")
_NAME: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]*)?:(?:[A-Za-z0-9_][A-Za-z0-9_-]*)?")
_IRI: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?!.*/\.)[A-Za-z0-9_~./:#?=&+,;@!$'()*-]*"
)  # absolute, no dots to resolve
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_COMPARED: Final = frozenset({">", "<", ">=", "<=", "=", "!="})


class Counting(NamedTuple):
    """What is counted. Where *columns*, *having* and *order* say which: a key by its place, a measure by ~ its place.

    Attributes:
        patterns: subject, predicate, object: "?name" of a variable, else N-Triples; a literal as it is written.
        keys: variables of GROUP BY, without "?"; none: all rows are one group.
        measures: (variable, distinct): how many different values it has in a group; ("", False): how many rows.
        columns: (name, which) of the result, in order.
        having: (which, sign, number), all of which hold.
        order: (which, descending).
        limit: of the query's own; None for none.
        offset: likewise.
    """

    patterns: tuple[tuple[str, str, str], ...]
    keys: tuple[str, ...]
    measures: tuple[tuple[str, bool], ...]
    columns: tuple[tuple[str, int], ...]
    having: tuple[tuple[int, str, int], ...]
    order: tuple[tuple[int, bool], ...]
    limit: int | None
    offset: int

    @property
    def predicates(self) -> frozenset[str]:
        """The predicates whose columns it needs, as N-Triples."""
        return frozenset(predicate for _, predicate, _ in self.patterns)

    @classmethod
    def of(cls, value: Sequence[Any]) -> "Counting":
        """Return what JSON made arrays of."""
        return cls(*(_tuples(part) for part in value))


class _OtherError(Exception):
    """It is another query."""


def counting(text: str, prefixes: Mapping[str, str]) -> Counting | None:
    """Return what *text* counts, None where it is no query of this family.

    Args:
        prefixes: in force, declared in the text or not.
    """
    if len(text) > LONGEST or not _COUNTS.search(text) or "\\" in text:
        return None
    found = body(text)
    declared = [token.text for token in list(tokens(text))[: -len(found) or None] if token.kind == "name"]
    if len(set(declared)) < len(declared):
        return None
    try:
        return _Reader(found, prefixes).read()
    except _OtherError:
        return None


class _Reader:
    def __init__(self, found: Sequence[Token], prefixes: Mapping[str, str]) -> None:
        self._found = found
        self._prefixes = prefixes
        self._at = 0
        self._measures: list[tuple[str, bool]] = []
        self._named: dict[str, int] = {}  # what a column is called -> its measure
        self._columns: list[tuple[str, str]] = []  # name, and the variable that it is; "" for a measure
        self._patterns: list[tuple[str, str, str]] = []

    def read(self) -> Counting:
        self._select()
        self._pattern()
        keys = self._keys()
        having = self._having()
        order = self._order(keys)
        limit, offset = self._slice()
        if self._at < len(self._found):
            raise _OtherError
        bound = {end[1:] for pattern in self._patterns for end in pattern if end.startswith("?")}
        counted = {variable for variable, _ in self._measures if variable}
        if not counted | set(keys) <= bound or bound & self._named.keys() or len(set(keys)) < len(keys):
            raise _OtherError
        columns = tuple((name, keys.index(own) if own else self._named[name]) for name, own in self._shown(keys))
        # every variable of such a pattern is bound in every row
        measures = tuple((variable if distinct else "", distinct) for variable, distinct in self._measures)
        return Counting(tuple(self._patterns), keys, measures, columns, having, order, limit, offset)

    def _shown(self, keys: Sequence[str]) -> Iterable[tuple[str, str]]:
        names = [name for name, _ in self._columns]
        if len(set(names)) < len(names) or any(own and own not in keys for _, own in self._columns):
            raise _OtherError
        return self._columns

    # -- one part of a query after the other ------------------------------------------------------

    def _select(self) -> None:
        self._word("SELECT")
        while True:
            token = self._next()
            if token.kind == "variable":
                self._columns.append((_name(token), _name(token)))
            elif token.text == "(":
                which = self._count()
                self._word("AS")
                name = _name(self._next())
                self._mark(")")
                self._columns.append((name, ""))
                self._named[name] = which
            else:
                self._at -= 1
                break
        if not self._named:
            raise _OtherError

    def _count(self) -> int:
        self._word("COUNT")
        self._mark("(")
        distinct = self._is_word("DISTINCT")
        rows = not distinct and self._is_mark("*")
        measure = ("", False) if rows else (_name(self._next()), distinct)
        self._mark(")")
        if measure not in self._measures:
            self._measures.append(measure)
        return ~self._measures.index(measure)

    def _pattern(self) -> None:
        self._is_word("WHERE")
        self._mark("{")
        while not self._is_mark("}"):
            subject = self._term(literal=False)
            self._verbs(subject)
            if not self._is_mark("."):
                self._mark("}")
                break
        if not self._patterns:
            raise _OtherError

    def _verbs(self, subject: str) -> None:
        while True:
            predicate = self._verb()
            self._patterns.append((subject, predicate, self._term(literal=True)))
            while self._is_mark(","):
                self._patterns.append((subject, predicate, self._term(literal=True)))
            if not self._is_mark(";"):
                return
            while self._is_mark(";"):
                pass
            if self._peek() == "mark":  # a semicolon may stand before the end of its triples
                return

    def _keys(self) -> tuple[str, ...]:
        if not self._is_word("GROUP"):
            return ()
        self._word("BY")
        keys = [_name(self._next())]
        while self._peek() == "variable":
            keys.append(_name(self._next()))
        return tuple(keys)

    def _having(self) -> tuple[tuple[int, str, int], ...]:
        having = []
        if self._is_word("HAVING"):
            self._mark("(")
            which = self._count()
            sign, number = self._next(), self._next()
            self._mark(")")
            if sign.text not in _COMPARED:
                raise _OtherError
            having.append((which, sign.text, _whole(number)))
        return tuple(having)

    def _order(self, keys: Sequence[str]) -> tuple[tuple[int, bool], ...]:
        order: list[tuple[int, bool]] = []
        if self._is_word("ORDER"):
            self._word("BY")
            while self._peek() in ("variable", "word"):
                if self._peek() == "variable":
                    order.append((self._which(keys), False))
                elif (down := self._is_word("DESC")) or self._is_word("ASC"):
                    self._mark("(")
                    counts = self._peek() == "word"
                    order.append((self._count() if counts else self._which(keys), down))
                    self._mark(")")
                else:
                    break
            if not order:
                raise _OtherError
        return tuple(order)

    def _which(self, keys: Sequence[str]) -> int:
        name = _name(self._next())
        if name in self._named:
            return self._named[name]
        if name not in keys:
            raise _OtherError
        return keys.index(name)

    def _slice(self) -> tuple[int | None, int]:
        said: dict[str, int] = {}
        while self._peek() == "word":
            word = self._next().text.upper()
            if word not in ("LIMIT", "OFFSET") or word in said:
                raise _OtherError
            said[word] = _whole(self._next())
        return said.get("LIMIT"), said.get("OFFSET", 0)

    # -- terms and tokens --------------------------------------------------------------------------

    def _verb(self) -> str:
        token = self._next()
        return _TYPE if token.text == "a" and token.kind == "word" else self._iri(token)

    def _term(self, *, literal: bool) -> str:
        token = self._next()
        if token.kind == "variable":
            return f"?{_name(token)}"
        if not literal or token.kind not in ("string", "number"):
            return self._iri(token)
        if token.kind == "number":
            return token.text
        if self._peek() == "language":
            return token.text + self._next().text
        return f"{token.text}^^{self._iri(self._next())}" if self._is_mark("^^") else token.text

    def _iri(self, token: Token) -> str:
        iri = token.text[1:-1] if token.kind == "iri" else ""
        if token.kind == "name" and _NAME.fullmatch(token.text):
            prefix, _, local = token.text.partition(":")
            iri = f"{self._prefixes.get(prefix, '')}{local}"
        if not _IRI.fullmatch(iri):
            raise _OtherError
        return f"<{iri}>"

    def _next(self) -> Token:
        if self._at >= len(self._found):
            raise _OtherError
        self._at += 1
        return self._found[self._at - 1]

    def _peek(self) -> str:
        return self._found[self._at].kind if self._at < len(self._found) else ""

    def _is_mark(self, text: str) -> bool:
        return self._is("mark", text)

    def _is_word(self, text: str) -> bool:
        return self._is("word", text)

    def _is(self, kind: str, text: str) -> bool:
        """Pass over a token if it is this one; say whether it was."""
        there = self._peek() == kind and self._found[self._at].text.upper() == text
        self._at += there
        return there

    def _mark(self, text: str) -> None:
        if not self._is_mark(text):
            raise _OtherError

    def _word(self, text: str) -> None:
        if not self._is_word(text):
            raise _OtherError


def _name(token: Token) -> str:
    if token.kind != "variable" or not _VARIABLE.fullmatch(token.text):
        raise _OtherError
    return token.text[1:]


def _whole(token: Token) -> int:
    if token.kind != "number" or not token.text.isascii() or not token.text.isdigit() or len(token.text) > 15:
        raise _OtherError
    return int(token.text)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
