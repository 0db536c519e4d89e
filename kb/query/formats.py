"""Formats of results: names, media types, and which one a client wants.

Read by kb.query.service, kb.cli (``--format``) and kb.api (Accept).
Never: serialises; pyoxigraph does, in the worker.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kb.errors import InputError


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a result.

    Attributes:
        name: as ``--format`` and the URL parameter have it.
        media_type: what is answered; *also* holds further types clients ask by.
        charset: whether the media type takes a charset parameter.
        called: what other endpoints, and clients that are made for any, call it.
    """

    name: str
    media_type: str
    also: tuple[str, ...] = ()
    charset: bool = False
    called: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Say whether *name* is this format: a name, an ending, a media type."""
        plain = name.partition(";")[0].strip().lower()
        return plain in (self.name, self.media_type, *self.also, *self.called)

    @property
    def content_type(self) -> str:
        """The media type, with its charset where it takes one."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type


SOLUTIONS: Final = (
    Format("json", "application/sparql-results+json", ("application/json",), called=("srj",)),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), called=("srx",)),
    Format("csv", "text/csv", (), True),
    Format("tsv", "text/tab-separated-values", (), True),
)
TRIPLES: Final = (
    Format("turtle", "text/turtle", ("application/x-turtle",), True, called=("ttl", "n3")),  # Turtle is N3 too
    Format("ntriples", "application/n-triples", ("text/plain",), called=("nt", "n-triples")),
    Format("jsonld", "application/ld+json", ("application/json",), called=("json-ld", "json")),
    Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), called=("rdf", "rdf+xml", "xml")),
    Format("trig", "application/trig"),
    Format("nquads", "application/n-quads", called=("nq", "n-quads")),
)
_UTF_8: Final = re.compile(r";\s*charset\s*=\s*\"?utf-?8\"?(?=\s*(?:[;,]|$))", re.IGNORECASE)  # as all is written


class UnknownFormatError(InputError):
    """No such format, or not for this kind of query."""

    code = "unknown-format"

    def __init__(self, name: str, known: Sequence[str], form: str = "") -> None:
        self.name = name
        self.known = tuple(known)
        self.form = form
        said = f"The answer to {form} cannot be written as {name!r}." if form else f"There is no format {name!r} here."
        super().__init__(said, hint=f"{'Fitting formats are' if form else 'Choose one of'} {', '.join(known)}.")


class NotAcceptableError(InputError):
    """The client accepts nothing that can be made."""

    code = "not-acceptable"

    def __init__(self, accept: str, offered: Sequence[str]) -> None:
        self.accept = accept
        super().__init__(f"Nothing here is of type {accept}.", hint=f"There is {', '.join(offered)}.")


def offered(form: str) -> tuple[Format, ...]:
    """Return what a query of *form* can be answered in, the preferred first."""
    return TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else SOLUTIONS


def named(name: str, form: str) -> Format:
    """Return the format called *name*; of several, with commas, the first that there is.

    Raises:
        UnknownFormatError: not there, or not for a query of *form*.
    """
    fitting = offered(form)
    for one in name.split(","):
        if found := next((format for format in fitting if format.is_called(one)), None):
            return found
    raise UnknownFormatError(name, [format.name for format in fitting], form)


def negotiated(accept: str, choices: Sequence[Format]) -> Format:
    """Return the format of *choices* that an Accept header wants most; "" wants the first.

    Raises:
        NotAcceptableError: it wants none of them.
    """
    return _best(_UTF_8.sub("", accept).strip(), tuple(choices))


@lru_cache(maxsize=256)
def _best(accept: str, choices: tuple[Format, ...]) -> Format:
    if not accept:
        return choices[0]
    from werkzeug.datastructures import MIMEAccept
    from werkzeug.http import parse_accept_header

    by_type: Mapping[str, Format] = {media: choice for choice in reversed(choices) for media in choice.also} | {
        choice.media_type: choice for choice in reversed(choices)
    }
    ordered = [choice.media_type for choice in choices] + [media for choice in choices for media in choice.also]
    best = parse_accept_header(accept, MIMEAccept).best_match(ordered)
    if best is None:
        raise NotAcceptableError(accept, [choice.media_type for choice in choices])
    return by_type[best]
