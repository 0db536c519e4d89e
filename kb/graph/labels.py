"""The name of an event for reading, made of the article's own words.

Input: an event with its roles and places. Output: "shelling of Pokrovsk",
"meeting of Alpha and Beta in Geneva", "“fined” of Gamma"; read by the graph, the registry and the catalog.
Pure. Never: adds a word that is neither in the article nor the type's name.
"""

from collections.abc import Mapping
from typing import Final

from kb.graph.names import words_of
from kb.model import Entity, Event, Role

_UNDERGONE: Final = ("target", "patient", "theme")
_SHARED: Final = ("participant", "party", "candidate")
_DONE_BY: Final = ("agent", "judge")
_LONGEST: Final = 60
# Types above others whose name is a field and no happening: the article's own word says more.
VAGUE: Final = frozenset(
    {"other", "business", "crime", "disruption", "emergency_measure", "employment", "legal", "regulation", "relief"}
)


def event_label(text: str, event: Event, entities: Mapping[str, Entity]) -> str:
    """Return the label of *event*.

    Args:
        text: the article's stored text.
        entities: local id -> entity of the same article.
    """
    label = f"“{_short(event.trigger.of(text))}”" if event.type in VAGUE else words_of(event.type)
    undergone = _named(text, event.roles, _UNDERGONE, entities)
    shared = _named(text, event.roles, _SHARED, entities)
    actors = _named(text, event.roles, _DONE_BY, entities)
    if undergone or shared:
        label += f" of {_joined(undergone or shared)}"
    if actors:
        label += f" by {_joined(actors)}"
    place = next((entities[p].name for p in event.places if p in entities), "")
    if place and place not in undergone:
        label += f" in {_short(place)}"
    return label


def _named(text: str, roles: tuple[Role, ...], wanted: tuple[str, ...], entities: Mapping[str, Entity]) -> list[str]:
    found: list[str] = []
    for name in wanted:
        for role in roles:
            if role.role != name or role.event:
                continue
            entity = entities.get(role.entity)
            words = entity.name if entity else role.span.of(text)
            if words not in found:
                found.append(words)
    return found


def _joined(words: list[str]) -> str:
    first = [_short(word) for word in words[:2]]
    more = " and others" if len(words) > 2 else ""
    return (", " if more else " and ").join(first) + more


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
