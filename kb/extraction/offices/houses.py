"""The one house of an article that an office without a body can be of: "the principal" of the school that it tells of.

Input: a role, the entities. Output: an entity id, "" for none, read by kb.extraction.offices.context.
Never: chooses between two houses, unless one alone stands in the paragraph before the role; places "a judge".
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import ORGANISATION_TYPES, EntityTable
from kb.model import Entity, Mention, Span

_TYPES: Final = ORGANISATION_TYPES | {"building", "facility"}
_HOUSES: Final = tuple(  # a role, the last word of what has such an office
    (re.compile(rf"(?:(?:vice|deputy|assistant|acting|head|chief|presiding|former)[ -])*(?:{role})", re.I), house)
    for role, house in (
        (r"principal|head ?(?:teacher|master|mistress)|school (?:head|principal)", r"school|college|academy|lyc[eé]e"),
        (r"head (?:physician|doctor|nurse)|chief (?:physician|surgeon)|medical director|matron", r"hospital|clinic"),
        (r"rector|vice-chancellor|dean|provost", r"university|college|faculty"),
        (r"imam", r"mosque"),
        (r"abbot|abbess|prior", r"monastery|abbey|convent|temple"),
        (r"pastor|vicar|priest|parish priest", r"church|parish|cathedral|chapel"),
        (r"judge|magistrate", r"(?<!supreme )(?<!constitutional )court|tribunal"),  # who judges below is not of those
        (r"curator", r"museum|gallery"),
        (r"council(?:l?or| [a-z]+)|cllr\.?|alderman", r"council"),
        (
            r"returning officer|election(?:s)? (?:chief|commissioner)",
            r"elect[a-z]+ (?:[\w-]+ ){0,3}(?:commission|committee)",
        ),
        (r"(?:prison )?warden|prison (?:governor|director)", r"prison|jail|penitentiary"),
        (r"(?:national |provincial |district |regional )?police (?:chief|commissioner|commander|inspector)", r"police"),
        (r"ombudsman", r"ombudsman"),
        (r"fire (?:chief|officer|commander)", r"(?:fire|rescue) (?:service|brigade|department)|firefighters"),
        (r"editor", r"newspaper|magazine|daily|weekly"),
    )
)
_ANY: Final = re.compile(r"(?:\b(?:an?|another|retired|former|his|her)|['’]s?)\s+(?:[a-z-]+\s+)?$", re.IGNORECASE)


def house_of(document: Document, table: EntityTable, span: Span) -> str:
    """Return the only body of an article that has such an office, or the only one before it in its paragraph."""
    role = " ".join(span.of(document.text).split())
    house = next((house for pattern, house in _HOUSES if pattern.fullmatch(role)), "")
    if not house or _ANY.search(document.text[max(0, span.start - 24) : span.start]):
        return ""  # "a judge", "a former school principal", "her coach"
    told = list(_told(table, re.compile(rf"\b(?:{house})(?: (?:of|in|at) .+)?$", re.IGNORECASE)))
    here = document.paragraph(span.start)
    beside = [m for m in told if m.span.end <= span.start and document.paragraph(m.span.start) == here]
    for among in (told, beside):
        if len(found := {m.entity for m in among}) == 1:
            return found.pop()
    return ""


def _told(table: EntityTable, house: re.Pattern[str]) -> Iterator[Mention]:
    for mention in table.mentions:
        if mention.kind != "pronoun" and _is_house(table.entity(mention.entity), house):
            yield mention


def _is_house(entity: Entity, house: re.Pattern[str]) -> bool:
    return entity.type in _TYPES and any(house.search(name) for name in (entity.name, *entity.aliases))
