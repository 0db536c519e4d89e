"""The names of the log's streams. A stream is what optimistic concurrency guards."""

from typing import Final

BASE: Final = "base"
CURATION: Final = "curation"
RESOLUTION: Final = "resolution"


def article_stream(article_id: str) -> str:
    """Return the stream of one article's own events."""
    return f"article/{article_id}"


def list_stream(name: str) -> str:
    """Return the stream of one curated list."""
    return f"list/{name}"


def extraction_stream(article_id: str) -> str:
    """Return the stream of what was read from one article."""
    return f"extraction/{article_id}"
