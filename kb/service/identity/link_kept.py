"""Profiles of articles at hand: those that were read, or asked for, last, of a bounded size.

Input: profiles, and how long their text forms are. Output: profiles, read by kb.service.identity.link_index.
Never: reads. Who is told of in every other article is not read anew because many others were since.
"""

from typing import Final

from kb.resolution.article import ArticleProfile

MOST: Final = 8_000_000  # characters of text forms, of the last ones; of those before as many again at most
NOTHING: Final = 100  # characters that an article without a profile counts for


class KeptProfiles:
    """Remembers profiles, and which articles have none.

    Args:
        most: characters of text forms after which those are dropped that were not asked for in as many before.

    Attributes:
        last: article -> profile, None if it has none; of those that were asked for last.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.last: dict[str, ArticleProfile | None] = {}
        self._before: dict[str, ArticleProfile | None] = {}
        self._sizes: dict[str, int] = {}
        self._size = 0

    def __contains__(self, article: str) -> bool:
        """Say whether it is known which profile an article has, or that it has none."""
        return article in self.last or article in self._before

    def __getitem__(self, article: str) -> ArticleProfile | None:
        """Return the profile of an article that is at hand, and keep it on.

        Raises:
            KeyError: it is not at hand.
        """
        if article not in self.last:
            self._add(article, self._before[article], self._sizes[article])
        return self.last[article]

    def keep(self, article: str, profile: ArticleProfile | None, size: int = NOTHING) -> None:
        """Keep a profile at hand; None: the article has none."""
        self._before.pop(article, None)
        self._add(article, profile, size)

    def forget(self, article: str) -> None:
        """Drop what is known of an article."""
        self._before.pop(article, None)
        if article in self.last:
            del self.last[article]
            self._size -= self._sizes[article]

    def _add(self, article: str, profile: ArticleProfile | None, size: int) -> None:
        if self._size + size > self._most and self.last:
            self._before, self.last, self._size = self.last, {}, 0
            self._sizes = {name: self._sizes[name] for name in self._before}
        self._size += size - (self._sizes[article] if article in self.last else 0)
        self._sizes[article] = size
        self.last[article] = profile
