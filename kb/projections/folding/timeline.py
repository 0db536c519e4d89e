"""The fold's tables at every position of a stretch of the log.

Input: the tables as they stood at the stretch's beginning, which are only read, and what the fold puts meanwhile.
Output: a Moment for any position of the stretch: the tables as they stood then, for kb.projections.folding.views to
read.
Never: changes the tables it begins from; forgets a value within the stretch.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Final

from kb.projections.folding.tables import Tables, value_of

_GONE: Final = None
_SMALL: Final = frozenset({"facet"})  # kinds whose parts hold little that is counted one by one: read once as a whole
_Versions = list[tuple[int, str | None]]  # (position, JSON text), None where the value was removed; ascending


class Timeline:
    """Values with the position at which each was put.

    Args:
        base: the tables at position *start*; they must not change while this is in use.
        start: where the stretch begins.
    """

    def __init__(self, base: Tables, start: int) -> None:
        self.base = base
        self.start = start
        self._parts: dict[tuple[str, str], dict[str, _Versions]] = {}
        self._begun: dict[tuple[str, str], list[tuple[str, Any]]] = {}
        self._values: dict[str, Any] = {}
        self._small: dict[tuple[str, str], dict[str, str]] = {}

    def at(self, position: int) -> "Moment":
        """Return the tables after the event at *position*; written to while that event is folded in."""
        return Moment(self, position)

    def versions(self, kind: str, part: str) -> dict[str, _Versions]:
        """Return key -> versions of what was put into a part since *start*."""
        return self._parts.get((kind, part), {})

    def begun(self, kind: str, part: str) -> list[tuple[str, Any]]:
        """Return what a part held at *start*, read once: nobody changes what the tables give."""
        if (kind, part) not in self._begun:
            self._begun[kind, part] = self.base.items(kind, part)
        return self._begun[kind, part]

    def begun_text(self, kind: str, part: str, key: str) -> str | None:
        """Return a value's JSON text at *start*, None if there was none."""
        if kind not in _SMALL:
            return self.base._text(kind, part, key)
        if (kind, part) not in self._small:
            self._small[kind, part] = dict(self.base.texts(kind, part))
        return self._small[kind, part].get(key)

    def value(self, text: str) -> Any:
        """Return what a JSON text says, read once."""
        if text not in self._values:
            self._values[text] = value_of(text)
        return self._values[text]

    def put(self, kind: str, part: str, key: str, position: int, text: str | None) -> None:
        """Note a value, or that there is none any more, from *position* on."""
        versions = self._parts.setdefault((kind, part), {}).setdefault(key, [])
        if versions and versions[-1][0] == position:
            versions[-1] = (position, text)
        else:
            versions.append((position, text))

    def parts(self, kind: str) -> set[str]:
        """Return the parts of a kind that anything was put into since *start*."""
        return {part for of, part in self._parts if of == kind}


class Moment(Tables):
    """The tables as of one position: the same calls as on a file, over a Timeline."""

    def __init__(self, line: Timeline, position: int) -> None:
        self._line = line
        self.position = position

    def _text(self, kind: str, part: str, key: str) -> str | None:
        versions = self._line.versions(kind, part).get(key)
        known, text = self._known(versions) if versions else (False, _GONE)
        return text if known else self._line.begun_text(kind, part, key)

    def put(self, kind: str, part: str, key: str = "", value: Any = 1) -> None:
        """Set a value from this position on."""
        text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        self._line.put(kind, part, key, self.position, text)

    def delete(self, kind: str, part: str, key: str = "") -> None:
        """Remove a value from this position on."""
        self._line.put(kind, part, key, self.position, _GONE)

    def clear(self, kind: str, part: str) -> None:
        """Remove every value of a part from this position on."""
        for key in self.keys(kind, part):
            self.delete(kind, part, key)

    def items(self, kind: str, part: str) -> list[tuple[str, Any]]:
        """Return (key, value) of a part, in the order of the keys."""
        since = self._line.versions(kind, part)
        if not since:  # of most parts
            return self._line.begun(kind, part)
        found = dict(self._line.begun(kind, part))
        for key, versions in since.items():
            known, text = self._known(versions)
            if known:
                found.pop(key, None)
                if text is not None:
                    found[key] = self._line.value(text)
        return sorted(found.items())

    def keys(self, kind: str, part: str) -> list[str]:
        """Return the keys of a part, in order."""
        since = self._line.versions(kind, part)
        if not since:
            return self._line.base.keys(kind, part)
        found = set(self._line.base.keys(kind, part))
        for key, versions in since.items():
            known, text = self._known(versions)
            if known:
                (found.discard if text is None else found.add)(key)
        return sorted(found)

    def each(self, kind: str, part: str) -> Iterator[str]:
        """Yield the keys of a part, in order."""
        return iter(self.keys(kind, part))

    def last(self, kind: str, part: str) -> str:
        """Return the last key of a part, "" if it is empty."""
        return max(self.keys(kind, part), default="")

    def between(self, kind: str, part: str, after: str, until: str) -> list[str]:
        """Return the keys of a part behind *after*, up to *until*, in order."""
        return [key for key in self.keys(kind, part) if after < key <= until]

    def has(self, kind: str, part: str) -> bool:
        """Say whether a part holds anything."""
        since = self._line.versions(kind, part)
        now = [self._known(versions) for versions in since.values()]
        if any(known and text is not None for known, text in now):
            return True
        if not any(known for known, _ in now):
            return self._line.base.has(kind, part)
        return bool(self.keys(kind, part))

    def parts(self, kind: str) -> Iterator[str]:
        """Yield the parts of a kind that hold something, in order."""
        for part in sorted({*self._line.base.parts(kind), *self._line.parts(kind)}):
            if self.has(kind, part):
                yield part

    def _known(self, versions: _Versions) -> tuple[bool, str | None]:
        """Return whether the stretch has put or removed a value by now, and the value."""
        at = bisect_right(versions, self.position, key=lambda version: version[0])
        return (False, _GONE) if at == 0 else (True, versions[at - 1][1])
