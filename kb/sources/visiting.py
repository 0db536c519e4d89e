"""One page that a person names, fetched as their browser would: the articles in it.

Input: an address. Output: outcomes of kb.sources.reading.
Never: asks another port than the web's, an address that is not public, or for more than one page; reads what is no
text. robots.txt is not asked: it is for programs that find their way by themselves.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kb.sources.fetching import Fetcher, FetchError, Manners
from kb.sources.outcome import Loaded, Outcome
from kb.sources.reading import read_bytes, sniff

WEB: Final = Manners(
    timeout=20.0,
    most_bytes=5_000_000,
    pause=0.0,
    ports=frozenset({80, 443}),
    accept="text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8, application/json;q=0.5, application/xml;q=0.5",
    looks=False,
)
_READ: Final = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/json",
    "application/rss",
    "application/atom",
)
Visit = Callable[[str], list[Outcome]]


def visit(url: str, manners: Manners = WEB) -> list[Outcome]:
    """Return the articles of a page, as a rule one; one that names no address has that of the page.

    Args:
        manners: how it is asked for; a test's own may let this machine be asked.

    Raises:
        BadAddressError: it may not be asked for.
        FetchError: no answer, or one that is no text.
    """
    found = Fetcher(manners).fetch(url)
    if found.media and not found.media.startswith(_READ):
        raise FetchError(url, f"is no text but {found.media[:80]}", hint="Save it, and add it as a file.")
    body = found.body or b""
    read = read_bytes(body, found.url, kind=sniff(body), charset=found.charset)
    return [_at(one, found.url) for one in read]


def _at(outcome: Outcome, url: str) -> Outcome:
    if isinstance(outcome, Loaded) and not outcome.article.url:
        return replace(outcome, article=replace(outcome.article, url=url))
    return outcome
