"""The columns of a process that holds a graph: none, and no numpy, before somebody asks; none after a failure.

Input: as kb.query.columns.keeping. Output: the Held that forks inherit; used by kb.query.workers.zygote.
Never: raises, or waits: what columns cannot answer the engine does, only slower.
"""

import os
import traceback
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kb.query.columns.held import Held

if TYPE_CHECKING:
    from kb.query.columns.keeping import Columns

Fork = Callable[[Callable[[], None]], int]


class Making:
    """Columns that are made when they are first wanted, by one fork after the other.

    Args:
        fork: does something in a copy of this process, which then ends.
    """

    def __init__(self, fork: Fork) -> None:
        self.held = Held()
        self._fork = fork
        self._columns: Columns | None = None
        self._failed = False
        self.descriptors: list[int] = []  # one that can be read when *take* should be called, if there is one

    @property
    def seen(self) -> Callable[[ox.Quad], None] | None:
        """What has to be told of each quad that a change brings or takes, if anything has; then *settle* is called."""
        return self._columns.seen if self._columns is not None and self._columns.listens else None

    def want(self, store: ox.Store, predicates: Collection[str]) -> None:
        """Have columns of these made, as N-Triples; of one store, whose changes are told."""
        self._do(lambda: self._of(store).want(predicates))

    def take(self) -> bool:
        """Take what a fork has made; say whether forks from now on have more than those before."""
        before = self.held.number
        with open(self.descriptors.pop(), "rb") as file:
            data = file.read()  # it has made all before it wrote any
        if self._columns is not None:
            columns = self._columns
            self._do(lambda: columns.take(data))
        return self.held.number > before

    def settle(self) -> None:
        """Bring them to where the store stands after a change."""
        if self._columns is not None:
            self._do(self._columns.settle)

    def _of(self, store: ox.Store) -> "Columns":
        if self._columns is None:
            os.environ["OPENBLAS_NUM_THREADS"] = "1"  # else numpy starts threads, which forks would lack
            from kb.query.columns.keeping import Columns

            self._columns = Columns(store, self.held)
        return self._columns

    def _do(self, action: Callable[[], None]) -> None:
        """Do something, and have what is missing then made."""
        if self._failed:
            return
        try:
            action()
            if self._columns is not None and self._columns.missing and not self.descriptors:
                self._begin(self._columns)
        except Exception:  # noqa: BLE001  the engine counts as well
            traceback.print_exc()
            self._failed, self._columns = True, None
            self.held.renew(lambda *_: None)

    def _begin(self, columns: "Columns") -> None:
        columns.begin()
        reading, writing = os.pipe()
        self.descriptors.append(reading)

        def make() -> None:
            os.close(reading)
            data = columns.make()
            with open(writing, "wb") as file:
                file.write(data)
            os._exit(0)

        self._fork(make)
        os.close(writing)
