"""A text file as an article: its header lines read, its text kept whole.

Input: decoded text.
Output: one draft whose text is the file's, header included; *body_start* says
where the body begins.
Never: takes a character away, or a body line for a header line: a header
begins in the first line with a name from the list below, or there is none.
"""

import re
from typing import Final

from kb.sources.decoding import storable
from kb.sources.outcome import Draft, Note, SourceError

_FIELDS: Final = {
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
_OPENERS: Final = frozenset({*_FIELDS, "author", "byline", "by", "section", "updated", "copyright"})
_LINE: Final = re.compile(r"([A-Za-z][\w .-]{0,39}?)[ \t]*:(?:[ \t]+(.*)|)$")
_BEFORE: Final = re.compile(r"\s*")
_LONGEST_TITLE: Final = 160
_ENDS_SENTENCE: Final = (".", ",", ";", ":", "…", '."', ".”", ".’", ".»")


def read_plain(text: str, origin: str) -> Draft:
    """Return the article in *text*.

    Args:
        text: the decoded file.
        origin: its name, for messages.

    Raises:
        SourceError: there is a header and nothing behind it.
    """
    text, notes = storable(text)
    fields, further, body_start = _header(text)
    if not fields and not further:
        return Draft(text, title=_title(text), notes=notes)
    if not text[body_start:].strip():
        raise SourceError(
            origin,
            "it holds header lines but no text",
            hint="Put the article's text below the header, after an empty line.",
        )
    clashes = {name: value for name, value in further.items() if name.casefold() in _FIELDS}
    if clashes:
        names = ", ".join(sorted(clashes))
        notes = (*notes, Note("header", f"Said twice in the header, the first was taken: {names}."))
    return Draft(text, **fields, body_start=body_start, metadata=further, notes=notes)


def _header(text: str) -> tuple[dict[str, str], dict[str, str], int]:
    """Return known fields, further ones, and where the body begins; nothing and 0 without a header."""
    fields: dict[str, str] = {}
    further: dict[str, str] = {}
    start = at = len(_BEFORE.match(text)[0])  # type: ignore[index]
    at = text.rfind("\n", 0, start) + 1 if start else 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = _LINE.match(text[at:end].strip()) if end - at < 2000 else None
        if line is None:
            break
        name, value = line[1].strip(), (line[2] or "").strip()
        if not fields and not further and name.casefold() not in _OPENERS:
            return {}, {}, 0
        field = _FIELDS.get(name.casefold())
        if field is None or field in fields:
            further.setdefault(name, value)
        else:
            fields[field] = value
        at = end + 1
    if not fields and not further:
        return {}, {}, 0
    at = min(at, len(text))
    return fields, further, at + len(_BEFORE.match(text[at:])[0])  # type: ignore[index]


def _title(text: str) -> str:
    """Return the first line if it reads like a headline: short, alone, no sentence's end."""
    first, _, rest = text.lstrip().partition("\n")
    line = first.strip()
    blank, _, body = rest.partition("\n")
    if not line or blank.strip() or not body.strip() or len(line) > _LONGEST_TITLE:
        return ""
    return "" if line.endswith(_ENDS_SENTENCE) else line
