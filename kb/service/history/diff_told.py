"""What is told of a difference between two moments: groups of things, each with what of it came, left or became other.

Input: kb.service.history.diff_reading, which makes them. Output: values, for pages, tables and JSON.
Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """What a property has or had: for reading, and the id of what it is, "" for plain words."""

    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One property of a thing that changed.

    Attributes:
        change: added, gone, or changed where one value took another's place.
        name: of the property, in words.
        was, now: None where there was or is none.
        why: positions of the events by which it changed, ascending.
    """

    change: str
    name: str
    was: Value | None
    now: Value | None
    why: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A thing of which something changed.

    Attributes:
        change: added or gone where the thing itself came or left, else changed.
        id: "KIND-HASH", or an IRI of elsewhere.
        label: for reading.
    """

    change: str
    id: str
    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What changed in one part of the graph, in words.

    Attributes:
        kind: article, entity, graph, ontology, record, actor or position.
        id: "article-ID", "entity-ID", "happening-ID", a graph's IRI, "record-N", who acts, "".
        label: for reading.
        items: what can be told in words.
    """

    kind: str
    id: str
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Group(Told):
    """What changed in one part of the graph, in words and quad by quad.

    Attributes:
        gone, come: every quad with the position of its event, in the order of the lines.
    """

    gone: Mapping[str, int]
    come: Mapping[str, int]

    @property
    def untold(self) -> int:
        """How many quads the items do not tell: spans, claims, times and the like."""
        return len(self.gone) + len(self.come) - sum(_weight(entry) for item in self.items for entry in item.entries)


def _weight(entry: Entry) -> int:
    return (entry.was is not None) + (entry.now is not None)


def as_json(group: Group) -> dict[str, object]:
    """Return a group as JSON has it: its fields by their names, and how many quads its items do not tell."""
    return {
        "kind": group.kind,
        "id": group.id,
        "label": group.label,
        "items": [_item(item) for item in group.items],
        "gone": group.gone,
        "come": group.come,
        "untold": group.untold,
    }


def _item(item: Item) -> dict[str, object]:
    entries = [
        {
            "change": entry.change,
            "name": entry.name,
            "was": _value(entry.was),
            "now": _value(entry.now),
            "why": entry.why,
        }
        for entry in item.entries
    ]
    return {"change": item.change, "id": item.id, "label": item.label, "entries": entries}


def _value(value: Value | None) -> dict[str, str] | None:
    return None if value is None else {"text": value.text, "ref": value.ref}
