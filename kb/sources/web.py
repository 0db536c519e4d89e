"""A web page as an article: its words without the page around them.

Input: the decoded HTML of one page.
Output: one draft; its text is the article's paragraphs and rows of its tables, apart by an empty line.
Never: invents a header block; runs or reads a script other than JSON-LD.
Boilerplate is taken off by trafilatura. It drops time and zone of a date, so
dates are read here, from what publishers declare for machines.
"""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from kb.sources.decoding import storable
from kb.sources.outcome import Draft, Note, SourceError
from kb.sources.tables import LEFT, LONGEST, PARTED, rows_as_lines

_PROLOG: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_FEWEST_WORDS: Final = 12
_DATE_METAS: Final = (  # property, name or itemprop, best first
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "pubdate",
    "publish-date",
    "date",
)
_NO_ARTICLE: Final = (
    "Look whether the page needs a login or builds its text by script; save the article itself as text."
)


def read_page(markup: str, origin: str) -> Draft:
    """Return the article of a page.

    Args:
        markup: the page, decoded.
        origin: its name, for messages.

    Raises:
        SourceError: it is no HTML, or holds no article.
    """
    from lxml import html

    page = _PROLOG.sub("", markup).replace("\x00", "\ufffd")
    try:
        tree: Any = html.fromstring(page)
        found = _extract(page, tables=False)
        lines, rows = _with_tables(page, tree, found)
        ld = list(_linked_data(tree))
        meta = _metas(tree)
    except Exception as error:  # what a parser makes of hostile markup is a failure of that page alone
        raise SourceError(origin, f"its HTML cannot be read ({type(error).__name__})", hint=_NO_ARTICLE) from error
    text, notes = storable(_paragraphs(lines))
    if len(text.split()) < _FEWEST_WORDS:
        raise SourceError(origin, "it is HTML without an article", hint=_NO_ARTICLE)
    assert found is not None
    return Draft(
        text,
        title=_first(_text(found.title), _ld(ld, "headline"), meta.get("og:title"), _node(tree, "//title")),
        source=_first(meta.get("og:site_name"), _publisher(ld), _text(found.sitename)),
        url=_first(_node(tree, "//link[@rel='canonical']/@href"), meta.get("og:url")),
        published=_first(_ld(ld, "datePublished"), *(meta.get(name) for name in _DATE_METAS[:2]), _time(tree))
        or _first(*(meta.get(name) for name in _DATE_METAS[2:])),
        language=_first(_node(tree, "/html/@lang"), meta.get("og:locale")),
        notes=(*notes, *rows),
    )


def _with_tables(page: str, tree: Any, found: Any) -> tuple[str, tuple[Note, ...]]:
    """Return the article's text with its tables as lines, and what to say of them."""
    text = (found.text or "") if found is not None else ""
    if found is None or not tree.xpath("//table"):
        return text, ()
    whole = _extract(page, tables=True)
    told = rows_as_lines(whole.text or "") if whole is not None else None
    if told is None:  # cells of prose: the page is laid out as a table
        cells = list(_cells_within(tree))
        return text, ((PARTED if all(cell in text for cell in cells) else LEFT),) if cells else ()
    return told if told[1] else (text, ())


def _cells_within(tree: Any) -> Iterator[str]:
    """Yield what cells of tables within tables say, but for tables of links and of prose."""
    for table in tree.xpath("//table//table[not(.//table)][count(.//tr) > 1]"):
        cells = [_words(cell) for cell in table.iter("td", "th")]
        linked = [word for link in table.iter("a") for word in _words(link)]
        if _words(table) != linked and all(len(words) <= LONGEST for words in cells):
            yield from (" ".join(words) for words in cells if words)


def _words(part: Any) -> list[str]:
    return " ".join(part.itertext()).split()


def _extract(page: str, *, tables: bool) -> Any:
    """Let trafilatura find the article; None if it finds none."""
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate"):  # what they would say, the outcome says better
        logging.getLogger(name).addHandler(logging.NullHandler())
    return bare_extraction(page, include_comments=False, include_tables=tables, with_metadata=True)


def _paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of the page that are articles."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            value = json.loads(script)
        except (ValueError, RecursionError):
            continue
        pending = [value]
        while pending:
            node = pending.pop()
            if isinstance(node, list):
                pending.extend(reversed(node))
            elif isinstance(node, dict):
                kinds = node.get("@type", "")
                if any("Article" in str(kind) or "Posting" in str(kind) for kind in _list(kinds)):
                    yield node
                pending.extend(_list(node.get("@graph", [])))


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            name = node.get(attribute)
            if name:
                found.setdefault(name.strip().lower(), node.get("content").strip())
    return found


def _time(tree: Any) -> str:
    """Return the page's own ``<time datetime>``: in the article, else the only one of the page."""
    inside = tree.xpath("//article//time/@datetime | //main//time[@itemprop='datePublished']/@datetime")
    if inside:
        return str(inside[0])
    everywhere = set(tree.xpath("//time/@datetime"))
    return str(everywhere.pop()) if len(everywhere) == 1 else ""


def _publisher(ld: list[dict[str, Any]]) -> str:
    for node in ld:
        for publisher in _list(node.get("publisher", [])):
            name = publisher.get("name", "") if isinstance(publisher, dict) else publisher
            if isinstance(name, str) and name.strip():
                return name.strip()
    return ""


def _ld(ld: list[dict[str, Any]], name: str) -> str:
    return next((node[name].strip() for node in ld if isinstance(node.get(name), str)), "")


def _node(tree: Any, path: str) -> str:
    found = tree.xpath(path)
    return _text(found[0] if isinstance(found[0], str) else found[0].text_content()) if found else ""


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(*values: str | None) -> str:
    return next((value for value in values if value), "")
