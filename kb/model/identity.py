"""Ids that follow from content, so that a replay gives the same ones.

Pure; the parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ.
"""

import hashlib
from functools import lru_cache
from typing import Final

_BORROWED: Final = "x"  # no kind of a model's item begins so


def digest(*parts: str | int) -> str:
    """Return 20 hex digits of the SHA-256 over *parts*, each prefixed with its length.

    A lone surrogate counts as the three bytes it would be encoded to.
    """
    whole = bytearray()
    for part in parts:
        raw = str(part).encode("utf-8", "surrogatepass")
        whole += b"%d:" % len(raw)
        whole += raw
    return hashlib.sha256(whole).hexdigest()[:20]


@lru_cache(maxsize=65536)
def member_id(article: str, local: str) -> str:
    """Return the canonical id of an article's entity or event that nothing has linked yet."""
    return digest("member", article, local)


def borrowed(canonical: str) -> str:
    """Return the local id of an entity that an article does not name, for a person's amendment that does."""
    return f"{_BORROWED}{canonical}"


def lender(local: str) -> str:
    """Return the canonical id of an entity that an amendment brought into an article; "" for the article's own."""
    return local[len(_BORROWED) :] if local.startswith(_BORROWED) else ""


def own_id(article: str, local: str) -> str:
    """Return the canonical id of a member that nothing linked: its own, or the one it was borrowed from."""
    return lender(local) or member_id(article, local)


def member(article: str, local: str) -> str:
    """Return how the log names an article's own entity or event: "ARTICLE#LOCAL"."""
    return f"{article}#{local}"


def external_id(external: str) -> str:
    """Return the canonical id of what an identifier elsewhere names ("geonames:690791")."""
    return digest("external", external)


def country_identifier(code: str) -> str:
    """Return the identifier that a country is known by, whatever an article or a gazetteer calls it ("iso3166:KE")."""
    return f"iso3166:{code}"
