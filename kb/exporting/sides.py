"""Who stands on which side of a happening, for event data that has two columns of actors.

Input: kb.exporting.reading.Graph, one happening as its articles tell it. Output: IRIs, for kb.exporting.event_data.
Never: has one name on both sides, or those who fought each other on one; takes an amount ("at least 17") for somebody.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kb.exporting import violence
from kb.exporting.happenings import ACTORS, UNDERGOERS, Told
from kb.exporting.reading import Graph
from kb.graph.vocabulary import KB
from kb.language.event_types import EventTypes

_NOBODY: Final = re.compile(r"(?:[\W\d_]|\b(?:at least|more than|up to|as many as|about|number of people)\b)+", re.I)


def parties(graph: Graph, one: Told, roles: frozenset[str]) -> list[str]:
    """Return who stands in *roles*: entities, and mere words where an article names nobody."""
    return [who for who in one.having(roles) if "/id/event-" not in who and not _is_amount(graph, who)]


def sides(graph: Graph, kind: str, real: Sequence[Told]) -> tuple[list[str], list[str]]:
    """Return those who acted, and of those whom it was done to; of a fight, of one side and the other.

    Who acts in one article's words and undergoes it in another's stands with the latter. Where nobody undergoes a
    fight, the first fought the others; of a riot, armed people stand on the other side.

    Args:
        kind: local name of the happening's type.
        real: its events that an article tells as having occurred.
    """
    actors = _names(graph, (who for each in real for who in parties(graph, each, ACTORS)))
    others = _names(graph, (who for each in real for who in parties(graph, each, UNDERGOERS)))
    if one_sided := [key for key in actors if key not in others]:
        actors = {key: actors[key] for key in one_sided}
    else:
        actors = dict(list(actors.items())[:1])
        others = {key: who for key, who in others.items() if key not in actors}
    if not others:
        types = EventTypes.load()
        if kind in types and types.is_a(kind, "fighting"):
            crossed = list(actors)[1:]
        elif kind in types and types.is_a(kind, "riot"):
            crossed = [key for key, who in actors.items() if violence.armed(graph, who)]
            crossed = crossed if len(crossed) < len(actors) else []
        else:
            crossed = []
        others = {key: actors.pop(key) for key in crossed}
    return list(actors.values()), list(others.values())


def _names(graph: Graph, found: Iterable[str]) -> dict[str, str]:
    """Return who is found, by the name without regard to case; the first of each name."""
    named: dict[str, str] = {}
    for who in found:
        named.setdefault(graph.label(who).casefold(), who)
    return named


def _is_amount(graph: Graph, who: str) -> bool:
    return KB.Phrase in graph.node(who).types and _NOBODY.fullmatch(graph.label(who)) is not None
