"""Checks on a query's text before the engine sees it.

Input: the text as the client sent it, and kb.query.limits.
Output: an Admitted, which says what kind of query it is and where its parts lie; read by kb.query.service.
Never: parses or runs anything. Text that is no SPARQL passes, and the engine says what is wrong with it.

The engine has no limit of its own: deep nesting overflows its stack and ends the process, SERVICE reaches any
address. The worker bounds time, memory and network by the kernel's means as well; the gate gives the better message.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from kb.query.errors import ForbiddenQueryError, MalformedQueryError, QueryTooLargeError
from kb.query.limits import Limits
from kb.query.sparql.tokens import Token, every_token, tokens, unescape, unescape_code

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", ""]

FORMS: Final[tuple[Form, ...]] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_OPEN: Final = frozenset({"(", "[", "{", "<<"})
_CLOSE: Final = frozenset({")", "]", "}", ">>"})
_SIGNS: Final = frozenset({"!", "-", "+"})
_PATH: Final = frozenset({"/", "|", "^"})
_OPERATORS: Final = frozenset({"+", "-", "*", "/", "|", "||", "&", "&&"})
_ENDS_GROUP: Final = frozenset({"{", "}", "."})
_ENDS_PATH: Final = frozenset({"{", "}", ".", ";", ","})
_GRAPH_WORDS: Final = frozenset({"GRAPH", "FROM", "NAMED", "FROMNAMED", "INTO"})


@dataclass(frozen=True, slots=True)
class Admitted:
    """A query that passed the gate.

    Attributes:
        text: unchanged.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE; "" if the text has none of them.
        form_at: offset of that word.
        datasets: (start, end) of each FROM or FROM NAMED clause, in order.
        prefixes: prefix -> IRI, as the query declares them.
        service: whether it calls another endpoint (an allowed one).
        rows: its own LIMIT, where nobody can read it otherwise; None if it has none.
    """

    text: str
    form: Form
    form_at: int = 0
    datasets: tuple[tuple[int, int], ...] = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    service: bool = False
    rows: int | None = None


def check(text: str, limits: Limits, *, graphs: int = 0) -> Admitted:
    """Let a query in, or say why not.

    Args:
        text: SPARQL 1.1 query, or anything else.
        limits: bounds on the text.
        graphs: how many graphs the protocol's parameters name.

    Raises:
        MalformedQueryError: no Unicode text.
        QueryTooLargeError: longer, or more VALUES rows or graphs, than *limits* allow.
        ForbiddenQueryError: an update; nested too deep; SERVICE with a host that is not allowed.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise MalformedQueryError(f"character {error.start + 1} is half of a surrogate pair.") from error
    if size > limits.text:
        raise QueryTooLargeError("bytes of text", limits.text, size)
    found = list(tokens(text) if _is_shallow(text, limits) else _shallow(tokens(text), limits))
    upper = text.upper()  # a word that is not in the whole is in no token: most texts are looked through once
    if len(found) > min(limits.operators, limits.unary, limits.path):
        _check_runs(found, limits)
    if "VALUES" in upper:
        _check_values(found, limits)
    form, form_at, prefixes = _prologue(found)
    datasets = tuple(_dataset_clauses(found)) if "FROM" in upper else ()
    if len(datasets) + graphs > limits.graphs:
        raise QueryTooLargeError("graphs named", limits.graphs, len(datasets) + graphs)
    service = "SERVICE" in upper and _check_service(found, limits.services)
    if "\\" in text and (plain := unescape_code(text)) != text:
        hidden = list(tokens(plain))
        _prologue(hidden)
        service |= _check_service(hidden, limits.services)
    if service:
        _check_nothing_hidden(text)
    rows = _own_limit(found, form_at) if "LIMIT" in upper else None
    return Admitted(text, form, form_at, datasets, prefixes, service, rows)


def _is_shallow(text: str, limits: Limits) -> bool:
    """Say whether *text* has too few brackets to nest them too deep."""
    return sum(map(text.count, _OPEN)) <= limits.depth


def _shallow(found: Iterable[Token], limits: Limits) -> Iterator[Token]:
    """Pass tokens on until they are nested too deep: nothing behind that is cut."""
    depth = 0
    for token in found:
        if token.kind == "mark":
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
        inside = _depth_inside(token.text) if token.kind == "iri" else 0
        if depth + inside > limits.depth:
            raise ForbiddenQueryError(
                f"The query nests brackets more than {limits.depth} deep, at character {token.start + 1}.",
                hint="Split it, or write chains of UNION, && and / without brackets.",
            )
        depth = max(depth, 0)
        yield token


def _depth_inside(iri: str) -> int:
    """Depth of round brackets in what may be no IRI but ``?a<((1))&&2>1``, which the engine reads as sums."""
    depth = deepest = 0
    if "(" not in iri and "[" not in iri:
        return 0
    for character in iri:
        depth += (character in "([") - (character in ")]")
        deepest = max(deepest, depth)
    return deepest


def _check_runs(found: Sequence[Token], limits: Limits) -> None:
    signs = steps = operators = 0
    for token in found:
        mark = token.text if token.kind == "mark" else ""
        signs = signs + 1 if mark in _SIGNS else 0
        steps = 0 if mark in _ENDS_PATH else steps + (mark in _PATH)
        operators = 0 if mark in _ENDS_GROUP else operators + (mark in _OPERATORS)
        if operators > limits.operators:
            raise ForbiddenQueryError(
                f"An expression has more than {limits.operators:,} operators, at character {token.start + 1}.",
                hint="Write a list of values as VALUES or IN.",
            )
        if signs > limits.unary:
            raise ForbiddenQueryError(f"The query has more than {limits.unary} signs in a row.")
        if steps > limits.path:
            raise ForbiddenQueryError(
                f"The query has a path of more than {limits.path} steps, at character {token.start + 1}.",
                hint="Name a node in the middle of the path.",
            )


def _check_values(found: Sequence[Token], limits: Limits) -> None:
    rows = 0
    index = 0
    while index < len(found):
        if found[index].kind == "word" and found[index].text.upper().endswith("VALUES"):
            index, more = _values_block(found, index + 1)
            rows += more
        else:
            index += 1
    if rows > limits.values:
        raise QueryTooLargeError("rows of VALUES", limits.values, rows)


def _values_block(found: Sequence[Token], index: int) -> tuple[int, int]:
    """Return (index behind the block, rows in it); a row is a bracket, or a term where there are none."""
    while index < len(found) and found[index].text != "{":
        index += 1
    brackets = terms = 0
    while index < len(found) and found[index].text != "}":
        brackets += found[index].text == "("
        terms += 1
        index += 1
    return index, brackets or max(terms - 1, 0)


def _prologue(found: Sequence[Token]) -> tuple[Form, int, dict[str, str]]:
    prefixes: dict[str, str] = {}
    for index, token in enumerate(found):
        if token.kind != "word":
            continue
        word = token.text.upper()
        if word == "PREFIX" and [t.kind for t in found[index + 1 : index + 3]] == ["name", "iri"]:
            prefixes[found[index + 1].text[:-1]] = unescape(found[index + 2].text[1:-1])
        elif word in ("PREFIX", "BASE", "VERSION"):
            continue
        elif word.startswith(UPDATES):
            raise ForbiddenQueryError(
                f"{word} is an update; this endpoint only reads.", hint="Add articles or import graphs to change data."
            )
        else:
            form = next((form for form in FORMS if word.startswith(form)), None)
            return (form, token.start, prefixes) if form else ("", 0, prefixes)
    return "", 0, prefixes


def _dataset_clauses(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where the FROM clauses lie; they stand outside all brackets."""
    depth = 0
    for index, token in enumerate(found):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth or token.kind != "word" or not re.fullmatch("FROM(NAMED)?", token.text, re.IGNORECASE):
            continue
        for follower in found[index + 1 : index + 3]:
            if follower.kind in ("iri", "name"):
                yield token.start, follower.end
                break


def _own_limit(found: Sequence[Token], form_at: int) -> int | None:
    """Return the number of LIMIT where it ends a SELECT with columns of its own, None where there may be none.

    None too where an IRI may be read as a comparison, and what follows as a string or comment: the LIMIT might not be
    one to the engine.
    """
    number, depth, words = None, 0, []
    for index, token in enumerate(found):
        if token.start < form_at:
            continue
        if token.kind == "iri" and ("#" in token.text or "'" in token.text):
            return None
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        words.append(token.text.upper())
        if depth == 0 and token.kind == "word" and words[-1] == "LIMIT" and index + 1 < len(found):
            digits = found[index + 1].text
            number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None
    star = words[:1] != ["SELECT"] or "*" in words[1:3]
    return None if star or depth else number


def _check_service(found: Sequence[Token], allowed: frozenset[str]) -> bool:
    """Say whether the query calls another endpoint. The engine also reads SERVICE at a word's end or beginning."""
    called = False
    for index, token in enumerate(found):
        if token.kind == "word" and "SERVICE" in token.text.upper():
            endpoint = _endpoint(found, index + 1)
        elif _is_glued_service(found, index):
            endpoint = None
        else:
            continue
        called = True
        host = _host(endpoint)
        if not host or host.lower() not in allowed:
            raise ForbiddenQueryError(
                f"SERVICE to {host or 'an endpoint that is not written out'} is not allowed here.",
                hint="The operator can allow a host in the settings; it must stand as a full <IRI>.",
            )
    return called


def _check_nothing_hidden(text: str) -> None:
    """Refuse SERVICE in a string or comment of a query that may reach the network.

    ``?a<1#b>`` is an IRI or a sum and a comment, as the grammar stands there;
    what follows is then a string to one reader and code to the other.
    """
    for token in every_token(text):
        if token.kind in ("string", "comment") and "SERVICE" in token.text.upper():
            raise ForbiddenQueryError(
                f"A query with SERVICE may not have that word in a string or comment, at character {token.start + 1}.",
                hint="Write it otherwise; nothing can then be hidden there.",
            )


def _endpoint(found: Sequence[Token], index: int) -> Token | None:
    if index < len(found) and found[index].text.upper() == "SILENT":
        index += 1
    return found[index] if index < len(found) else None


def _is_glued_service(found: Sequence[Token], index: int) -> bool:
    """Find ``SERVICEex:name {``: to the engine a keyword and a name, to everybody else a name before a bracket."""
    token = found[index]
    if token.kind != "name" or "SERVICE" not in token.text.partition(":")[0].upper():
        return False
    before = found[index - 1].text.upper() if index else ""
    return index + 1 < len(found) and found[index + 1].text == "{" and before not in _GRAPH_WORDS


def _host(endpoint: Token | None) -> str:
    if endpoint is None or endpoint.kind != "iri":
        return ""
    try:
        parts = urlsplit(unescape(endpoint.text[1:-1]))
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return f"{parts.hostname}:{port}" if port else parts.hostname
