"""SPARQL text cut into tokens, well enough to know what lies inside and outside strings, IRIs and comments.

Input: the text of a query, as the client sent it.
Output: tokens read by kb.query.sparql.gate and kb.query.workers.worker.
Never: parses. Text that is no SPARQL gives tokens all the same; the engine words the error.

Where the engine and the recommendation differ, the engine's view counts, since it is the engine that runs the
query: it matches keywords without looking for a word's end ("SERVICESILENT<...>" is two keywords to it).
Every part of the pattern is possessive or bounded, so that cutting takes time linear in the text.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_PARTS: Final = rf"""
      (?P<comment>\#[^\r\n]*+)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>)
    | (?P<string>"(?:[^"\\\r\n]|\\[^\r\n])*+"?|'(?:[^'\\\r\n]|\\[^\r\n])*+'?)
    | (?P<variable>[?$]\w++)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<number>(?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+-]?\d++)?)
    | (?P<name>(?:_|[^\W\d_][\w.·-]{{0,255}}+)?:(?:[\w:·-]|{_ESCAPED}|\.++(?=[\w:·-]|{_ESCAPED}))*+)
    | (?P<word>[^\W\d]\w*+)
    | (?P<mark><<|>>|\^\^|&&|\|\||[!<>]=|[^ \t\r\n])
"""  # the dots behind a name end a triple, and are not its own
_TOKEN: Final = re.compile(rf"(?P<space>[ \t\r\n]++)|{_PARTS}", re.VERBOSE | re.DOTALL)
_NEXT: Final = re.compile(rf"[ \t\r\n]*+(?:{_PARTS}|\Z)", re.VERBOSE | re.DOTALL)
_KINDS: Final = ("", *sorted(_NEXT.groupindex, key=_NEXT.groupindex.__getitem__))
_COMMENT: Final = _NEXT.groupindex["comment"]
_LONG: Final = {
    quote: re.compile(rf"{quote * 3}(?:(?!{quote * 3})[^\\]|\\.)*+{quote * 3}", re.DOTALL) for quote in ("'", '"')
}
_TRIPLE: Final = ('"""', "'''")
_SHORT: Final = 4 << 10  # characters of a text that is cut to its end, however far its tokens are asked for
_NAMED: Final = 30  # characters of a word that are named where it is told about
_ESCAPE: Final = re.compile(_UCHAR)
_KEPT: Final = 4  # texts
_kept: OrderedDict[str, tuple["Token", ...]] = OrderedDict()
_bodies: OrderedDict[str, tuple["Token", ...]] = OrderedDict()
_lock = threading.Lock()
_QUOTED: Final = frozenset({"iri", "string", "comment"})
_DECLARES: Final = {"PREFIX": ["name", "iri"], "BASE": ["iri"]}
_BETWEEN: Final = frozenset({"space", "comment"})


class Token(NamedTuple):
    """A run of characters [start, end) of the query, in code points.

    Attributes:
        kind: iri, string, variable, language, number, name (prefixed name or
            blank node label), word (keyword), mark, space, comment.
    """

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of *text* in order, without white space and comments.

    Those of the last few texts are kept: a query is looked at several times on its way, and cutting one of 60 KB takes
    a tenth of a second.
    """
    with _lock:
        kept = _kept.get(text)
    if kept is None and _is_plain(text):
        kept = _keep(text, _at_once(text))
    return iter(kept) if kept is not None else _cut(text)


def _cut(text: str) -> Iterator[Token]:
    """Cut *text* as far as it is asked for, and keep its tokens if that is to its end."""
    found = []
    for token in every_token(text):
        if token.kind not in _BETWEEN:
            found.append(token)
            yield token
    _keep(text, tuple(found))


def _keep(text: str, found: tuple[Token, ...]) -> tuple[Token, ...]:
    with _lock:
        _kept[text] = found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found


def _is_plain(text: str) -> bool:
    """Say whether *text* is short, and none of its strings may be a long one, with three quotes."""
    return len(text) <= _SHORT and not any(quotes in text for quotes in _TRIPLE)


def _at_once(text: str) -> tuple[Token, ...]:
    """Return the tokens of a plain text, without white space and comments: *every_token* in half the time."""
    found = []
    for match in _NEXT.finditer(text):
        kind = match.lastindex
        if kind and kind != _COMMENT:
            start, end = match.span(kind)
            found.append(Token(_KINDS[kind], text[start:end], start, end))
    return tuple(found)


def body(text: str) -> tuple[Token, ...]:
    """Return the tokens of *text* behind its declarations of prefixes, which stand before all else; kept likewise."""
    with _lock:
        kept = _bodies.get(text)
    if kept is None:
        found = tuple(tokens(text))
        kept = found[_declared(found) :]
        with _lock:
            _bodies[text] = kept
            while len(_bodies) > _KEPT:
                _bodies.popitem(last=False)
    return kept


def _declared(found: Sequence[Token]) -> int:
    """Return how many tokens declare prefixes, at the beginning."""
    at = 0
    while at < len(found) and (step := _DECLARES.get(found[at].text.upper())) and found[at].kind == "word":
        if [token.kind for token in found[at + 1 : at + 1 + len(step)]] != step:
            break
        at += 1 + len(step)
    return at


def standard(text: str) -> str:
    """Return *text* without the word LATERAL, which SPARQL 1.1 does not have; all else stays where it is.

    The rows are the same: what LATERAL does row by row is a join where the group neither limits nor aggregates.
    """
    found = [t for t in tokens(text) if t.kind == "word" and t.text.upper() == "LATERAL"]
    for token in found:
        text = text[: token.start] + " " * (token.end - token.start) + text[token.end :]
    return text


def shortened(text: str) -> str:
    """Return what a token says, as much of it as a sentence can name."""
    return text if len(text) <= _NAMED else f"{text[:_NAMED]} …"


def unescape(text: str) -> str:
    r"""Return *text* with its \uXXXX and \UXXXXXXXX escapes replaced; those of no character stay as they are."""
    if "\\" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        code = int(match.group()[2:], 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match.group()

    return _ESCAPE.sub(character, text)


def unescape_code(text: str) -> str:
    """Return *text* with the escapes outside strings, IRIs and comments replaced.

    The recommendation replaces escapes before it reads the query; a string
    that spells one keeps it, so that what is written in quotes is never code.
    """
    done: list[str] = []
    code: list[str] = []
    for token in every_token(text):
        if token.kind in _QUOTED:
            done += [unescape("".join(code)), token.text]
            code = []
        else:
            code.append(token.text)
    return "".join([*done, unescape("".join(code))])


def every_token(text: str) -> Iterator[Token]:
    """Yield all tokens of *text*, white space and comments too: joined they are the text."""
    position = 0
    end = len(text)
    unclosed: set[str] = set()  # quotes whose long form closes nowhere from here on
    while position < end:
        quote = text[position]
        match = None
        if quote in _LONG and quote not in unclosed and text.startswith(quote * 3, position):
            match = _LONG[quote].match(text, position)
            if match is None:
                unclosed.add(quote)
        kind = "string" if match else ""
        match = match or _TOKEN.match(text, position)
        if match is None:  # unreachable: the last alternative takes any character
            raise AssertionError(f"No token at {position}.")
        yield Token(kind or match.lastgroup or "mark", match.group(), position, match.end())
        position = match.end()
