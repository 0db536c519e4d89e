"""A text file as an article: its header lines read, its text kept whole.

Input: decoded text.
Output: one draft whose text is the file's, header included; *body_start* says
where the body begins.
Never: takes a character away, or a body line for a header line: a header
begins in the first line with a name that is known, or there is none; lines
at the head that kb.sources.opening reads stay in the text.
"""

import re
from typing import Final

from kb.sources.decoding import storable
from kb.sources.opening import FIELDS, LINE, OPENERS, opening_fields
from kb.sources.outcome import Draft, Note, SourceError

_BEFORE: Final = re.compile(r"\s*")


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
    if (fields or further) and not text[body_start:].strip():
        raise SourceError(
            origin,
            "it holds header lines but no text",
            hint="Put the article's text below the header, after an empty line.",
        )
    clashes = {name: value for name, value in further.items() if name.casefold() in FIELDS}
    if clashes:
        names = ", ".join(sorted(clashes))
        notes = (*notes, Note("header", f"Said twice in the header, the first was taken: {names}."))
    body = text[body_start:]
    below, said = opening_fields(body, fields)
    fields = below | fields
    return Draft(text, **fields, body_start=body_start, metadata=further, notes=(*notes, *said))


def _header(text: str) -> tuple[dict[str, str], dict[str, str], int]:
    """Return known fields, further ones, and where the body begins; nothing and 0 without a header."""
    fields: dict[str, str] = {}
    further: dict[str, str] = {}
    start = at = len(_BEFORE.match(text)[0])  # type: ignore[index]
    at = text.rfind("\n", 0, start) + 1 if start else 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = LINE.match(text[at:end].strip()) if end - at < 2000 else None
        if line is None:
            break
        name, value = line[1].strip(), (line[2] or "").strip()
        if not fields and not further and name.casefold() not in OPENERS:
            return {}, {}, 0
        field = FIELDS.get(name.casefold())
        if field is None or field in fields:
            further.setdefault(name, value)
        else:
            fields[field] = value
        at = end + 1
    if not fields and not further:
        return {}, {}, 0
    at = min(at, len(text))
    return fields, further, at + len(_BEFORE.match(text[at:])[0])  # type: ignore[index]
