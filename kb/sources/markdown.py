"""A Markdown file as an article: its front matter read, its marks taken off.

Input: decoded text.
Output: a draft whose text is the words, paragraphs apart by an empty line; a heading that comes first is its title.
Never: guesses at front matter: it begins in the first line with "---" and ends with "---" or "...", or there is none.
"""

import re
from typing import Final

from kb.sources.decoding import storable
from kb.sources.fragment import fragment_text
from kb.sources.opening import FIELDS, LINE, opening_fields
from kb.sources.outcome import Draft, SourceError

_FRONT: Final = re.compile(r"---[ \t]*\n(?:(.*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_QUOTED: Final = re.compile(r"""(["'])(.*)\1$""")


def read_markdown(text: str, origin: str) -> Draft:
    """Return the article in *text*.

    Args:
        text: the decoded file.
        origin: its name, for messages.

    Raises:
        SourceError: nothing is left when front matter and marks are off.
    """
    text, notes = storable(text)
    front = _FRONT.match(text)
    fields, further = _front(front[1] or "") if front else ({}, {})
    heading, words = _words(text[front.end() :] if front else text)
    if not words:
        raise SourceError(
            origin, "it holds front matter or a heading but no text", hint="Put the article's text below them."
        )
    fields = ({"title": heading} if heading else {}) | fields
    below, said = opening_fields(words, fields)
    return Draft(words, **(below | fields), body_start=0, metadata=further, notes=(*notes, *said))


def has_front_matter(start: str) -> bool:
    """Say whether a text that begins with *start* has front matter with a field that is known."""
    front = _FRONT.match(start)
    return front is not None and bool(_front(front[1] or "")[0])


def _front(block: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return known fields and further ones; the lines of a list stand behind one another with commas."""
    fields: dict[str, str] = {}
    further: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        named = LINE.match(line.rstrip()) if line[:1].strip() else None
        if named is None:
            item = _plain(line.strip().removeprefix("- "))
            if name in further and item:
                further[name] = f"{further[name]}, {item}".removeprefix(", ")
            continue
        name, value = named[1].strip(), _plain(named[2] or "")
        field = FIELDS.get(name.casefold())
        if field is None or field in fields:
            further.setdefault(name, value)
        elif value:
            fields[field] = value
    return fields, {name: value for name, value in further.items() if value}


def _plain(value: str) -> str:
    """Return a value of front matter without its quotation marks."""
    quoted = _QUOTED.match(value.strip())
    return quoted[2] if quoted else value.strip()


def _words(markdown: str) -> tuple[str, str]:
    """Return the heading that comes first, "" for none, and the words below it."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark")
    tokens = reader.parse(markdown)
    heading = ""
    if len(tokens) >= 3 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        heading = fragment_text(reader.renderer.render(tokens[:3], reader.options, {}))
        tokens = tokens[3:]
    return heading, fragment_text(reader.renderer.render(tokens, reader.options, {}))
