"""Event types as the ontology's Turtle files state them.

Input: the folder ontology/, whose subfolder types/ holds the event types.
Output: one EventType a concept, inheritance resolved; read by
kb.language.event_types, which answers questions about them.
Never: knows a single event type by name.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kb.errors import InputError

KB: Final = "https://w3id.org/newskb#"
KBT: Final = "https://w3id.org/newskb/type#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
GENERIC_ROLES: Final = (
    "agent",
    "participant",
    "patient",
    "recipient",
    "instrument",
    "circumstance",
    "origin",
    "destination",
    "place",
)

_Node = dict[str, list[str]]


class EventTypeError(InputError):
    """An event type in the ontology's files is not described as it must be."""

    code = "bad-event-type"

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        self.problem = problem
        super().__init__(
            f"Event type {name!r} {problem}.",
            hint="See ontology/types/ and docs/event-types.md for the shape of an event type.",
        )


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event.

    Attributes:
        name: local name of the concept ("shelling").
        coarse: the coarse class it folds into, one of the reader's labels.
        broader: local name of the type above, "" at the top.
        depth: 0 at the top.
        verbs, nouns, words: trigger lemmas and fixed phrases, lower case, by part of speech.
        main: the triggers for which this type comes first among those that share them.
        source_labels: type words of other schemes that fold into it, with underscores.
        frame: generic role -> local name of the role property.
        expected: generic role -> local name of the class that usually fills it.
        plover, acled: (type, mode) and (event, sub-event), "" where nothing true can be said.
    """

    name: str
    label: str
    definition: str
    example: str
    coarse: str
    broader: str
    depth: int
    verbs: frozenset[str]
    nouns: frozenset[str]
    words: frozenset[str]
    main: frozenset[str]
    alt_labels: frozenset[str]
    source_labels: frozenset[str]
    frame: Mapping[str, str]
    expected: Mapping[str, str]
    plover: tuple[str, str]
    acled: tuple[str, str]


def read_event_types(folder: Path) -> Iterator[EventType]:
    """Yield every event type below *folder*, sorted by name.

    Raises:
        EventTypeError: a type lacks a coarse class or a frame, or its broader type is unknown or itself.
        InputError: a file is no Turtle.
    """
    nodes = _nodes(folder)
    frames = {iri: _frame(node) for iri, node in nodes.items() if KB + "RoleFrame" in node.get(RDF_TYPE, ())}
    for iri in sorted(nodes):
        if KB + "EventType" in nodes[iri].get(RDF_TYPE, ()):
            yield _event_type(iri, nodes, frames)


def _nodes(folder: Path) -> dict[str, _Node]:
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for path in sorted((folder / "types").glob("*.ttl")):
        try:
            for triple in ox.parse(path=path):
                if not isinstance(triple.object, ox.Triple):
                    nodes[str(triple.subject.value)][triple.predicate.value].append(triple.object.value)
        except SyntaxError as exc:
            raise InputError(f"{path.name} is no Turtle: {exc}", hint="Check the file with any Turtle parser.") from exc
    return nodes


def _frame(node: _Node) -> tuple[Mapping[str, str], Mapping[str, str]]:
    becomes = {role: _local(_first(node, f"{KB}{role}Becomes")) or role for role in GENERIC_ROLES}
    expected = {role: _local(_first(node, f"{KB}{role}Expected")) for role in GENERIC_ROLES}
    return MappingProxyType(becomes), MappingProxyType(expected)


def _event_type(
    iri: str, nodes: Mapping[str, _Node], frames: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]]
) -> EventType:
    node = nodes[iri]
    line = _lineage(iri, nodes)
    frame = _inherited(line, nodes, KB + "roleFrame")
    if frame not in frames:
        raise EventTypeError(_local(iri), f"names an unknown role frame {frame}")
    becomes, expected = frames[frame]
    return EventType(
        name=_local(iri),
        label=_first(node, SKOS + "prefLabel") or _local(iri).replace("_", " "),
        definition=_first(node, SKOS + "definition"),
        example=_first(node, SKOS + "example"),
        coarse=_inherited(line, nodes, KB + "coarseClass"),
        broader=_local(line[1]) if len(line) > 1 else "",
        depth=len(line) - 1,
        verbs=_all(node, KB + "triggerVerb"),
        nouns=_all(node, KB + "triggerNoun"),
        words=_all(node, KB + "triggerWord"),
        main=_all(node, KB + "mainTrigger"),
        alt_labels=_all(node, SKOS + "altLabel"),
        source_labels=_all(node, KB + "sourceLabel"),
        frame=becomes,
        expected=expected,
        plover=(_first(node, KB + "ploverType"), _first(node, KB + "ploverMode")),
        acled=(_first(node, KB + "acledEvent"), _first(node, KB + "acledSubEvent")),
    )


def _lineage(iri: str, nodes: Mapping[str, _Node]) -> list[str]:
    line = [iri]
    while broader := _first(nodes[line[-1]], SKOS + "broader"):
        if broader in line or broader not in nodes:
            problem = "is broader than itself" if broader in line else f"names an unknown broader type {broader}"
            raise EventTypeError(_local(iri), problem)
        line.append(broader)
    return line


def _inherited(line: list[str], nodes: Mapping[str, _Node], predicate: str) -> str:
    for iri in line:
        if value := _first(nodes[iri], predicate):
            return value
    raise EventTypeError(_local(line[0]), f"has no kb:{_local(predicate)}, nor has a type above it")


def _first(node: _Node, predicate: str) -> str:
    values = node.get(predicate)
    return values[0] if values else ""


def _all(node: _Node, predicate: str) -> frozenset[str]:
    return frozenset(node.get(predicate, ()))


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
