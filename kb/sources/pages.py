"""The pages that items of a feed link to, where the feed gives only a summary.

Input: an item. Output: the article of its page, filed as the item is; or the reason why there is none.
Never: fetches what the site's robots.txt does not allow; asks for a site's robots.txt more than once a day.
"""

import time
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from kb.sources.fetching import Fetched, Fetcher, FetchError
from kb.sources.network import BadAddressError
from kb.sources.outcome import Failed, Loaded, Note, Outcome, ReadOptions
from kb.sources.reading import read_bytes, sniff

AGENT: Final = "newskb"
_DAY: Final = 86_400.0
_LONGEST_DELAY: Final = 30.0  # seconds between two pages that a robots.txt may ask for


@dataclass(frozen=True, slots=True)
class _Robots:
    until: float
    rules: RobotFileParser | None  # None: the site could not be asked


@dataclass(slots=True)
class Pages:
    """Fetches pages.

    Attributes:
        fetcher: asks.
        options: what a person says of all articles.
    """

    fetcher: Fetcher
    options: ReadOptions = field(default_factory=ReadOptions)
    _robots: dict[str, _Robots] = field(default_factory=dict)

    def full(self, outcome: Outcome, *, inside: bool = False) -> Outcome:
        """Return the page's article in the place of a summary; anything else as it is.

        Args:
            inside: whether the feed that names the page is in a private network, so that the page may be too.
        """
        if not isinstance(outcome, Loaded) or not any(note.code == "summary-only" for note in outcome.notes):
            return outcome
        url = outcome.article.url
        if not url.lower().startswith(("http://", "https://")):
            return outcome
        try:
            if not self._allowed(url, inside):
                note = Note("robots", f"robots.txt of {urlsplit(url).hostname} does not let its page be read.")
                return replace(outcome, notes=(*outcome.notes, note))
            found = self.fetcher.fetch(url, inside=inside)
        except (FetchError, BadAddressError) as error:
            return Failed(error, outcome.origin, outcome.place)
        return self._read(found, outcome)

    def _read(self, found: Fetched, item: Loaded) -> Outcome:
        """Return the article of a page, with what the item says where the page says nothing."""
        body = found.body or b""
        kind = "html" if sniff(body) in ("html", "feed", "text") else ""
        read = list(read_bytes(body, found.url, kind=kind, charset=found.charset, options=self.options))
        page = read[0] if len(read) == 1 else None
        if isinstance(page, Failed):
            return Failed(page.error, item.origin, item.place)
        if not isinstance(page, Loaded):
            error = FetchError(found.url, "is no page of one article", hint="Watch the feed without --pages.")
            return Failed(error, item.origin, item.place)
        new, old = page.article, item.article
        article = replace(
            new,
            title=old.title or new.title,
            source=old.source or new.source,
            url=old.url,
            published=old.published or new.published,
            external_id=old.external_id,
        )
        return Loaded(article, item.origin, page.encoding, page.notes, item.place)

    def _allowed(self, url: str, inside: bool) -> bool:
        """Say whether the site lets this program read a page.

        Raises:
            FetchError: its robots.txt cannot be asked for now, so that nobody knows.
            BadAddressError: the page may not be asked for.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._robots.get(site)
        if known is None or known.until < time.time():
            known = self._robots[site] = _Robots(time.time() + _DAY, self._rules(site, inside))
        if known.rules is None:
            del self._robots[site]
            raise FetchError(f"{site}/robots.txt", "does not answer", hint="Its pages are tried again later.")
        delay = known.rules.crawl_delay(AGENT)
        if delay is not None and (asked := min(float(delay), _LONGEST_DELAY)) > self.fetcher.manners.pause:
            self.fetcher.pauses[parts.hostname or ""] = asked
        return known.rules.can_fetch(AGENT, url)

    def _rules(self, site: str, inside: bool) -> RobotFileParser | None:
        rules = RobotFileParser()
        try:
            body = self.fetcher.fetch(f"{site}/robots.txt", inside=inside).body or b""
        except FetchError as error:
            if not 400 <= error.status < 500 or error.status == 429:
                return None
            body = b""  # RFC 9309: a site without one lets everything be read
        rules.parse(body.decode("utf-8", "replace").splitlines())
        return rules
