"""Small events and clocks for tests of logs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kb.events import ArticleAdded, ArticleWithdrawn
from kb.model import Article


def ticking(start: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)) -> Callable[[], datetime]:
    """Return a clock that moves one second a look."""
    now = start

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return tick


def added(name: str, text: str = "Rain fell on Tuesday.") -> ArticleAdded:
    """An article-added with little in it."""
    return ArticleAdded(name, Article(text, title=name), f"{name}.txt")


def withdrawn(name: str) -> ArticleWithdrawn:
    """An article-withdrawn."""
    return ArticleWithdrawn(name, "asked by the publisher")
