"""The words in which an article tells of an event: of its trigger, who takes part, where, and the sentence around.

Input: an article's text; roles, figures and entities. Output: forms of words, read by kb.resolution.events.profile;
where the entries of a live page begin.
Pure.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from kb.model import Entity, Event, Figure, Mention, Role, Span
from kb.resolution.events.befallen import UNDERGOING
from kb.resolution.events.figures import word_form, word_forms
from kb.resolution.events.struck import said_by_name
from kb.resolution.events.where import BUILT
from kb.resolution.kinds import AREAS

REACH: Final = 240  # characters of a sentence on either side of a trigger that are looked at
_END: Final = re.compile(r"[.!?][\"”’)]*\s|\n\s*\n")
SMALL: Final = frozenset(
    (
        "the and for from with that this their his her its was were has had have been who which more "
        "than least less about some into over after before people person man woman men women other "
        "another first two three four five six seven eight nine ten say tell not but when where while "
        "will would could can may also day week month year monday tuesday wednesday thursday friday "
        "saturday sunday night morning evening title published she they him them out all only there"
    ).split()
)
_STAMP: Final = re.compile(  # a line that begins with the time of day alone, or set off
    r"^[^\S\n]*(?:(?:posted|updated)(?: at)?:?[^\S\n]+)?\d{1,2}[:.h][0-5]\d(?:[^\S\n]*[ap]\.?m\b\.?)?"
    r"(?:[^\S\n]*(?-i:[A-Z]{2,4}))?[^\S\n]*(?:$|[-–—|:][^\S\n])",
    re.IGNORECASE | re.MULTILINE,
)
_FEW: Final = 2  # such lines that make no live page


def sites(text: str, event: Event, entities: Mapping[str, Entity]) -> frozenset[str]:
    """Return the forms of the words for places without a name, but those for areas."""
    unnamed = [entities[place].name for place in event.places if place in entities and not entities[place].named]
    spans = [span.of(text) for span in event.place_spans]
    return frozenset(form for words in (*unnamed, *spans) for form in word_forms(words)) - SMALL - AREAS


def word_of(text: str, span: Span) -> str:
    """Return the form of a trigger's first word."""
    words = re.findall(r"\w+", span.of(text))
    return word_form(words[0]) if words else ""


def called(text: str, mentions: Iterable[Mention]) -> dict[str, list[str]]:
    """Return local id -> the words without a name by which an article speaks of an entity: "Route 12", the bus."""
    found: dict[str, list[str]] = {}
    for mention in mentions:
        if mention.kind == "nominal":
            found.setdefault(mention.entity, []).append(mention.span.of(text))
    return found


def words_of(
    text: str,
    roles: Collection[Role],
    figures: Iterable[Figure],
    entities: Mapping[str, Entity],
    called: Mapping[str, Sequence[str]],
) -> frozenset[str]:
    """Return the forms of the words for who takes part and what is counted, and of all for what a blow hit."""
    hit = [role.entity for role in roles if role.role in UNDERGOING and role.entity]
    spans = [r.span.of(text) for r in roles] + [f.of for f in figures] + [w for one in hit for w in called.get(one, ())]
    names = [entities[one].name for one in hit if entities[one].named and entities[one].type in BUILT]
    found = frozenset(form for words in spans for form in word_forms(words)) - SMALL
    return found.union(*map(said_by_name, names))


def doers(text: str, roles: Iterable[Role], entities: Mapping[str, Entity]) -> frozenset[str]:
    """Return the forms of the words without a name for who did it."""
    unnamed = [
        role for role in roles if role.role == "agent" and not getattr(entities.get(role.entity), "named", False)
    ]
    return frozenset(form for role in unnamed for form in word_forms(role.span.of(text))) - SMALL


def sentence(text: str, span: Span) -> set[str]:
    """Return the forms of the words, names included, of the sentence around a trigger."""
    floor = max(0, span.start - REACH)
    left = max((m.end() for m in _END.finditer(text, floor, span.start)), default=floor)
    right = _END.search(text, span.end, span.end + REACH)
    words = re.findall(r"[^\W\d_]{3,}", text[left : right.start() if right else span.end + REACH])
    return {word_form(word) for word in words}


def entries(text: str) -> tuple[int, ...]:
    """Return where the entries of a live page begin, each under a time of day; none of any other text."""
    found = tuple(match.start() for match in _STAMP.finditer(text))
    return found if len(found) > _FEW else ()
