"""What the text of a query says by itself, kept for the next time that it comes: pages and programs ask the same again.

Input: the text. Output: a Reading; read by kb.query.service.
Pure, save for what it keeps, bounded in bytes. Never: keeps what depends on the graph, on who asks, or on a refusal.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from kb.query.advice import unknown_terms
from kb.query.answers import is_volatile
from kb.query.gate import Admitted, check
from kb.query.limits import Limits
from kb.query.mentioned import Mentioned, disconnected, mentioned
from kb.query.prefixes import known

_MOST: Final = 8 << 20  # bytes of readings that are kept
_WORTH: Final = 12  # bytes that a reading takes for each character, about
_BESIDE: Final = 3000  # and beside that
_LONG: Final = 4 << 10  # characters of a query that is read while no other long one is


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query says by itself.

    Attributes:
        admitted: what the gate says.
        prefixes: in force, declared or not.
        names: properties and classes of its patterns.
        warnings: terms of ours that the ontology does not have.
        apart: its patterns may have no variable in common.
        volatile: it may be answered otherwise on the same graph.
    """

    admitted: Admitted
    prefixes: dict[str, str]
    names: Mentioned
    warnings: tuple[str, ...]
    apart: bool
    volatile: bool


class Readings:
    """Reads texts. Safe to use from many threads.

    Args:
        limits: bounds on a text.
        base: IRI against which relative ones are resolved, "" for none.
    """

    def __init__(self, limits: Limits, base: str) -> None:
        self._limits = limits
        self._base = base
        self._lock = threading.Lock()
        self._long = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], Reading] = OrderedDict()
        self._size = 0

    def kept(self, text: str, graphs: int = 0) -> Reading | None:
        """Return what was read of *text* before, None if it has to be read."""
        with self._lock:
            found = self._kept.get((text, graphs))
            if found is not None:
                self._kept.move_to_end((text, graphs))
            return found

    def of(self, text: str, graphs: int = 0) -> Reading:
        """Return what *text* says.

        Args:
            graphs: how many the protocol's parameters name.

        Raises:
            QueryRefusedError: the gate refuses it.
        """
        found = self.kept(text, graphs)
        if found is not None:
            return found
        if len(text) < _LONG:
            made = self._read(text, graphs)
        else:
            with self._long:  # that takes the interpreter, and others want it too
                made = self._read(text, graphs)
        self._keep((text, graphs), made)
        return made

    def _read(self, text: str, graphs: int) -> Reading:
        admitted = check(text, self._limits, graphs=graphs)
        prefixes = known(self._base) | admitted.prefixes
        apart = not admitted.service and disconnected(text)
        names, unknown = mentioned(text, prefixes), unknown_terms(text, prefixes)
        return Reading(admitted, prefixes, names, unknown, apart, is_volatile(text))

    def _keep(self, key: tuple[str, int], made: Reading) -> None:
        size = _size(key[0])
        if size > _MOST // 4:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = made
            self._size += size
            while self._size > _MOST:
                (text, _), _ = self._kept.popitem(last=False)
                self._size -= _size(text)


def _size(text: str) -> int:
    """Return the bytes that the reading of a text takes, about."""
    return len(text) * _WORTH + _BESIDE
