"""Counting over columns: joined by number, grouped by number, only what is shown made texts again.

Input: a kb.query.sparql.counting.Counting, columns. Output: rows as TSV, which the engine writes in any format.
Pure. Never: says less or else than the engine would; where it cannot tell, or would take much, it answers None.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from kb.query.columns.column import Column
from kb.query.columns.joining import Relation, joined
from kb.query.columns.terms import Numbers, Terms
from kb.query.sparql.counting import Counting

_CELLS: Final = 1 << 16  # of a table of all that may be there that is quicker than sorting, beside four for each row
_SIGNS: Final = {
    ">": np.greater,
    "<": np.less,
    ">=": np.greater_equal,
    "<=": np.less_equal,
    "=": np.equal,
    "!=": np.not_equal,
}
_Whole = NDArray[np.int64]


class _Groups:
    """Rows in groups.

    Attributes:
        keys: of each group, one array of terms for each variable.
        many: how many groups.
    """

    def __init__(self, rows: Relation, keys: Sequence[str]) -> None:
        self._of: _Whole = np.zeros(rows.length, np.int64)  # the group of each row, from 0 on without a gap
        self.keys: list[_Whole] = []
        self.many = 1
        for place, key in enumerate(keys):
            values, of = _dense(rows.columns[key])
            if place == 0:
                self._of, self.many, self.keys = of, len(values), [values]
            elif self.many:
                pairs, self._of = _dense(self._of * len(values) + of)
                groups, which = np.divmod(pairs, len(values))
                self.keys = [*(before[groups] for before in self.keys), values[which]]
                self.many = len(pairs)
            else:
                self.keys.append(values)

    def measure(self, values: Numbers | None) -> _Whole:
        """Return how many rows each has, or how many different *values*."""
        if values is None or not len(values):
            return np.bincount(self._of, minlength=self.many)
        different, of = _dense(values)
        pairs, _ = _dense(self._of * len(different) + of)
        return np.bincount(pairs // len(different), minlength=self.many)


def counted(
    counting: Counting, columns: Mapping[str, Column], terms: Terms, rows: int | None
) -> tuple[bytes, bool] | None:
    """Return (rows as TSV, whether there are more than *rows*), None where the engine should answer.

    Args:
        columns: predicate -> its column, for all that *counting* names.
    """
    needed = {*counting.keys, *(variable for variable, _ in counting.measures if variable)}
    found = joined(counting.patterns, columns, terms, needed)
    if found is None:
        return None
    groups = _Groups(found, counting.keys)
    measures = [groups.measure(found.columns[name] if name else None) for name, _ in counting.measures]
    kept = np.ones(groups.many, np.bool_)
    for which, sign, number in counting.having:
        kept &= _SIGNS[sign](measures[~which], number)
    chosen = np.flatnonzero(kept)
    end = None if counting.limit is None else counting.offset + counting.limit
    if counting.order:
        orders = [
            (groups.keys[which] if which >= 0 else measures[~which], which, down) for which, down in counting.order
        ]
        ranks = [_ranks(values[chosen], down, terms if which >= 0 else None) for values, which, down in orders]
        if (order := _ordered(ranks, end)) is None:
            return None
        chosen = chosen[order]
    chosen = chosen[counting.offset : end]
    cut = rows is not None and len(chosen) > rows
    return _written(counting, groups.keys, measures, chosen[:rows], terms), cut


def _dense(values: NDArray[np.int32] | _Whole) -> tuple[_Whole, _Whole]:
    """Return the different ones of *values*, none below 0, sorted, and for each the place of its like among them."""
    most = int(values.max()) + 1 if len(values) else 0
    if most > 4 * len(values) + _CELLS:
        unique, back = np.unique(values, return_inverse=True)
        return unique.astype(np.int64), back
    there = np.zeros(most, np.bool_)
    there[values] = True
    places = np.cumsum(there, dtype=np.int64)
    places -= 1
    return np.flatnonzero(there), places[values]


def _ranks(values: _Whole, down: bool, terms: Terms | None) -> _Whole | None:
    """Return numbers in the order of *values*: whole numbers, or *terms*; None where their order is the engine's."""
    if terms is None:
        return -values if down else values
    different, of = _dense(values)
    texts = [terms.text(number) for number in different.tolist()]
    if not (all(text[0] == "<" for text in texts) or all(text[0] == text[-1] == '"' for text in texts)):
        return None
    ranks = np.empty(len(texts), np.int64)
    ranks[sorted(range(len(texts)), key=[_value(text) for text in texts].__getitem__)] = np.arange(len(texts))
    return -ranks[of] if down else ranks[of]


def _value(text: str) -> str:
    """Return what an IRI or a plain string says."""
    if "\\" not in text:
        return text[1:-1]
    (triple,) = ox.parse(f"<urn:s> <urn:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
    return str(triple.object.value)


def _ordered(ranks: Sequence[_Whole | None], end: int | None) -> NDArray[np.intp] | None:
    """Return the places of rows in the order of *ranks*, the first rank first; those behind *end* may be left out."""
    known = [rank for rank in ranks if rank is not None]
    if len(known) < len(ranks):
        return None
    first = known[0]
    if end is None or end >= len(first) // 2 or not end:
        return np.lexsort(known[::-1])
    least = first[np.argpartition(first, end - 1)[end - 1]]
    places = np.flatnonzero(first <= least)  # all that may come before *end*, with those that are even with the last
    order: NDArray[np.intp] = places[np.lexsort([rank[places] for rank in known[::-1]])]
    return order


def _written(
    counting: Counting, keys: Sequence[_Whole], measures: Sequence[_Whole], chosen: NDArray[np.intp], terms: Terms
) -> bytes:
    columns = []
    for _, which in counting.columns:
        numbers = (keys[which] if which >= 0 else measures[~which])[chosen].tolist()
        columns.append(map(terms.text if which >= 0 else str, numbers))
    lines = ["\t".join(f"?{name}" for name, _ in counting.columns), *map("\t".join, zip(*columns, strict=True)), ""]
    return "\n".join(lines).encode()
