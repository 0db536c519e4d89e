"""A piece of HTML as paragraphs of text, for feeds and records that carry markup.

Input: an HTML fragment, as a feed's content or a record's body has it.
Output: its words, paragraphs apart by an empty line.
Never: judges what is the article: a whole page goes through kb.sources.web.
"""

import re
from typing import Any, Final

from kb.sources.tables import BAR

_MARKUP: Final = re.compile(
    r"</?(?:p|div|br|span|a|em|strong|b|i|h[1-6]|ul|ol|li|blockquote|img|figure)\b[^<>]*>", re.I
)
_BLOCK: Final = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|section|article|header|footer|table|tr|td|figure|pre|hr|dl)\b[^<>]*>",
    re.I,
)
_CODE: Final = frozenset("script style noscript template iframe".split())
_WRITTEN_CODE: Final = frozenset({"script", "style"})
_DROPPED: Final = frozenset("object svg head form button figcaption".split())
_BLOCKS: Final = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol blockquote section article header footer table tr figure pre hr dl dt dd".split()
)
_CELLS: Final = frozenset({"td", "th"})
_CODE_BEGUN: Final = re.compile(r"<(script|style|noscript|template|iframe)\b([^<>]*)>", re.I)
_CODE_ENDED: Final = re.compile(r"</(script|style|noscript|template|iframe)\b", re.I)
_WRITTEN: Final = re.compile(r"[^<\n]*")  # code of what begins and never ends: to the next element, or the line's end
_SPACES: Final = re.compile(r" *\n *| +")
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_GAPS: Final = re.compile(r"\n{2,}")


def has_markup(text: str) -> bool:
    """Say whether *text* holds HTML elements rather than a stray angle bracket."""
    return _MARKUP.search(text) is not None


def fragment_text(markup: str, *, lines: bool = False) -> str:
    """Return the words of an HTML fragment, "" if it has none.

    Args:
        lines: whether those of a text without any element that parts it are its own, as of one with a <b> in it.
    """
    from lxml import etree, html

    markup = _without_endless(markup.replace("\x00", "\ufffd"))
    if lines and not _BLOCK.search(markup):
        markup = re.sub(r"\r\n?|\n", "<br>", markup)
    try:
        root: Any = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    below = markup.lower()
    # what begins and never ends holds all that comes after, which is the article
    dropped = _CODE | {tag for tag in _DROPPED if f"</{tag}" in below}
    pieces: list[str] = []
    # A stack instead of recursion: nesting is the sender's choice.
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if done:
            pieces.append("\n\n" if tag in _BLOCKS else "")
            pieces.append(_flat(node.tail) if node is not root else "")
            continue
        stack.append((node, True))
        if tag in dropped or not tag:
            continue
        pieces.append("\n\n" if tag in _BLOCKS else "\n" if tag == "br" else _between(node) if tag in _CELLS else "")
        pieces.append(_flat(node.text))
        stack.extend((child, False) for child in reversed(node))
    return _GAPS.sub("\n\n", _SPACES.sub(_space, "".join(pieces))).strip()


def _without_endless(markup: str) -> str:
    """Return markup without what begins as code and never ends; with it a browser would hide all that comes after."""
    last = {ended[1].lower(): ended.start() for ended in _CODE_ENDED.finditer(markup)}
    pieces, at = [], 0
    for begun in _CODE_BEGUN.finditer(markup):
        tag = begun[1].lower()
        if begun.start() < at or begun.start() < last.get(tag, -1):
            continue
        code = tag in _WRITTEN_CODE and not re.search(r"\bsrc\s*=", begun[2], re.I)
        end = _WRITTEN.match(markup, begun.end()).end() if code else begun.end()  # type: ignore[union-attr]
        pieces.append(markup[at : begun.start()])
        at = end
    return "".join((*pieces, markup[at:]))


def _between(cell: Any) -> str:
    """Return what parts a cell from the one before it: a bar, or a blank line where cells hold paragraphs."""
    before = cell.getprevious()
    if before is None or before.tag not in _CELLS:
        return ""
    return "\n\n" if any(one.tag in _BLOCKS for side in (before, cell) for one in side.iter()) else BAR


def _flat(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")


def _space(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "
