"""What a request of the SPARQL 1.1 Protocol asks: its parameters, by GET, as a form, or with the query as the body.

Input: HTTP requests. Output: an Asked, or the error that says what is wrong with it; read by kb.api.endpoint.sparql.
Never: takes an update; runs anything.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fastapi import Request
from werkzeug.http import parse_options_header

from kb.api.endpoint.forms import pairs
from kb.api.schemas.parameters import meant
from kb.api.traffic.problems import UnsupportedMediaTypeError
from kb.api.traffic.unheard import look, once
from kb.errors import InputError
from kb.query.errors import ForbiddenQueryError, MalformedQueryError, QueryTooLargeError

PATH: Final = "/sparql"
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_KNOWN: Final = (
    "query", "default-graph-uri", "named-graph-uri", "format", "timeout", "limit", "explain", "minConfidence", "asOf",
)  # fmt: skip
# what clients for any endpoint send unasked: SPARQLWrapper the format thrice and, in each, what two servers call it
# (tsv, text/tab-separated-values), RDF4J the language, jQuery a number
_OF_CLIENTS: Final = frozenset({"output", "results", "queryLn", "infer", "_"})
_SEVERAL: Final = frozenset({"default-graph-uri", "named-graph-uri", "format", *_OF_CLIENTS})
SHORT: Final = 8 << 10  # bytes of a form that is kept as it was read
_MOST: Final = 1 << 20  # bytes of a body: a query of 64 KB, escaped, and more graphs than it may have


@dataclass(frozen=True, slots=True)
class Asked:
    """A query request of the protocol, read."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    timeout: float | None
    min_confidence: float = 0.0
    as_of: str = ""
    rows: int | None = None
    explain: bool = False


async def read_body(request: Request) -> Asked:
    media_type, options = _content_type(request.headers.get("content-type", ""))
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaTypeError(f"{media_type} in {options['charset']}", "it in UTF-8")
    body = await _bounded(request)
    if media_type == FORM and len(body) <= SHORT and not request.scope["query_string"]:
        return _form(body)
    return _asked(request, media_type, body)


async def _bounded(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > _MOST:
            raise QueryTooLargeError("bytes of a request", _MOST)
    return b"".join(parts)


@lru_cache(maxsize=64)
def _content_type(header: str) -> tuple[str, dict[str, str]]:
    return parse_options_header(header)


@lru_cache(maxsize=256)
def _form(body: bytes) -> Asked:
    """Read a form without parameters in the address: the same again and again, from a page or a program."""
    _text(body)
    return _with_text(read_parameters(pairs(body)))


@lru_cache(maxsize=256)
def read_short(given: bytes, media_type: bytes) -> Asked:
    """Read a short form, or a query where *media_type* says so; raises as *read_body* does."""
    if media_type.lower() != QUERY.encode():
        return _form(given)
    return _with_text(read_parameters([("query", _text(given))]))


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")  # a file may begin with a mark, and be sent as it is
    except UnicodeDecodeError as error:
        raise MalformedQueryError("the body is not UTF-8.") from error


def _asked(request: Request, media_type: str, body: bytes) -> Asked:
    text, address = _text(body), pairs(request.scope["query_string"])
    if media_type == FORM:
        asked = read_parameters([*address, *pairs(body)])
    elif media_type == QUERY:
        asked = read_parameters([*address, ("query", text)])
    elif media_type == UPDATE:
        raise ForbiddenQueryError("This endpoint only reads.", hint="Add articles or import graphs to change data.")
    else:
        raise UnsupportedMediaTypeError(media_type, f"{FORM} or {QUERY}")
    return _with_text(asked)


def _with_text(asked: Asked) -> Asked:
    if asked.text is None:
        raise MalformedQueryError("the form has no parameter query.")
    return asked


def read_parameters(pairs: list[tuple[str, str]]) -> Asked:
    """Return what the parameters of the protocol ask for.

    Raises:
        MalformedQueryError: several queries.
        ForbiddenQueryError: an update.
        InputError: *timeout* is no number above zero, *limit* no whole one, *minConfidence* no number, or *explain*
            neither 0 nor 1; there is one of no such name; or one stands there twice, with two values.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    look(PATH, {name: given[-1] for name, given in values.items()})
    if "update" in values:
        raise ForbiddenQueryError("This endpoint only reads.", hint="Add articles or import graphs to change data.")
    if strange := next((name for name in values if name not in _KNOWN and name not in _OF_CLIENTS), ""):
        raise InputError(
            f"{PATH} has no parameter {strange[:80]!r}.{meant(strange, _KNOWN)}", hint=f"It has {', '.join(_KNOWN)}."
        )
    if len(values.get("query", [])) > 1:
        raise MalformedQueryError("there are several queries in one request.")
    once(one for one in dict.fromkeys(pairs) if one[0] not in _SEVERAL)
    return Asked(
        text=values["query"][0] if "query" in values else None,
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
        format=",".join(filter(None, values.get("format", ()))),
        timeout=_timeout(values["timeout"][-1]) if "timeout" in values else None,
        min_confidence=_confidence(values["minConfidence"][-1]) if "minConfidence" in values else 0.0,
        as_of=values.get("asOf", [""])[-1],
        rows=_rows(values["limit"][-1]) if "limit" in values else None,
        explain=_switch("explain", values["explain"][-1]) if "explain" in values else False,
    )


def _confidence(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(
            "The parameter minConfidence is no number.", hint="Give a chance from 0 to 1, like minConfidence=0.9."
        ) from error


def _timeout(text: str) -> float:
    try:
        timeout = float(text)
    except ValueError:
        timeout = 0.0
    if not 0 < timeout < float("inf"):
        raise InputError("The parameter timeout is no number of seconds.", hint="Give something like timeout=5.")
    return timeout


def _rows(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0):
        raise InputError(
            "The parameter limit is no number of rows.", hint="Give a whole number from 1, like limit=100."
        )
    return int(text)


def _switch(name: str, text: str) -> bool:
    known = {"1": True, "true": True, "": True, "0": False, "false": False}
    if text.lower() not in known:
        raise InputError(f"The parameter {name} is neither 1 nor 0.", hint=f"Give {name}=1, or leave it out.")
    return known[text.lower()]
