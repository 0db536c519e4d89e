"""What a FILTER or BIND can see: SPARQL's groups, and the variables that each of them binds, as far as tokens tell.

Input: the text of a query. Output: warnings where a FILTER lets no row pass, or a BIND gives no value, since what it
uses is bound elsewhere; read by kb.query.sparql.readings.
Pure. Never: parses; says anything of a query with words that it does not know, or of an expression that may well do
with a variable that has no value.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.query.sparql.tokens import Token, body

_MOST: Final = 5  # warnings
_SURVIVES: Final = frozenset({"BOUND", "COALESCE", "IF", "EXISTS", "IN", "||"})  # an expression with an error inside
_WORDS: Final = frozenset(  # that may stand between patterns, and change nothing about what is bound
    {"A", "TRUE", "FALSE", "UNION", "NOT", "SILENT", "WHERE"}
)
_AGAIN: Final = frozenset({"GRAPH", "SERVICE"})  # what stands in their groups is bound outside as well
_ENDS: Final = {"(": ")", "{": "}", "[": "]"}


class _UnknownError(Exception):
    """Something that is not read here stands there."""


@dataclass(slots=True)
class _Use:
    """A FILTER, or a BIND with what it makes, and the variables that it needs and had not been bound before it."""

    missing: frozenset[str]
    makes: str = ""


@dataclass(slots=True)
class _Group:
    """What one group binds and uses."""

    outside: tuple[set[str], ...]  # what is bound around it and its filters see
    bound: set[str] = field(default_factory=set)
    uses: list[_Use] = field(default_factory=list)
    amid: dict[str, int] = field(
        default_factory=dict
    )  # made by BINDs, with how many variables stood before in patterns
    behind: set[str] = field(default_factory=set)  # variables of patterns behind the first of those
    computed: set[str] = field(default_factory=set)  # that expressions use: a filter may be meant to come first
    joined: bool = False  # a pattern behind it has a variable that was bound before
    patterns: int = 0  # variables in them


def out_of_sight(text: str) -> tuple[str, ...]:
    """Return a sentence for each FILTER or BIND that uses a variable which it cannot see.

    A filter sees what its own group binds, and in OPTIONAL and EXISTS what stands around it; a BIND what stands before
    it in its group. Rows fail a filter that has an error in it, and a BIND with one binds nothing.
    """
    reader = _Reader(body(text))
    try:
        reader.query()
    except (_UnknownError, RecursionError):
        return ()
    return tuple(dict.fromkeys(reader.warnings))[:_MOST]


class _Reader:
    def __init__(self, found: Sequence[Token]) -> None:
        self._found = found
        self._at = 0
        self.warnings: list[str] = []

    def query(self) -> None:
        """Read the one pattern of the whole query."""
        word = self._skip_to("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        if word == "CONSTRUCT" and self._text(1) == "{":
            self._at = _behind(self._found, self._at + 1)
        while self._at < len(self._found) and self._text() != "{":
            self._at += 1
        if self._at < len(self._found):
            self._group(())

    # -- groups -----------------------------------------------------------------------------------

    def _group(self, outside: tuple[set[str], ...]) -> set[str]:
        """Read a group from its bracket on; return what it binds."""
        self._at += 1
        if self._word() == "SELECT":
            return self._subquery()
        group = _Group(outside)
        while self._text() != "}":
            self._element(group)
        self._at += 1
        self._judge(group)
        return group.bound

    def _subquery(self) -> set[str]:
        """Read SELECT inside a group; return what it hands out."""
        named: set[str] = set()
        everything = False
        self._at += 1
        while self._text() != "{":
            if self._text() == "(":
                end = _behind(self._found, self._at)
                named.update(_variables(self._found[end - 2 : end]))
                self._at = end
                continue
            everything |= self._text() == "*"
            named.update(_variables(self._found[self._at : self._at + 1]))
            self._at += 1
        inner = self._group(())
        while self._text() != "}":  # GROUP BY, ORDER BY, LIMIT
            self._at = _behind(self._found, self._at) if self._text() in _ENDS else self._at + 1
        self._at += 1
        return inner if everything else named

    def _element(self, group: _Group) -> None:
        token, word = self._found[self._at], self._word()
        if word == "FILTER":
            self._filter(group)
        elif word == "BIND":
            self._bind(group)
        elif word == "VALUES":
            self._values(group)
        elif word in ("OPTIONAL", "MINUS"):
            self._at += 1
            self._expect("{")
            before = set(group.bound)
            inner = self._group((group.bound, *group.outside) if word == "OPTIONAL" else ())
            group.bound |= inner if word == "OPTIONAL" else set()
            if word == "MINUS" and not inner & before:
                self._warn_of_minus(before, inner)
        elif token.text == "{":
            group.bound |= self._group(())
        elif token.kind == "word" and word not in _WORDS | _AGAIN:
            raise _UnknownError
        else:
            if token.kind == "variable":
                self._pattern(group, token.text[1:])
            self._at += 1

    def _pattern(self, group: _Group, name: str) -> None:
        group.patterns += 1
        if group.amid:
            group.joined |= name in group.bound and name not in group.amid and name not in group.behind
            group.behind.add(name)
        group.bound.add(name)

    def _filter(self, group: _Group) -> None:
        self._at += 1
        exists = self._word(1 if self._word() == "NOT" else 0) == "EXISTS"
        if exists:
            self._at += 2 if self._word() == "NOT" else 1
            self._expect("{")
            self._at = _behind(self._found, self._at)  # it sees all around it, and what it needs may be bound there
            return
        inside = self._expression()
        group.computed.update(_variables(inside))
        if not _survives(inside):
            group.uses.append(_Use(frozenset(_variables(inside)) - group.bound))

    def _bind(self, group: _Group) -> None:
        self._at += 1
        inside = self._expression()
        made = inside[-2].text[1:] if len(inside) > 3 and inside[-2].kind == "variable" else ""
        if not made or inside[-3].text.upper() != "AS":
            raise _UnknownError
        group.computed.update(_variables(inside[:-2]))
        if not _survives(inside):
            group.uses.append(_Use(frozenset(_variables(inside[:-2])) - group.bound, made))
        group.bound.add(made)
        if group.patterns:
            group.amid[made] = group.patterns

    def _values(self, group: _Group) -> None:
        while self._text() != "{":
            group.bound.update(_variables([self._found[self._at]]))
            self._at += 1
        self._at = _behind(self._found, self._at)

    def _expression(self) -> Sequence[Token]:
        """Read an expression in brackets, or a call; return its tokens, the closing bracket the last."""
        begin = self._at
        while self._text() != "(":
            if self._found[self._at].kind not in ("word", "name", "iri"):
                raise _UnknownError
            self._at += 1
        self._at = _behind(self._found, self._at)
        return self._found[begin : self._at]

    # -- verdicts ---------------------------------------------------------------------------------

    def _judge(self, group: _Group) -> None:
        for use in group.uses:
            if use.makes:
                late = use.missing <= group.bound and use.makes not in use.missing
                where = "its group binds only behind it" if late else "nothing in its group binds"
                last = " Put the BIND last." if late else ""
                self._warn("BIND", use.missing, f"{where}: ?{use.makes} gets no value.{last}")
            else:
                hidden = use.missing.difference(group.bound, *group.outside)
                self._warn("FILTER", hidden, "nothing in its group binds: no row passes it.")

        between = {name for name, before in group.amid.items() if before < group.patterns}
        idle = between - group.behind - group.computed
        if idle and group.joined:
            names = " and ".join(f"?{name}" for name in sorted(idle))
            self.warnings.append(
                f"BIND makes {names} between patterns, and none behind it needs that: the patterns behind it are "
                "worked out apart from those before and joined then. Put the BIND last."
            )

    def _warn_of_minus(self, before: set[str], inner: set[str]) -> None:
        """MINUS takes away what agrees in a variable that both have; FILTER NOT EXISTS needs none."""
        names = " and ".join(f"?{name}" for name in sorted(inner)[:3]) or "no variable"
        where = "stands in the group before it" if before else "stands before it"
        self.warnings.append(
            f"MINUS with {names} takes nothing away: no variable of it {where}. Put it behind the pattern that it is "
            "to narrow, or write FILTER NOT EXISTS."
        )

    def _warn(self, what: str, hidden: frozenset[str], end: str) -> None:
        if hidden:
            names = " and ".join(f"?{name}" for name in sorted(hidden))
            self.warnings.append(f"{what} uses {names}, which {end}")

    # -- tokens -----------------------------------------------------------------------------------

    def _text(self, ahead: int = 0) -> str:
        if self._at + ahead >= len(self._found):
            raise _UnknownError
        return self._found[self._at + ahead].text

    def _word(self, ahead: int = 0) -> str:
        text = self._text(ahead)
        return text.upper() if self._found[self._at + ahead].kind == "word" else ""

    def _expect(self, text: str) -> None:
        if self._text() != text:
            raise _UnknownError

    def _skip_to(self, *words: str) -> str:
        while (word := self._word()) not in words:
            self._at += 1
        return word


def _behind(found: Sequence[Token], index: int) -> int:
    """Return the number behind the bracket that closes the one at *index*."""
    opens, depth = found[index].text, 0
    for at in range(index, len(found)):
        depth += (found[at].text == opens) - (found[at].text == _ENDS[opens])
        if depth == 0:
            return at + 1
    raise _UnknownError


def _variables(found: Sequence[Token]) -> list[str]:
    return [token.text[1:] for token in found if token.kind == "variable"]


def _survives(expression: Sequence[Token]) -> bool:
    return any(token.text.upper() in _SURVIVES for token in expression if token.kind in ("word", "mark"))
