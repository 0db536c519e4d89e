"""How many an event killed, hurt or had arrested, as its figures tell: totals, not their parts.

Input: kb.exporting.reading.Graph, one event as an article tells it. Output: numbers with their words; read by
kb.exporting.event_data.
"12 civilians and two soldiers" are 14: kinds that are told side by side by one source are added. A kind alone ("two
soldiers") is a part, and so is what comes on top ("another six"); they count only where nobody tells how many there
were in all. What one voice tells besides a greater number of its own is a part of that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from kb.exporting.happenings import REAL, Told, one_told
from kb.exporting.reading import Graph, Node
from kb.graph.vocabulary import KB
from kb.language.event_types import EventTypes
from kb.resolution.events.counted import WHOLE, kind_of
from kb.resolution.events.figures import word_forms

VICTIMS: Final = {"death": "dead", "injury": "injured", "arrest": "arrested"}  # event type -> whom its figures count
_COARSE: Final = {"dead": "death", "injured": "injury", "arrested": "crime"}
_BESIDE: Final = 40  # characters between kinds that are told side by side

Number = tuple[float, str, bool]  # least number, words, whether it is a part of the whole


def victims(graph: Graph, one: Told, apart: Callable[[Told], bool] = lambda _: False) -> dict[str, list[Number]]:
    """Return whom the figures of an event, of its parts and of what it caused count.

    Args:
        apart: whether a part or effect has a row of its own, which counts them.
    """
    events = {one.node.iri: one}
    for predicate in (KB.partOf, KB.causedBy):
        for iri in graph.sources_of(predicate, one.node.iri):
            other = one_told(graph, iri)
            if not apart(other):
                events.setdefault(iri, other)
    types = EventTypes.load()
    found: dict[str, list[Number]] = {}
    for each in events.values():
        whom = next((whom for kind, whom in VICTIMS.items() if each.type in types and types.is_a(each.type, kind)), "")
        if whom and each.reality in REAL:
            numbers = _numbers(graph, each.figures, _COARSE[whom])
            if numbers:
                found.setdefault(whom, []).extend(numbers)
    return found


def retold(graph: Graph, real: Iterable[Told]) -> list[Number]:
    """Return the dead whom articles count without saying what killed them, where another says that *real* did.

    Of each such article its greatest number: what else it tells beside that is a part of it, or on its way there.
    """
    types = EventTypes.load()
    told = list(real)
    caused = {iri for one in told for term in (KB.partOf, KB.causedBy) for iri in graph.sources_of(term, one.node.iri)}
    deaths = [graph.node(iri) for iri in sorted(caused)]
    deaths = [
        one for one in deaths if one.local(KB.eventType) in types and types.is_a(one.local(KB.eventType), "death")
    ]
    happenings = dict.fromkeys(one.one(KB.happening) for one in deaths if one.one(KB.happening))
    again = dict.fromkeys(iri for one in happenings for iri in graph.node(one).many(KB.reportedBy) if iri not in caused)
    found: list[Number] = []
    for iri in again:
        other = one_told(graph, iri)
        if other.node.terms and other.reality in REAL:
            numbers = _numbers(graph, other.figures, _COARSE["dead"])
            found += sorted((one for one in numbers if not one[2]), reverse=True)[:1]
    return found


def totals(numbers: Iterable[Number]) -> list[float]:
    """Return the numbers of all who were counted, sorted; those of parts where there is no other."""
    told = list(numbers)
    whole = [value for value, _, part in told if not part]
    return sorted(whole or [value for value, _, _ in told])


def by_kind(all_told: Iterable[Mapping[str, Sequence[Number]]], whom: str) -> list[Number]:
    """Return the numbers of *whom* of several events, in order."""
    return [number for told in all_told for number in told.get(whom, ())]


def _numbers(graph: Graph, figures: Iterable[Node], about: str) -> list[Number]:
    """Return the numbers of one event; kinds side by side as their sum."""
    rows = []
    for figure in figures:
        value = figure.number(KB.value)
        change = figure.local(KB.change)
        if value is not None and not figure.one(KB.unit) and change != "decrease":
            shown = graph.node(figure.one(KB.evidence))
            at, to = shown.whole(KB.start) or 0, shown.whole(KB.end) or 0
            kind = kind_of(word_forms(figure.one(KB.counts).casefold()), about)
            rows.append(
                (at, to, value, " ".join(graph.label(shown.iri).split()), kind, figure.many(KB.claimedBy), bool(change))
            )
    rows.sort(key=lambda row: row[:2])
    found: list[Number] = []
    voices: list[Iterable[str]] = []
    at = 0
    while at < len(rows):
        group = [rows[at]]
        kinds = {rows[at][4]}
        while rows[at][4] != WHOLE and at + len(group) < len(rows):
            near = rows[at + len(group)]
            apart = near[4] in kinds or near[4] == WHOLE or near[5:] != group[-1][5:] or near[6]
            if apart or not 0 <= near[0] - group[-1][1] <= _BESIDE:
                break
            group.append(near)
            kinds.add(near[4])
        words = " and ".join(row[3] for row in group)
        part = len(group) == 1 and (group[0][6] or group[0][4] not in (WHOLE, None))
        found.append((sum(row[2] for row in group), words, part))
        voices.append(group[0][5])
        at += len(group)
    return _parts_marked(found, voices)


def _parts_marked(numbers: Sequence[Number], voices: Sequence[Iterable[str]]) -> list[Number]:
    """Return the numbers with those as parts that are less than another by the same voice: "to 27 after six died"."""
    keys = [frozenset(voice) for voice in voices]
    most: dict[frozenset[str], float] = {}
    for key, (value, _, part) in zip(keys, numbers, strict=True):
        if not part:
            most[key] = max(value, most.get(key, 0.0))
    return [
        (value, words, part or value < most.get(key, 0.0))
        for key, (value, words, part) in zip(keys, numbers, strict=True)
    ]
