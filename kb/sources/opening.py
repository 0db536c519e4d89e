"""The lines at the head of a text that say where it is from, in any order, a title or a by-line among them.

Input: a text, and where the header ends that begins in its first line (0 without one).
Output: the fields that such lines give, and notes: which were taken, and which stand too far down to be taken.
Never: takes a line away, since it stays text; reads one whose name it does not know, or one behind prose.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, takewhile
from typing import Final

from kb.language.mastheads import names_form, names_publisher
from kb.sources.head import files, goes_on
from kb.sources.outcome import Note

FIELDS: Final = {
    "title": "title",
    "headline": "title",
    "source": "source",
    "publisher": "source",
    "outlet": "source",
    "url": "url",
    "link": "url",
    "date": "published",
    "published": "published",
    "publication date": "published",
    "language": "language",
    "id": "external_id",
}
OPENERS: Final = frozenset({*FIELDS, "author", "byline", "by", "section", "updated", "copyright"})
LINE: Final = re.compile(r"([A-Za-z][\w .-]{0,39}?)[ \t]*:(?:[ \t]+(.*)|)$")
_WRITER: Final = r"(?:correspondents?|reporters?|staff|writers?|editors?|journalists?|agenc(?:y|ies))"
_TAIL: Final = (
    r"(?:\s*,.*|\s+and\s+\w+|\s+(?:(?:in|at|and|of|for)\s+)?(?-i:[A-Z])\S*"
    r"(?:\s+(?:and\s+|in\s+|of\s+|at\s+)?(?-i:[A-Z])\S*)*)?$"
)
# "By Rosa Lind", "By our correspondent Rosa Lind, in Aveno", "From a staff reporter", "Our correspondent in Aveno"
_BYLINE: Final = re.compile(
    r"(?:(?:words|story|text|report(?:ing)?|analysis|interview|written)\s+)?by\s+(?-i:\w*[A-Z])"
    rf"|(?:by|from)\s+(?:(?:our|an?|the)\s+)?(?:[\w-]+\s+){{0,2}}{_WRITER}{_TAIL}"
    rf"|our\s+(?:(?:own|special|staff|foreign|local)\s+)*{_WRITER}{_TAIL}",
    re.IGNORECASE,
)
_FIRST: Final = 8  # lines with words in which such lines stand
_PROSE: Final = 20  # words; a longer line begins the article
_LONGEST: Final = 160  # characters of a title
_ENDS_SENTENCE: Final = (".", ",", ";", ":", "…", '."', ".”", ".’", ".»")
_SAID: Final = 3  # lines that a note quotes
_WHERE: Final = frozenset({"source", "published", "url"})  # what a line far down may be meant to say


def opening_fields(text: str, known: Mapping[str, str]) -> tuple[dict[str, str], tuple[Note, ...]]:
    """Return what the lines at the head of *text* say beside *known*, and notes.

    Args:
        text: the article without the header of its first lines.
        known: fields that this header gave.
    """
    fields: dict[str, str] = {}
    taken: list[str] = []
    left: list[str] = []
    for line, in_head in _lines(text):
        name, value = _named(line)
        field = FIELDS.get(name, "")
        if not field or not (in_head or field in _WHERE):
            continue
        if not value or len(value) > _LONGEST or (field == "title" and not _is_title(value)):
            left += [line] if in_head else []
        elif field in known or field in fields:
            if in_head and value != {**known, **fields}[field]:
                left.append(line)
        elif in_head:
            fields[field] = value
            taken.append(name.capitalize())
        elif not files(line):  # such a line may date the article wherever it stands
            left.append(line)
    notes = []
    if taken:
        notes.append(Note("header", f"Taken from lines at its head, which stay in the text: {', '.join(taken)}."))
    if left:
        more = f" and {len(left) - _SAID} more" if len(left) > _SAID else ""
        quoted = "; ".join(f"{line[:80]!r}" for line in left[:_SAID])
        notes.append(Note("header", f"Not taken for a heading, for its place or what it says: {quoted}{more}."))
    if "source" not in known and "source" not in fields and (source := _publisher(text)):
        fields["source"] = source
        notes.append(
            Note("header", f"Taken for its publisher, by a line at its head, which stays in the text: {source}.")
        )
    if "title" not in known and "title" not in fields and (title := _first_line(text)):
        fields["title"] = title
    return fields, tuple(notes)


def _is_title(line: str) -> bool:
    """Say whether a line reads like a headline: short, no sentence's end."""
    return 0 < len(line) <= _LONGEST and not line.endswith(_ENDS_SENTENCE)


def _is_heading(line: str) -> bool:
    """Say whether a line does no more than say where, when or by whom an article was published."""
    named = _named(line)[0] in OPENERS or _BYLINE.match(line) is not None
    return named or files(line) or names_publisher(line) or names_form(line)


def _publisher(text: str) -> str:
    """Return the one line of a filed head that only names who publishes; "" for none or several.

    A head is filed by a line with a date, or one that says who wrote it.
    """
    lines = (line.strip() for line in text.partition("\f")[0].split("\n") if line.strip())
    block = list(
        takewhile(lambda line: goes_on(line) and (_is_title(line) or _is_heading(line)), islice(lines, _FIRST))
    )
    names = [line for line in block if names_publisher(line)]
    filed = any(files(line) or _BYLINE.match(line) or _named(line)[0] in OPENERS for line in block)
    others = any(_is_title(line) and not _is_heading(line) for line in block)
    return names[0] if filed and others and len(names) == 1 else ""


def _first_line(text: str) -> str:
    """Return the first line that is no heading, if it reads like a headline and nothing but headings goes with it."""
    lines = iter(text.split("\n"))
    first = next((line.strip() for line in lines if line.strip() and not _is_heading(line.strip())), "")
    below = next((line.strip() for line in lines if not _is_heading(line.strip())), "")
    return first if _is_title(first) and not below and any(map(str.strip, lines)) else ""


def _named(line: str) -> tuple[str, str]:
    """Return the name of a heading in small letters, and what it says; "" twice for any other line."""
    found = LINE.match(line) if len(line) < 2000 else None
    return (found[1].strip().casefold(), (found[2] or "").strip()) if found else ("", "")


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines with words, and whether each stands at the head."""
    head, number = True, 0
    for line in text.split("\n"):
        head = head and "\f" not in line
        if not line.strip():
            continue
        number += 1
        head = head and number <= _FIRST and len(line.split()) <= _PROSE and goes_on(line)
        yield line.strip(), head
