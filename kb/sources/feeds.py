"""RSS and Atom feeds as articles, one an item.

Input: the decoded XML of a feed.
Output: a draft for each item, or the reason why it is none, with its place.
Never: follows a link of the feed; loses the offset of a date. feedparser reads.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from kb.sources.decoding import storable
from kb.sources.fragment import fragment_text
from kb.sources.outcome import Draft, Note, SourceError

_FEED_TYPES: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_PROLOG: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_HINT: Final = "Look whether it is the address of a feed (RSS or Atom), and fetched completely."


class EmptyFeedError(SourceError):
    """A feed that has no items now."""

    code = "empty-feed"


def read_feed(text: str, origin: str) -> Iterator[Draft | SourceError]:
    """Yield the items of a feed.

    Args:
        text: the decoded file.
        origin: its name, for messages.

    Raises:
        EmptyFeedError: it has no items.
        SourceError: it is no feed.
    """
    import feedparser

    data = _PROLOG.sub("", storable(text)[0].replace("\f", "")).encode("utf-8")
    try:
        # The words are decoded already: as if a server had said so, whatever the prolog declares.
        headers = {"content-type": "application/xml; charset=utf-8"}
        if origin.startswith(("http://", "https://")):
            headers["content-location"] = origin  # where its relative addresses begin
        feed = feedparser.parse(data, response_headers=headers)
    except Exception as error:  # what a parser makes of hostile markup is a failure of that file alone
        raise SourceError(origin, f"its XML cannot be read ({type(error).__name__})", hint=_HINT) from error
    if not feed.entries:
        kind = EmptyFeedError if feed.get("version") and not feed.bozo else SourceError
        raise kind(origin, _why_empty(feed), hint=_HINT)
    broken = feed.bozo and type(feed.bozo_exception).__name__ == "SAXParseException"
    for number, entry in enumerate(feed.entries, 1):
        yield _item(entry, feed.feed, origin, f"item {number}", broken=broken)


def feeds_of_page(markup: bytes, address: str) -> list[str]:
    """Return the feeds that a web page at *address* offers to readers."""
    from lxml import html

    try:
        tree: Any = html.fromstring(markup)
        links = [(link.get("type") or "", link.get("href") or "") for link in tree.xpath("//link[@rel='alternate']")]
    except Exception:  # noqa: BLE001 - a hint, which no markup may turn into a fault
        return []
    found = [urljoin(address, href) for kind, href in links if kind.strip().lower() in _FEED_TYPES and href]
    return list(dict.fromkeys(found))


def _why_empty(feed: Any) -> str:
    if feed.bozo and not feed.get("version"):
        reason = " ".join(str(feed.bozo_exception).split())[:120]
        return f"it is no RSS or Atom feed ({reason})"
    return "it is a feed without items" if feed.get("version") else "it is XML, but no RSS or Atom feed"


def _item(entry: Any, feed: Any, origin: str, place: str, *, broken: bool) -> Draft | SourceError:
    """Return one item as a draft."""
    contents = [content.get("value", "") for content in entry.get("content", [])]
    full = max((fragment_text(content) for content in contents if content), key=len, default="")
    summary = fragment_text(entry.get("summary", "") or "")
    text, notes = storable(full or summary)
    if not text.strip() and broken:
        return SourceError(
            origin, "the item has no text, and the feed's XML is cut off or wrong", place=place, hint=_HINT
        )
    if not text.strip():
        return SourceError(origin, "the item has no text", place=place, hint="Fetch the page that it links to.")
    if not full:
        notes = (*notes, Note("summary-only", "The feed gives only a summary of it."))
    if broken:
        notes = (*notes, Note("markup", "The feed's XML is not well-formed; what could be read was taken."))
    return Draft(
        text,
        title=fragment_text(entry.get("title", "")),
        source=_source(entry, feed),
        url=entry.get("link", ""),
        published=entry.get("published", "") or entry.get("updated", ""),
        language=_language(entry, feed),
        external_id=entry.get("id", ""),
        metadata={"author": entry["author"]} if entry.get("author") else {},
        notes=notes,
        place=place,
    )


def _source(entry: Any, feed: Any) -> str:
    inner = entry.get("source")
    named = inner.get("title", "") if inner else ""
    return fragment_text(named or feed.get("title", ""))


def _language(entry: Any, feed: Any) -> str:
    detail = (entry.get("content") or [{}])[0]
    return detail.get("language") or entry.get("language", "") or feed.get("language", "") or ""
