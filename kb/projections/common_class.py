"""Of what class the events of one happening are, as their figures are compared.

Input: types of events. Output: a class, read by kb.projections.graph.contradictions and
kb.service.happenings.figure_groups.
Pure. Never: decides what is at odds.
"""

from collections.abc import Iterable

from kb.language.event_types import EventTypes
from kb.resolution.events.counted import PASSING


def common_class(types: Iterable[str]) -> str:
    """Return the class of events of some types, "" if they have several; of what is counted anew each day the type."""
    if len(named := set(types)) == 1 and named <= PASSING:
        return named.pop()
    known = EventTypes.load()
    classes = {known.coarse(name) if name in known else "other" for name in named}
    return classes.pop() if len(classes) == 1 else ""
