"""Events of the article streams."""

from dataclasses import dataclass
from typing import ClassVar

from kb.model import Article


@dataclass(frozen=True, slots=True)
class ArticleAdded:
    """An article came in, whole."""

    TYPE: ClassVar[str] = "article-added"
    VERSION: ClassVar[int] = 1

    article_id: str
    article: Article
    origin: str  # file name, "-" or "http": where it was read from
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class ArticleCorrected:
    """The publisher's new text replaces an earlier revision.

    Attributes:
        reason: why it was put there, in the words of who did it; "" if they gave none.
    """

    TYPE: ClassVar[str] = "article-corrected"
    VERSION: ClassVar[int] = 2

    article_id: str
    article: Article
    replaces: str
    origin: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn:
    """An article and all that rests on it leaves the graph; the log keeps it."""

    TYPE: ClassVar[str] = "article-withdrawn"
    VERSION: ClassVar[int] = 1

    article_id: str
    reason: str
