"""An article as it was stored: whole, with what is known about it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Article:
    """One revision of a news article.

    Attributes:
        text: the stored text, whole and unchanged; a text file keeps its
            header lines, and every offset in the project counts from here.
        title: headline, "" where none is known.
        source: publisher or outlet, "" where none is known.
        url: address it was published at, "" where none is known.
        published: ISO 8601 date, or date and time with the zone as given;
            "" where none is known: then nothing is dated by it.
        language: BCP 47 tag as detected or declared, "" if undecided.
        body_start: offset where the header ends and the article's text begins.
        external_id: the id that a JSON record or feed gave it, "" if none.
        metadata: further header lines, name -> value, as given.
    """

    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    body_start: int = 0
    external_id: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def id(self) -> str:
        """Identity by content: the first 16 hex digits of the text's SHA-256."""
        return self.sha256[:16]

    @property
    def sha256(self) -> str:
        """SHA-256 of the text as UTF-8, 64 hex digits."""
        return _sha256(self.text)


@lru_cache(maxsize=128)  # every id that is minted asks for it, of a happening in as many articles as are compared
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
