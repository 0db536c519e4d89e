"""Offices that only a description beside a name tells: "The minister, NAME", "the foreign ministers, NAME and NAME".

Input: a Document, the entities, the offices found so far. Output: the spans of roles and whose they are, read by
kb.extraction.offices.stage.
Never: tells an office of somebody of whom that role is known already; takes a description that is no high office.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.extraction.offices.ranks import GRADE
from kb.model import Mention, Span

_ROLE: Final = re.compile(
    r"(?:[\w&’'-]+ ){0,5}(?P<post>minister|president|governor|mayor|premier|chancellor|ambassador|prosecutor|"
    r"commissioner|speaker|spokes(?:man|woman|person)|chair(?:man|woman|person)?|secretary)",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(
    r"(?:[\w&’'-]+ ){0,5}(?:ministers|presidents|governors|mayors|premiers|ambassadors)", re.IGNORECASE
)
_RANKED: Final = re.compile(rf"(?<![\w-])(?P<rank>{GRADE})\s$")
_APPOSED: Final = re.compile(r",\s+")
_ENDS: Final = re.compile(r"\s*[,.;:]")
_AND: Final = re.compile(r"\s+and\s+")
_REACH: Final = 80


class Described(NamedTuple):
    """A role that a description tells.

    Attributes:
        role: its words, in the singular.
        span: where they stand.
        person: entity id of who holds it.
        alone: whether nobody shares the description; the bodies of two ministers are two.
    """

    role: str
    span: Span
    person: str
    alone: bool


def described_offices(document: Document, table: EntityTable, taken: Collection[Span]) -> Iterator[Described]:
    """Yield the offices of named persons whom the words right before the name describe by one.

    Args:
        taken: spans of the roles that are known; a description of one person that holds one is passed over.
    """
    for mention in table.mentions:
        if mention.kind != "nominal":
            continue
        words = " ".join(mention.span.of(document.text).split())
        if _ROLE.fullmatch(words) and not any(mention.span.covers(span) for span in taken):
            if (name := _named_beside(document, table, mention)) and name.entity == mention.entity:
                yield Described(_fullest(document, table, mention, words), mention.span, name.entity, alone=True)
        elif _SEVERAL.fullmatch(words):
            for person in _two(document, table, mention):
                yield Described(words.removesuffix("s"), mention.span, person, alone=False)


def ranked_offices(document: Document, table: EntityTable, taken: Collection[Span]) -> Iterator[Described]:
    """Yield the ranks right before names of persons: "Captain NAME", "Lt. Col. NAME".

    Args:
        taken: spans of the roles that are known.
    """
    for mention in table.mentions:
        if mention.kind != "name" or table.entity(mention.entity).type != "person":
            continue
        found = _RANKED.search(document.text, max(0, mention.span.start - _REACH), mention.span.start)
        span = Span(found.start("rank"), found.end("rank")) if found is not None else None
        if span is not None and not any(span.overlaps(other) for other in taken):
            yield Described(" ".join(span.of(document.text).split()), span, mention.entity, alone=True)


def _named_beside(document: Document, table: EntityTable, role: Mention) -> Mention | None:
    """The name of a person right behind a comma: "the minister, NAME,"."""
    for name in table.near(role.span, _REACH):
        if name.kind == "name" and name.span.start > role.span.end and table.entity(name.entity).type == "person":
            apposed = _APPOSED.fullmatch(document.text[role.span.end : name.span.start])
            return name if apposed and _ENDS.match(document.text, name.span.end) else None
    return None


def _two(document: Document, table: EntityTable, roles: Mention) -> list[str]:
    """The two persons whose names stand behind a plural: "the foreign ministers, NAME and NAME,"."""
    names = [m for m in table.near(roles.span, _REACH) if m.kind == "name" and m.span.start > roles.span.end][:2]
    if len(names) < 2 or any(table.entity(m.entity).type != "person" for m in names):
        return []
    first, second = names
    joined = _AND.fullmatch(document.text[first.span.end : second.span.start])
    beside = _APPOSED.fullmatch(document.text[roles.span.end : first.span.start])
    closed = _ENDS.match(document.text, second.span.end)
    return [first.entity, second.entity] if joined and beside and closed else []


def _fullest(document: Document, table: EntityTable, role: Mention, words: str) -> str:
    """The role in the fullest words that the article has for its holder: "the mobility minister" of "minister"."""
    told = (m for m in table.mentions if m.entity == role.entity and m.kind == "nominal")
    other = [" ".join(m.span.of(document.text).split()) for m in told]
    longer = [o for o in other if _ROLE.fullmatch(o) and o.casefold().endswith(f" {words.casefold()}")]
    return max(longer, key=len, default=words)
