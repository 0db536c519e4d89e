"""The lines above the story of an article that say who published it, where and on which day.

Input: the paragraphs of a text as kb.extraction.layout.stage has classified them one by one.
Output: the same paragraphs with headline, publisher and "PLACE, DATE" told from story, and the datelines found so.
Never: touches a head without a line that files it (a date, a by-line, a place with a date), or prose.
Pure: no I/O.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from kb.extraction.layout import cues
from kb.extraction.layout.dateline import Dateline, find_filing
from kb.language.mastheads import names_publisher

if TYPE_CHECKING:
    from kb.extraction.layout.stage import Paragraph

LONGEST: Final = 6  # lines of a head
TITLE: Final = 160  # characters
FILING: Final = frozenset({"byline", "published"})


def with_head(text: str, paragraphs: Sequence["Paragraph"]) -> tuple[list["Paragraph"], list[Dateline]]:
    """Return *paragraphs* with the kinds of those in a head that is filed, and the datelines that stand alone in it."""
    kept = list(paragraphs)
    head = list(takewhile(lambda i: _is_line(text, kept[i]), range(min(len(kept), LONGEST))))
    filed = {i: line for i in head if (line := find_filing(text, kept[i].span.start, kept[i].span.end)) is not None}
    if len(head) in (0, len(kept)) or not (filed or any(kept[i].kind in FILING for i in head)):
        return kept, []
    for i in head:
        paragraph = kept[i]
        if i in filed:
            kept[i] = replace(paragraph, kind="dateline", lead=paragraph.span)
        elif paragraph.kind in ("heading", "title", "body") and names_publisher(paragraph.span.of(text)):
            kept[i] = replace(paragraph, kind="header")
    for i in _signed(text, kept, head):
        kept[i] = replace(kept[i], kind="byline")
    rest = [i for i in head if kept[i].kind in ("heading", "title", "body")]
    if rest:
        kept = [replace(p, kind="heading") if n in rest and p.kind == "title" else p for n, p in enumerate(kept)]
        kept[rest[0]] = replace(kept[rest[0]], kind="title")
    return kept, list(filed.values())


def _signed(text: str, paragraphs: Sequence["Paragraph"], head: Sequence[int]) -> list[int]:
    """The lines of a head, its first aside, that say who wrote: a name above what it is ("Science reporter")."""
    bare = [i for i in head[1:] if paragraphs[i].kind in ("heading", "title", "body")]
    posts = [i for i in bare if cues.is_writers_post(paragraphs[i].span.of(text))]
    names = [i - 1 for i in posts if i - 1 in bare and cues.is_writers_name(paragraphs[i - 1].span.of(text))]
    return sorted({*posts, *names})


def _is_line(text: str, paragraph: "Paragraph") -> bool:
    """Whether a paragraph is a line of a head rather than prose."""
    words = paragraph.span.of(text)
    if paragraph.kind in (*FILING, "header") or find_filing(text, paragraph.span.start, paragraph.span.end) is not None:
        return True
    if paragraph.kind not in ("heading", "title", "body") or paragraph.lead is not None or "\n" in words:
        return False
    return len(words) <= TITLE and not cues.ends_like_sentence(words)
