"""One predicate's triples as two columns of numbers, in two orders.

Input: numbers of kb.query.columns.terms. Output: where a subject's or an object's triples stand.
Pure. A triple that stands in several graphs stands here as often: so the engine counts where all graphs are one.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from kb.query.columns.terms import Numbers

_LOW: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Column:
    """Triples of one predicate.

    Attributes:
        subjects, objects: numbers, sorted by subject, then object.
        by_object: places of the triples, sorted by object.
    """

    subjects: Numbers
    objects: Numbers
    by_object: Numbers

    @classmethod
    def of(cls, subjects: Numbers, objects: Numbers) -> Self:
        """Return the column of triples that come in any order."""
        return cls._sorted(np.sort(codes(subjects, objects)))

    @classmethod
    def _sorted(cls, pairs: NDArray[np.int64]) -> Self:
        objects = (pairs & _LOW).astype(np.int32)
        order = (np.sort(codes(objects, np.arange(len(objects), dtype=np.int32))) & _LOW).astype(np.int32)
        return cls((pairs >> 32).astype(np.int32), objects, order)

    @property
    def size(self) -> int:
        """Bytes."""
        return int(self.subjects.nbytes + self.objects.nbytes + self.by_object.nbytes)

    def __len__(self) -> int:
        return len(self.subjects)

    def with_pairs(self, subjects: Numbers, objects: Numbers, times: Numbers) -> Self:
        """Return the column in which each of these triples, no two the same, stands so many times."""
        there, changed = codes(self.subjects, self.objects), codes(subjects, objects)
        kept = there[~np.isin(there, changed)]
        new = np.sort(np.repeat(changed, times))
        return self._sorted(np.insert(kept, np.searchsorted(kept, new), new))


def codes(subjects: Numbers, objects: Numbers) -> NDArray[np.int64]:
    """Return a number for each pair, in the order of subjects, then objects."""
    return (subjects.astype(np.int64) << 32) | objects
