"""Which items of two extractions of one article are the same thing told twice.

Input: two extractions of the same text. Output: pairs of local ids, read by
kb.service.articles.comparing and kb.service.articles.renumbering.
Pure; symmetric but for ties, which text order settles. Never: pairs an item
with two others. What stands at the same words is the same, whatever it was
taken for: a difference of type is a difference, not another thing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from kb.language.text_keys import name_key
from kb.model import Entity, Event, Extraction, Figure, Office, Span, Statement
from kb.resolution.kinds import group_of

KINDS: Final = ("entities", "offices", "statements", "events", "figures")
_SHARE: Final = 0.4  # of two contents' characters that must be common

T = TypeVar("T", Entity, Office, Statement, Event, Figure)


def align(old: Extraction, new: Extraction) -> dict[str, str]:
    """Return local id in *new* -> local id in *old*, for mentions and every kind of claim."""
    pairs: dict[str, str] = {}
    spans = {mention.span: mention.id for mention in reversed(old.mentions)}
    for mention in new.mentions:
        if mention.span in spans:
            pairs.setdefault(mention.id, spans.pop(mention.span))
    there, here = _spans_of(old), _spans_of(new)
    pairs |= _pair(old.entities, new.entities, lambda a, b: _entities(a, b, there[a.id], here[b.id]))
    same = {b: a for b, a in pairs.items() if b in here}
    pairs |= _pair(old.events, new.events, _events)
    pairs |= _pair(old.statements, new.statements, _statements)
    pairs |= _pair(old.figures, new.figures, lambda a, b: _overlap(a.span, b.span))
    pairs |= _pair(old.offices, new.offices, lambda a, b: _offices(a, b, same))
    return pairs


def _pair(old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]) -> dict[str, str]:
    """Pair items, the likest first; 0 is not alike."""
    rows = [(-score, i, j) for i, a in enumerate(old) for j, b in enumerate(new) if (score := likeness(a, b)) > 0]
    taken: set[int] = set()
    found: dict[str, str] = {}
    for _, i, j in sorted(rows):
        if i not in taken and new[j].id not in found:
            taken.add(i)
            found[new[j].id] = old[i].id
    return found


def _spans_of(extraction: Extraction) -> Mapping[str, set[Span]]:
    found: dict[str, set[Span]] = {entity.id: set() for entity in extraction.entities}
    for mention in extraction.mentions:
        found.setdefault(mention.entity, set()).add(mention.span)
    return found


def _entities(a: Entity, b: Entity, there: set[Span], here: set[Span]) -> float:
    """Common mentions and names; words that merely touch ("mayor of Oster", "Oster") count within one group only."""
    names = {name_key(name) for name in (a.name, *a.aliases)} & {name_key(name) for name in (b.name, *b.aliases)} - {""}
    alike = group_of(a.type) == group_of(b.type)
    shared: float = len(there & here)
    if not shared and alike:
        shared = 0.5 * sum(any(one.overlaps(other) for other in here) for one in there)
    if not shared and not (names and alike and a.named and b.named):
        return 0.0
    same_name = name_key(a.name) == name_key(b.name)
    return shared + (2.0 if names else 0.0) + (1.0 if same_name else 0.0) + (0.5 if a.type == b.type else 0.0)


def _overlap(a: Span, b: Span) -> float:
    """Return which share of the longer span both have."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return max(0, common) / max(a.end - a.start, b.end - b.start)


def _best(first: Iterable[Span], second: Sequence[Span]) -> float:
    return max((_overlap(a, b) for a in first for b in second), default=0.0)


def _events(a: Event, b: Event) -> float:
    main = _overlap(a.trigger, b.trigger)
    any_trigger = _best((a.trigger, *a.other_mentions), (b.trigger, *b.other_mentions))
    return 2 * main + any_trigger + (0.5 if a.type == b.type else 0.0) if any_trigger else 0.0


def _statements(a: Statement, b: Statement) -> float:
    if a.content and b.content:
        common = sum(
            max(0, min(one.end, other.end) - max(one.start, other.start)) for one in a.content for other in b.content
        )
        whole = sum(s.end - s.start for s in (*a.content, *b.content)) - common
        share = common / whole
        return share if share >= _SHARE else 0.0
    if a.cue is None or b.cue is None or a.content or b.content:
        return 0.0
    return _overlap(a.cue, b.cue)


def _offices(a: Office, b: Office, same: Mapping[str, str]) -> float:
    holder = same.get(b.person) == a.person
    return (1.0 if holder else 0.0) + _overlap(a.span, b.span) if _overlap(a.span, b.span) else 0.0
