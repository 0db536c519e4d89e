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
from collections.abc import Iterator
from typing import Final, NamedTuple

_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_TOKEN: Final = re.compile(
    rf"""
      (?P<space>[ \t\r\n]++)
    | (?P<comment>\#[^\r\n]*+)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>)
    | (?P<string>"(?:[^"\\\r\n]|\\[^\r\n])*+"?|'(?:[^'\\\r\n]|\\[^\r\n])*+'?)
    | (?P<variable>[?$]\w++)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<number>(?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+-]?\d++)?)
    | (?P<name>(?:_|[^\W\d_][\w.·-]{{0,255}}+)?:(?:[\w:.·-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])*+)
    | (?P<word>[^\W\d]\w*+)
    | (?P<mark><<|>>|\^\^|&&|\|\||[!<>]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LONG: Final = {
    quote: re.compile(rf"{quote * 3}(?:(?!{quote * 3})[^\\]|\\.)*+{quote * 3}", re.DOTALL) for quote in ("'", '"')
}
_BLANK: Final = frozenset(" \t\r\n")
_ESCAPE: Final = re.compile(_UCHAR)
_KEPT: Final = 4  # texts
_kept: OrderedDict[str, tuple["Token", ...]] = OrderedDict()
_lock = threading.Lock()
_QUOTED: Final = frozenset({"iri", "string", "comment"})


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
    return iter(kept) if kept is not None else _cut(text)


def _cut(text: str) -> Iterator[Token]:
    found = []
    for token in every_token(text, spaces=False):
        if token.kind != "comment":
            found.append(token)
            yield token
    with _lock:
        _kept[text] = tuple(found)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)


def standard(text: str) -> str:
    """Return *text* without the word LATERAL, which SPARQL 1.1 does not have; all else stays where it is.

    The rows are the same: what LATERAL does row by row is a join where the group neither limits nor aggregates.
    """
    found = [t for t in tokens(text) if t.kind == "word" and t.text.upper() == "LATERAL"]
    for token in found:
        text = text[: token.start] + " " * (token.end - token.start) + text[token.end :]
    return text


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


def every_token(text: str, *, spaces: bool = True) -> Iterator[Token]:
    """Yield all tokens of *text*, white space and comments too: joined they are the text.

    Args:
        spaces: whether white space is among them; without it cutting takes two thirds of the time.
    """
    position = 0
    end = len(text)
    unclosed: set[str] = set()  # quotes whose long form closes nowhere from here on
    while position < end:
        quote = text[position]
        if not spaces and quote in _BLANK:
            position += 1
            continue
        match = None
        if quote in _LONG and quote not in unclosed and text.startswith(quote * 3, position):
            match = _LONG[quote].match(text, position)
            if match is None:
                unclosed.add(quote)
        kind = "string" if match else ""
        match = match or _TOKEN.match(text, position)
        if match is None:  # unreachable: the last alternative takes any character
            raise AssertionError(f"No token at {position}.")
        kind = kind or match.lastgroup or "mark"
        found = _without_final_dots(match.group()) if kind == "name" else match.group()
        yield Token(kind, found, position, position + len(found))
        position += len(found)


def _without_final_dots(name: str) -> str:
    """Give back the dots that end a triple and not its last name."""
    bare = name.rstrip(".")
    return bare + "." if bare.endswith("\\") and bare != name else bare
