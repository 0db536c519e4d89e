"""Articles by what a person calls them: an id, an IRI, or a title.

Input: an opened knowledge base, words. Output: the id of an article, which need not be there where an id was given.
Never: takes one of several articles of a title.
"""

import re
from typing import Final

from kb.errors import InputError
from kb.service.identity.naming import called
from kb.service.knowledge_base import KnowledgeBase

_ID: Final = re.compile(r"(?:<?https?://\S+/)?(?:article-\S*|[0-9a-f]{16})>?/?")


class NoArticleCalledError(InputError):
    """What an article was named by is the name of something else."""

    code = "no-article-called"

    def __init__(self, given: str, found: str) -> None:
        self.given = given
        self.found = found
        super().__init__(
            f"{given!r} is {found}, and no article.", hint="Name an article by its id or its title: `kb list articles`."
        )


def article_named(kb: KnowledgeBase, given: str) -> str:
    """Return the id of the article that *given* stands for; that of an id is not looked up.

    Raises:
        NothingCalledError, SeveralCalledError: nothing has this title, or several articles do.
        NoArticleCalledError: something else is called so.
    """
    plain = given.strip()
    if not plain or _ID.fullmatch(plain):
        return plain.rstrip("/>").rpartition("/")[2].rpartition("-")[2]
    kb.catch_up()
    with kb.catalog_connection() as connection:
        found = called(connection, plain)
    kind, _, identifier = found.partition("-")
    if kind != "article":
        raise NoArticleCalledError(given, found)
    return identifier
