"""An event in the article's own words, as they stand: "Finland would deposit its ratification".

Input: an event with its roles, the text. Output: words for kb.graph.labels, "" where those between who acts and what is
done to whom are too many, hold a number or more than one clause.
Pure. Never: gives a number, which articles tell differently; changes a word, save a pronoun for the name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from kb.model import Entity, Event, Role

LONGEST: Final = 60  # characters of all
_DOING: Final = frozenset({"agent", "judge"})
_UNDERGOING: Final = frozenset({"patient", "theme", "target"})
_PARTS: Final = re.compile(r"[.,;:!?()“”\"\n—–]|\s-\s|\b(?:and|but|or|who|which|that|said|says|told)\b")
_LEADING: Final = re.compile(  # what may stand between who acts and the word of what is done
    r"\s+(?:(?:has|have|had|is|are|was|were|be|been|being|will|would|can|could|should|may|might|must|to|do|does|did|"
    r"not|also|still|already|never|often|then|later|again|yet|now|only)\s+)*"
)
_NUMBER: Final = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|scores|half|third|quarter)\b",
    re.IGNORECASE,
)
_OWNER: Final = re.compile(r"(?:my|our|your|his|her|its|their|whose)", re.IGNORECASE)
_OWNED: Final = re.compile(r"\b(?:the|an?|its|their|his|her)\s*$", re.IGNORECASE)
_JOINING: Final = re.compile(r"\s*(?:,|,?\s+and|&)\s+(?:(?:the|an?|its|their|his|her)\s+)?")
_PRONOUN: Final = re.compile(r"(?:he|she|it|they|we|i|you|him|them|us|me|who|whom|which|that)", re.IGNORECASE)
_FIRST: Final = re.compile(r"(?:the|an?|its|their|his|her)\s+", re.IGNORECASE)


def as_told(
    text: str,
    event: Event,
    entities: Mapping[str, Entity],
    within: Callable[[str, str], str] = lambda _text, words: words,
) -> str:
    """Return who acts, the event's word and what it is done to, as the sentence has them; "" if it does not say so.

    Args:
        text: the article's stored text.
        entities: local id -> entity of the same article.
        within: of the text and a description, that description as it stands inside a sentence.
    """
    leads = _side_by_side(text, _before(event, _DOING) or _before(event, _UNDERGOING))
    tail = _behind(event)
    if any(_OWNER.fullmatch(role.span.of(text)) for role in leads) or not (leads or tail):
        return ""  # "its profit rose": it did not rise itself
    start = leads[-1].span.end if leads else event.trigger.start
    verb = text[start : event.trigger.end]
    if leads and not _LEADING.fullmatch(text[start : event.trigger.start]):
        return ""
    behind = text[event.trigger.end : tail.span.start] if tail is not None else ""
    words = [_joined([_name(text, role, entities, within) for role in leads]), verb]
    if tail is not None:
        last = _name(text, tail, entities, within)
        words += [behind if last in tail.span.of(text) else _OWNED.sub("", behind), last]
    whole = " ".join(" ".join(filter(None, (word.strip() for word in words))).split())
    return "" if len(whole) > LONGEST or _PARTS.search(verb + behind) or _NUMBER.search(whole) else whole


def _joined(names: list[str]) -> str:
    more = " and others" if len(names) > 2 else ""
    return (", " if more else " and ").join(names[:2]) + more


def _name(text: str, role: Role, entities: Mapping[str, Entity], within: Callable[[str, str], str]) -> str:
    """Who fills a role: the entity's name, for a pronoun too, else the words as they stand, without an article."""
    entity = entities.get(role.entity)
    words = role.span.of(text)
    if entity is not None and (entity.named or _PRONOUN.fullmatch(words)):
        return entity.name
    return within(text, _FIRST.sub("", words, count=1) if _FIRST.match(words) else words)


def _side_by_side(text: str, roles: list[Role]) -> list[Role]:
    """The last filler and those right before it: "Zambia and South Africa"."""
    kept = roles[-1:]
    for role in reversed(roles[:-1]):
        if not _JOINING.fullmatch(text[role.span.end : kept[0].span.start]):
            break
        kept.insert(0, role)
    return kept


def _before(event: Event, roles: Iterable[str]) -> list[Role]:
    """The fillers of these roles that stand before the event's word, in text order."""
    found = [r for r in event.roles if r.role in roles and not r.event and r.span.end <= event.trigger.start]
    return sorted(found, key=lambda r: r.span.end)


def _behind(event: Event) -> Role | None:
    """The first filler that the event is done to behind its word: somebody, something, or an event of its own."""
    found = [r for r in event.roles if r.role in _UNDERGOING and r.span.start >= event.trigger.end]
    return min(found, key=lambda r: r.span.start, default=None)
