"""What earlier schema versions of an event look like today.

Input: the fields of a stored payload of version N.
Output: the fields of version N + 1; kb.events.codec chains the steps.
Never: reads anything but the payload; drops what the old version held. An
upcaster is kept for ever: some log still holds the version it reads.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from kb.model import Article

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


def _article_added_0(old: dict[str, Any]) -> dict[str, Any]:
    """Version 0 had the article's fields flat, its text as *body*, the publisher as *publisher*, and any name as id."""
    known = {"article_id", "body", "headline", "publisher", "link", "date", "file"}
    article: dict[str, Any] = {"text": old["body"]}
    renamed = {"headline": "title", "publisher": "source", "link": "url", "date": "published"}
    article |= {today: old[name] for name, today in renamed.items() if old.get(name)}
    further = {name: str(value) for name, value in old.items() if name not in known}
    if further:
        article["metadata"] = further
    return {"article_id": Article(old["body"]).id, "article": article, "origin": old.get("file", "")}


def _article_corrected_1(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no reason."""
    return old


def _extraction_1(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had one confidence a claim; the parts of an event or statement are as sure as the whole."""
    return old


def _extraction_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 2 did not say which figures are differences."""
    return old


def _claim_1(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 named a claim by its id alone; the fold finds what that meant then."""
    return old


UPCASTERS: Final[Mapping[tuple[str, int], Upcaster]] = MappingProxyType(
    {
        ("article-added", 0): _article_added_0,
        ("article-corrected", 1): _article_corrected_1,
        ("extraction-recorded", 1): _extraction_1,
        ("extraction-rejected", 1): _extraction_1,
        ("extraction-recorded", 2): _extraction_2,
        ("extraction-rejected", 2): _extraction_2,
        ("claim-confirmed", 1): _claim_1,
        ("claim-retracted", 1): _claim_1,
        ("claim-amended", 1): _claim_1,
    }
)
