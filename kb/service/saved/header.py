"""A saved query's file, read.

Input: the text of an .rq file, whose first lines are comments: what it asks and which parameters it takes.
Output: a SavedQuery. Pure.
Never: takes a file whose parameters are not declared, or stand where no value may.

    #+ title: Who said what about somebody or something
    #+ description: One or several lines.
    #+ param: about: entity: whom or what it is about
    #+ param: since: date(first)?: said on this day or later
    #+ param: limit: integer(1..1000) = 50: rows at most
    #+ param: mode: choice(direct, indirect) = direct: how it is told
    #+ example: about=Kenya

A parameter stands in the query as $NAME. One that may be left out (?) stands only in VALUES ?name { $NAME }, and is
UNDEF there if it is. The lines are those of grlc ("#+"), so that the file stays plain SPARQL.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kb.query.sparql.tokens import Token, every_token
from kb.service.saved.errors import BadSavedQueryError

KINDS: Final = (
    "entity", "event-type", "thing", "text", "currency", "integer", "decimal", "date", "boolean", "iri", "choice"
)  # fmt: skip
MOST: Final = 64 << 10  # bytes of a file
_LINE: Final = re.compile(r"#\+\s*(?P<key>[a-z]+)\s*:\s*(?P<value>.*)\Z")
_PARAM: Final = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)\s*:\s*(?P<kind>[a-z-]+)\s*(?:\((?P<bounds>[^)]*)\))?\s*"
    r"(?P<optional>\?)?\s*(?:=\s*(?P<default>[^:]*?))?\s*:\s*(?P<about>.+)\Z"
)
_RESERVED: Final = frozenset(
    {"format", "timeout", "asof", "as_of", "minconfidence", "min_confidence", "query", "accept"}
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a saved query is asked with.

    Attributes:
        kind: of KINDS.
        about: what it is, in words, for a form or a help text.
        optional: whether it may be left out without a default.
        default: its value where it is not given, "" for none.
        choices: what it can be, of a choice.
        edge: of a date that may be a month or year, which day of it counts: "first", "last"; "" for a day alone.
        least, most: bounds of a number, "" for none.
    """

    name: str
    kind: str
    about: str
    optional: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    edge: str = ""

    @property
    def required(self) -> bool:
        """Whether the query cannot be asked without it."""
        return not self.optional and not self.default


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query that can be asked by name.

    Attributes:
        name: of its file.
        origin: "shipped", or "own" for one of the home.
        text: the whole file.
        example: values of its parameters that show what it does.
    """

    name: str
    title: str
    description: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    origin: str = "shipped"
    example: dict[str, str] = field(default_factory=dict)

    def parameter(self, name: str) -> Parameter | None:
        """Return one parameter."""
        return next((one for one in self.parameters if one.name == name), None)


def read(name: str, text: str, origin: str = "shipped") -> SavedQuery:
    """Return the query that a file's text is.

    Raises:
        BadSavedQueryError: it is none; names the line.
    """
    file = f"{name}.rq"
    if len(text.encode()) > MOST:
        raise BadSavedQueryError(file, 0, f"it is longer than {MOST:,} bytes")
    title, description, example = "", [], {}
    parameters: list[Parameter] = []
    for number, line in _head(text):
        match = _LINE.match(line)
        key, value = (match["key"], match["value"].strip()) if match else ("description", line.lstrip("#+ ").strip())
        if key == "title":
            title = value
        elif key == "description":
            description.append(value)
        elif key == "param":
            parameters.append(_parameter(file, number, value))
        elif key == "example":
            example = dict(_example(file, number, value))
        else:
            raise BadSavedQueryError(
                file, number, f"a header knows no {key}; it has title, description, param, example"
            )
    found = SavedQuery(
        name, title or name.replace("-", " "), " ".join(description), text, tuple(parameters), origin, example
    )
    _check(file, found)
    return found


@lru_cache(maxsize=128)  # a query is asked more than once, and its tokens take far longer than its answer
def slots(text: str) -> tuple[tuple[Token, bool, bool], ...]:
    """Return each $variable: the token, whether it is in a VALUES block, and whether a value may stand there."""
    return tuple(_slots(text))


def _slots(text: str) -> Iterator[tuple[Token, bool, bool]]:
    depth = values_at = 0
    before = ["", ""]
    waiting = False
    for token in every_token(text):
        if token.kind in ("space", "comment"):
            continue
        word = token.text.upper()
        if token.kind == "word" and word == "VALUES":
            waiting = True
        elif token.text == "{":
            depth += 1
            if waiting:
                values_at, waiting = depth, False
        elif token.text == "}":
            values_at = 0 if depth == values_at else values_at
            depth -= 1
        elif token.kind == "variable" and token.text.startswith("$"):
            bounded = before[-1] in ("LIMIT", "OFFSET")
            yield token, bool(values_at), (bounded or depth > 0) and before[-1] != "AS" and not waiting
        before = [before[-1], word]


def _head(text: str) -> Iterator[tuple[int, str]]:
    """Yield the comment lines before the query, with their numbers."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            return
        if line.startswith("#"):
            yield number, line.rstrip()


def _parameter(file: str, number: int, value: str) -> Parameter:
    match = _PARAM.match(value)
    if match is None:
        raise BadSavedQueryError(file, number, f"{value!r} is no parameter; write NAME: TYPE: WHAT IT IS")
    name, kind, bounds = match["name"], match["kind"], match["bounds"] or ""
    if kind not in KINDS:
        raise BadSavedQueryError(file, number, f"there is no type {kind!r}; there is {', '.join(KINDS)}")
    if name.replace("_", "") in {one.replace("_", "") for one in _RESERVED}:
        raise BadSavedQueryError(file, number, f"{name} is how a query is asked, and no parameter of one")
    choices = tuple(part.strip() for part in bounds.split(",")) if kind == "choice" else ()
    if kind == "choice" and not all(choices):
        raise BadSavedQueryError(file, number, f"{name} has nothing to choose from; write choice(one, two)")
    edge = bounds.strip() if kind == "date" else ""
    if edge not in ("", "first", "last"):
        raise BadSavedQueryError(file, number, f"{name} is of no such date; write date, date(first) or date(last)")
    least, _, most = bounds.partition("..") if kind in ("integer", "decimal") else ("", "", "")
    default = (match["default"] or "").strip()
    return Parameter(
        name, kind, match["about"].strip(), bool(match["optional"]), default, choices, least.strip(), most.strip(), edge
    )


def _example(file: str, number: int, value: str) -> Iterator[tuple[str, str]]:
    for part in value.split("&"):
        name, sign, given = part.partition("=")
        if not sign:
            raise BadSavedQueryError(file, number, f"{part!r} is no example; write NAME=VALUE, with & between several")
        yield name.strip(), given.strip()


def _check(file: str, query: SavedQuery) -> None:
    declared = {one.name: one for one in query.parameters}
    if len(declared) != len(query.parameters):
        raise BadSavedQueryError(file, 0, "a parameter is declared twice")
    used: set[str] = set()
    for token, in_values, fits in slots(query.text):
        line = query.text.count("\n", 0, token.start) + 1
        name = token.text[1:]
        if name not in declared:
            raise BadSavedQueryError(
                file, line, f"${name} is not declared; add a line #+ param: {name}: TYPE: WHAT IT IS"
            )
        if not fits:
            raise BadSavedQueryError(
                file, line, f"no value may stand where ${name} does; write ?{name} for the variable"
            )
        if not in_values and declared[name].optional and not declared[name].default:
            raise BadSavedQueryError(
                file, line, f"${name} may be left out, so it may stand only in VALUES ?{name} {{ ${name} }}"
            )
        used.add(name)
    _check_values(file, query, used)


def _check_values(file: str, query: SavedQuery, used: Sequence[str] | set[str]) -> None:
    for one in query.parameters:
        if one.name not in used:
            raise BadSavedQueryError(file, 0, f"the query does not use ${one.name}")
    for name in query.example:
        if query.parameter(name) is None:
            raise BadSavedQueryError(file, 0, f"the example has no parameter {name}")
