"""What comes of reading: an article, a failure, or a file left alone.

Input: drafts that the format readers make.
Output: values that kb.service adds to the log and the entry points show.
Never: an exception for something that a file contains; that is a Failed.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from kb.errors import InputError, NotFoundError
from kb.model import Article

MAX_BYTES: Final = 20_000_000  # of one file, or of one line of JSON Lines


@dataclass(frozen=True, slots=True)
class Note:
    """Something the user should know about an article that did go in.

    Attributes:
        code: byte-order-mark, encoding, cut-off, line-ends, replaced, header, markup, summary-only, unsafe-address,
            no-date, date-from-text, source-from-text, table, ambiguous-date, unreadable-date, partial-date,
            future-date, zone.
        text: one sentence.
    """

    code: str
    text: str


def on_one_line(name: str) -> str:
    """Return the name of a file with its line breaks, which are part of few names, written as \\n and \\r."""
    return name.replace("\n", "\\n").replace("\r", "\\r")


_ADDRESS: Final = re.compile(r"(https?):/+(\S+)\Z", re.IGNORECASE)


class SourceError(InputError):
    """A file, a line or a record that does not become an article.

    Attributes:
        origin: file name, "-" or "http".
        place: where in it ("line 12", "record 3"), "" for the whole.
        reason: what is wrong, without its place.
    """

    code = "unreadable-source"

    def __init__(self, origin: str, reason: str, *, place: str = "", hint: str) -> None:
        self.origin = origin
        self.place = place
        self.reason = reason
        named = on_one_line(origin)
        where = f"{named}, {place}" if place else named
        super().__init__(f"{where}: {reason}.", hint=hint)


class MissingSourceError(NotFoundError, SourceError):
    """A file or folder that was named is not there; an address of the web is none."""

    code = "missing-source"

    def __init__(self, origin: str) -> None:
        hint = "Check the spelling."
        if address := _ADDRESS.match(origin):  # a path has no two slashes in a row any more
            origin = f"{address[1]}://{address[2]}"
            quoted = shlex.quote(origin)
            hint = f"`kb add` reads files: `curl -sL {quoted} | kb add - --url {quoted}`. `kb watch` follows feeds."
        SourceError.__init__(self, origin, "there is no such file or folder", hint=hint)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a format reader found it, before dates and overrides are looked at.

    Attributes:
        published: the date as written, in whatever form.
        language: the language as declared, "" if not.
        place: where in the file it stood, "" if it is the whole file.
        other fields: as in kb.model.Article.
    """

    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    body_start: int = 0
    external_id: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One article, ready to be added.

    Attributes:
        article: the article.
        origin: file name, "-" or "http".
        encoding: how its bytes were decoded ("utf-8", "windows-1252").
        notes: what the user should know.
        place: where in the file it stood ("line 12", "record 3", "item 2"), "" if it is the whole file.
    """

    article: Article
    origin: str
    encoding: str = "utf-8"
    notes: tuple[Note, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Something that did not become an article; the error says what, where and what to do."""

    error: InputError
    origin: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that is no kind of article; nothing is wrong with it."""

    origin: str
    reason: str


Outcome = Loaded | Failed | Skipped


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user wants of reading.

    Attributes:
        published, source, title, url: override what the articles say; "" leaves it.
            *published* is a date as kb.sources.dates reads it.
        max_bytes: larger files are refused.
        now: what counts as the future.
        detect_language: look at the words, not only at what is declared.
    """

    published: str = ""
    source: str = ""
    title: str = ""
    url: str = ""
    max_bytes: int = MAX_BYTES
    now: datetime = field(default_factory=_now)
    detect_language: bool = True
