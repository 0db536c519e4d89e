"""Whether figures of one thing changed from report to report without a contradiction: 17 or more, then 23.

Input: groups of figures of one happening (kb.service.happenings.figure_groups). Output: yes or no; read by
kb.service.happenings.conflicts.
Pure. Never: says which figure is right, or which came first.
"""

from collections.abc import Collection
from itertools import combinations, product
from typing import Final

from kb.graph import words as graph_words
from kb.projections.catalog.records import FigureRecord
from kb.resolution.events.counted import PASSING
from kb.resolution.events.figures import Number, compare_numbers
from kb.service.happenings.figure_groups import Group, counts

_COMPARATOR: Final = {term.rpartition("#")[2]: name for name, term in graph_words.COMPARATOR.items()}


def changed(group: Group, about: str) -> bool:
    """Say whether two reports give two numbers of one thing that can both be true.

    At least 17 and 17 are one. Of an article counts what it gives of all, or of kinds of people where it gives nothing
    of all: eleven miners, then 28 killed; not the two soldiers beside 17 dead.
    """
    told: dict[str, list[FigureRecord]] = {}
    for _, figure in group.rows:
        if not figure.withdrawn:
            told.setdefault(figure.article, []).append(figure)
    if len(told) < 2:
        return False
    heads = [[one for one in those if one.id not in group.kinds] or those for those in told.values()]
    return any(
        _ranges(ours).isdisjoint(_ranges(theirs))
        and any(_fit(one, other, group, about) for one, other in product(ours, theirs))
        for ours, theirs in combinations(heads, 2)
    )


def _ranges(figures: Collection[FigureRecord]) -> set[tuple[float | None, float | None]]:
    return {(figure.value, figure.upper) for figure in figures}


def _fit(one: FigureRecord, other: FigureRecord, group: Group, about: str) -> bool:
    """Whether two numbers are of one thing and can both be true, of two days, or one is of a kind of the other's."""
    how = compare_numbers(number(one), number(other), about)
    if how == "differ":
        return about in PASSING
    return how == "compatible" or (not how and (one.id in group.kinds) != (other.id in group.kinds))


def number(figure: FigureRecord) -> Number:
    """Return a figure that has a value as it is compared."""
    value = float(figure.value or 0.0)
    upper = figure.upper if figure.upper is not None else value
    comparator = _COMPARATOR.get(figure.comparator, figure.comparator)
    return Number(value, upper, comparator, figure.unit, counts(figure), change=figure.change)
