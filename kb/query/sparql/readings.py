"""What the text of a query says by itself, kept for the next time that it comes: pages and programs ask the same again.

Input: the text. Output: a Reading; read by kb.query.service.
Pure, save for what it keeps, bounded in bytes, and for the process that reads long ones where the limits say so.
Never: keeps what depends on the graph, on who asks, or on a refusal.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final

from kb.query.answers import is_volatile
from kb.query.errors import MalformedQueryError
from kb.query.limits import Limits
from kb.query.manner import Search
from kb.query.sparql.advice import explained, unknown_terms
from kb.query.sparql.calls import check_calls, nodes_as_text
from kb.query.sparql.counting import Counting, counting
from kb.query.sparql.doubts import doubts
from kb.query.sparql.extensions import NAMES, may_call, rewritten
from kb.query.sparql.gate import Admitted, check
from kb.query.sparql.mentioned import Mentioned, disconnected, mentioned
from kb.query.sparql.points import misplaced, points
from kb.query.sparql.prefixes import known
from kb.query.sparql.scopes import out_of_sight
from kb.query.workers.apart import shared

_MOST: Final = 8 << 20  # bytes of readings that are kept
_WORTH: Final = 12  # bytes that a reading takes for each character, about
_BESIDE: Final = 3000  # and beside that
LONG: Final = 2 << 10  # characters of a query that is read by another process, or else while no other long one is


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query says by itself.

    Attributes:
        admitted: what the gate says.
        prefixes: in force, declared or not.
        names: properties and classes of its patterns.
        warnings: terms of ours that the ontology does not have; filters that no row passes; what it can hardly mean.
        points: that it writes out and that functions of ours may get.
        apart: its patterns may have no variable in common.
        volatile: it may be answered otherwise on the same graph.
        counting: what it counts, if it is of that family.
    """

    admitted: Admitted
    prefixes: dict[str, str]
    names: Mentioned
    warnings: tuple[str, ...]
    points: tuple[str, ...]
    apart: bool
    volatile: bool
    counting: Counting | None = None


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
        if self._goes_out(text):
            made: Reading = shared().done("read", text, graphs, self._limits, self._base)
            made = replace(made, admitted=replace(made.admitted, text=text))
        elif len(text) <= LONG:
            made = read(text, graphs, self._limits, self._base)
        else:
            with self._long:  # that takes the interpreter, and others want it too
                made = read(text, graphs, self._limits, self._base)
        self._keep((text, graphs), made)
        return made

    def explained(self, text: str, error: MalformedQueryError) -> MalformedQueryError:
        """Return *error* with what helps whoever wrote *text*; see kb.query.sparql.advice."""
        prefixes = known(self._base)
        if self._goes_out(text):
            told: MalformedQueryError = shared().done("explained", text, error, prefixes)
            return told
        return explained(text, error, prefixes)

    def rewritten(self, text: str, reading: Reading, search: Search | None) -> str:
        """Return *text* with our own properties written out; see kb.query.sparql.extensions."""
        if not any(name in text for name in NAMES):
            return text
        if not self._goes_out(text):
            return rewritten(text, reading.prefixes, search)
        nothing = () if search else (None,)
        made: str = shared().done("rewritten", text, reading.prefixes, *nothing, back=search)
        return made

    def _goes_out(self, text: str) -> bool:
        """Say whether another process reads a text; one that is refused by its length alone needs none."""
        return self._limits.apart and LONG < len(text) <= self._limits.text

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


def read(text: str, graphs: int, limits: Limits, base: str) -> Reading:
    """Return what a text says; see *Readings.of*."""
    admitted = check(text, limits, graphs=graphs)
    prefixes = known(base) | admitted.prefixes
    apart = not admitted.service and disconnected(text)
    warnings = unknown_terms(text, prefixes) + out_of_sight(text) + nodes_as_text(text) + doubts(text, prefixes)
    written: tuple[str, ...] = ()
    if may_call(text, admitted.prefixes):
        check_calls(text, prefixes)
        warnings += misplaced(text, prefixes)
        written = points(text)
    found = mentioned(text, prefixes)
    return Reading(admitted, prefixes, found, warnings, written, apart, is_volatile(text), counting(text, prefixes))


def _size(text: str) -> int:
    """Return the bytes that the reading of a text takes, about."""
    return len(text) * _WORTH + _BESIDE
