"""Terms by number: what stands in columns instead of texts of fifty bytes.

Input: terms as N-Triples. Output: their numbers, from 0 on, and back.
Never: forgets a term, or keeps it as an object of Python: a text with its number takes some 20 bytes beside itself.

Two texts are one where their hashes are, of 64 bits, with a key that Python draws for each process and its forks: among
five million terms that is one pair in a million graphs.
"""

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
MISSING: Final = -1


@lru_cache(maxsize=1024)
def stored(text: str) -> str:
    """Return a term as the engine has it once it is stored: 01 is 1 there.

    Args:
        text: N-Triples, or a literal as Turtle and SPARQL write it.

    Raises:
        SyntaxError: it is none.
    """
    store = ox.Store()
    store.load(f"<urn:s> <urn:p> {text} .".encode(), format=ox.RdfFormat.TURTLE)
    (quad,) = store
    return str(quad.object)


class Terms:
    """Numbers of terms."""

    def __init__(self) -> None:
        self._hashes = np.empty(0, np.int64)  # sorted
        self._numbers = np.empty(0, np.int32)  # of the terms with these hashes
        self._texts = bytearray()
        self._ends = array("q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    @property
    def size(self) -> int:
        """Bytes."""
        return int(self._hashes.nbytes + self._numbers.nbytes + len(self._texts) + 8 * len(self._ends))

    def number(self, texts: Sequence[str]) -> Numbers:
        """Return the numbers of *texts*; those that have none get one."""
        hashes = np.fromiter(map(hash, texts), np.int64, len(texts))
        unique, first, back = np.unique(hashes, return_index=True, return_inverse=True)
        at, known = self._places(unique)
        numbers = np.empty(len(unique), np.int32)
        numbers[known] = self._numbers[at[known]]
        numbers[~known] = np.arange(len(self), len(self) + np.count_nonzero(~known), dtype=np.int32)
        for index in first[~known]:
            self._texts += texts[index].encode()
            self._ends.append(len(self._texts))
        self._hashes = np.insert(self._hashes, at[~known], unique[~known])
        self._numbers = np.insert(self._numbers, at[~known], numbers[~known])
        return numbers[back]

    def find(self, text: str) -> int:
        """Return the number of *text*, MISSING if it has none."""
        (at,), (known,) = self._places(np.array([hash(text)], np.int64))
        return int(self._numbers[at]) if known else MISSING

    def text(self, number: int) -> str:
        """Return the text of a number."""
        return self._texts[self._ends[number] : self._ends[number + 1]].decode()

    def _places(self, hashes: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        at = np.searchsorted(self._hashes, hashes)
        if not len(self._hashes):
            return at, np.zeros(len(hashes), np.bool_)
        return at, self._hashes[np.minimum(at, len(self._hashes) - 1)] == hashes
