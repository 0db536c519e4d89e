"""Paths and bytes as articles.

Input: files, folders, standard input, bytes that came over HTTP.
Output: a lazy stream of Loaded, Failed and Skipped, in a settled order.
Never: an exception for what a file contains: one bad file, line or record
never keeps the others out. Files are opened one after another.
"""

import os
import re
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from kb.errors import InputError
from kb.model import Article
from kb.sources.dateline_source import dateline_source
from kb.sources.dates import read_date
from kb.sources.decoding import Decoded, declared_charset, decode, storable
from kb.sources.feeds import read_feed
from kb.sources.finding import SUFFIXES, failed_os, find_files, shown
from kb.sources.head import own_date
from kb.sources.markdown import has_front_matter, read_markdown
from kb.sources.outcome import Draft, Failed, Loaded, Note, Outcome, ReadOptions, SourceError
from kb.sources.plain import read_plain
from kb.sources.records import is_lines, read_line, read_records
from kb.sources.web import read_page

KINDS: Final = frozenset(SUFFIXES.values())
_RUN: Final = frozenset({"javascript", "vbscript", "data"})  # schemes
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f\u200b\ufeff]+")  # which browsers pass over in an address
_HTML_START: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_XML_START: Final = re.compile(rb"\s*<(?:\?xml|rss|feed|rdf:RDF)\b")


def check_options(options: ReadOptions) -> ReadOptions:
    """Return *options* with *published* as ISO 8601.

    Raises:
        InputError: *published* is no date that can be told, or *url* an address that a browser runs.
    """
    if runs(options.url):
        raise InputError(
            f"The address {options.url[:60]!r} is one that a browser runs, and none of an article.",
            hint="Give one that begins with https:// or http://.",
        )
    if not options.published:
        return options
    value, _ = read_date(options.published, options.now)
    if not value:
        raise InputError(
            f"The publication date {options.published[:60]!r} is no day that can be told.",
            hint="Give it as year-month-day, with a time if it is known: 2025-07-04, 2025-07-04T20:15.",
        )
    return replace(options, published=value)


def read_paths(
    paths: Iterable[str | Path], options: ReadOptions | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Outcome]:
    """Yield what comes of several paths, all of which are looked at first; see read_path."""
    for path in [_possible(path) for path in paths]:
        yield from read_path(path, options, stdin=stdin)


def read_path(
    path: str | Path, options: ReadOptions | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Outcome]:
    """Yield the articles of a file, a folder and what lies below, or standard input.

    Args:
        path: "-" reads *stdin*, whose format is told from its beginning.
        options: overrides and limits.
        stdin: the stream for "-".

    Raises:
        InputError: at the first step: options.published is no date, "-" without a stream, or a path that none can be.
    """
    options = check_options(options or ReadOptions())
    if str(path) == "-":
        if stdin is None:
            raise InputError("There is no standard input to read.", hint="Name a file or a folder.")
        yield from read_bytes(stdin.read(options.max_bytes + 1), "-", options=options)
        return
    for found in find_files(Path(_possible(path))):
        if isinstance(found, Path):
            yield from _read_file(found, options)
        else:
            yield found


def _possible(path: str | Path) -> str | Path:
    """Return a path that something may have; an empty one would be the folder that one happens to be in."""
    name = os.fspath(path)
    if name and "\0" not in name:
        return path
    why = "has a NUL character in it, which no file's name has" if name else "is empty"
    raise InputError(f"The path {name[:60]!r} {why}.", hint="Name a file or a folder; . is the one you are in.")


def read_bytes(
    data: bytes, origin: str, *, kind: str = "", charset: str = "", options: ReadOptions | None = None
) -> Iterator[Outcome]:
    """Yield the articles in *data*.

    Args:
        data: a whole file.
        origin: its name, "-" or "http": kept with the article and said in messages.
        kind: one of KINDS; "" to tell it from the beginning of *data*.
        charset: what the sender declares, "" to look for it in the data.
        options: overrides and limits.

    Raises:
        InputError: options.published is no date.
    """
    options = check_options(options or ReadOptions())
    if len(data) > options.max_bytes:
        yield Failed(_too_large(origin, "", options), origin)
        return
    kind = kind or sniff(data)
    if kind == "jsonl":
        yield from _read_lines(BytesIO(data), origin, options)
        return
    try:
        decoded = decode(data, origin, charset or declared_charset(data))
        if kind == "json" and is_lines(decoded.text):
            yield from _read_lines(BytesIO(decoded.text.encode()), origin, options)
            return
        for draft in _drafts(decoded, kind, origin):
            yield _finish(draft, decoded, origin, options)
    except SourceError as error:
        yield Failed(error, origin, error.place)


def _drafts(decoded: Decoded, kind: str, origin: str) -> Iterator[Draft | SourceError]:
    """Hand decoded text to the reader of its kind."""
    match kind:
        case "html":
            yield read_page(decoded.text, origin)
        case "json":
            yield from read_records(decoded.text, origin)
        case "feed":
            yield from read_feed(decoded.text, origin)
        case "markdown":
            yield read_markdown(decoded.text, origin)
        case _:
            yield read_plain(decoded.text, origin)


def _read_file(path: Path, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the articles of one file."""
    origin = shown(path)
    kind = SUFFIXES.get(path.suffix.lower(), "")
    try:
        with path.open("rb") as file:
            if kind == "jsonl":
                if not file.peek(2).startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
                    yield from _read_lines(file, origin, options)
                    return
                kind = "json"  # its lines can be told only after decoding
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode) and path.stat().st_size > options.max_bytes:
                yield Failed(_too_large(origin, "", options), origin)
                return
            data = file.read(options.max_bytes + 1)
    except OSError as error:
        yield failed_os(error, path)
        return
    yield from read_bytes(data, origin, kind=kind, options=options)


def _read_lines(file: BinaryIO, origin: str, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the records of JSON Lines, each line decoded for itself."""
    found = False
    too_long = False
    number = 1
    for line in iter(lambda: file.readline(options.max_bytes + 1), b""):
        whole = line.endswith(b"\n")
        place = f"line {number}"
        number += whole
        if too_long:  # the rest of a line that was refused
            too_long = not whole
            continue
        if len(line) > options.max_bytes:
            too_long, found = not whole, True
            yield Failed(_too_large(origin, place, options), origin, place)
            continue
        if not line.strip():
            continue
        found = True
        try:
            decoded = decode(line, origin, place=place)
            yield _finish(read_line(decoded.text, origin, place), decoded, origin, options)
        except SourceError as error:
            yield Failed(error, origin, place)
    if not found:
        reason = SourceError(origin, "it is empty", hint="Look whether the file was saved or fetched completely.")
        yield Failed(reason, origin)


def _finish(draft: Draft | SourceError, decoded: Decoded, origin: str, options: ReadOptions) -> Outcome:
    """Make an article of a draft: date and language told, overrides in place."""
    if isinstance(draft, SourceError):
        return Failed(draft, origin, draft.place)
    notes = [*decoded.notes, *draft.notes]
    published = options.published
    if not published:
        published, said = _date(draft, options)
        notes.extend(said)
    language = draft.language.replace("_", "-")
    if options.detect_language:
        from kb.sources.language import choose

        language = choose(draft.language, draft.text[draft.body_start :])
    url = _line(options.url) or _line(draft.url)
    if runs(url):
        notes.append(Note("unsafe-address", f"Its address {url[:60]!r} is one that a browser runs; it was left out."))
        url = ""
    source = _line(options.source) or _line(draft.source)
    if not source and (source := dateline_source(draft.text, draft.body_start)):
        notes.append(Note("source-from-text", f"Its source, {source}, is the one that its dateline names."))
    article = Article(
        text=draft.text,
        title=_line(options.title) or _line(draft.title),
        source=source,
        url=url,
        published=published,
        language=language,
        body_start=draft.body_start,
        external_id=_line(draft.external_id),
        metadata={_line(name): storable(value)[0] for name, value in draft.metadata.items()},
    )
    return Loaded(article, origin, decoded.encoding, tuple(notes), draft.place)


def _date(draft: Draft, options: ReadOptions) -> tuple[str, tuple[Note, ...]]:
    """Return the day that is declared, else the one that the article's own lines give, and what to say of it."""
    own = "" if draft.published.strip() else own_date(draft.text, draft.body_start)
    published, said = read_date(own or draft.published, options.now)
    if own and published:
        said = (Note("date-from-text", f"Its publication date, {published}, is that of its own lines: {own}."), *said)
    return published, said


def runs(url: str) -> bool:
    """Say whether a browser that follows *url* would run what it holds, instead of showing a page from elsewhere."""
    return _UNSEEN.sub("", url).partition(":")[0].lower() in _RUN if ":" in url else False


def _line(text: str) -> str:
    """Return *text* as one line that can be stored."""
    return " ".join(storable(text)[0].split())


def sniff(data: bytes) -> str:
    """Tell the kind of data without a name: html, json, feed, markdown (by its front matter) or text."""
    start = data.removeprefix(b"\xef\xbb\xbf")[:2000].lstrip()
    if start.startswith((b"{", b"[")):
        return "json"
    if _HTML_START.match(start):
        return "html"
    if has_front_matter(start.decode("utf-8", "replace").replace("\r\n", "\n")):
        return "markdown"
    return "feed" if _XML_START.match(start) else "text"


def _too_large(origin: str, place: str, options: ReadOptions) -> SourceError:
    limit = f"{options.max_bytes / 1e6:g} MB"
    return SourceError(
        origin, f"it is larger than {limit}", place=place, hint="Split it into smaller files or records."
    )
