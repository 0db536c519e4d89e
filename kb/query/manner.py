"""How a query is to be run beside what it asks: for whom, with which budget, how soon its result is wanted.

Input: made by kb.api and kb.service. Output: read by kb.query.service and kb.query.workers.pool.
Never: says anything about the answer itself, save how many rows of it are wanted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kb.query.formats import Format
from kb.query.limits import Limits
from kb.query.workers.lanes import Place

Early = Callable[[int, int], None]
Choose = Callable[[Format], None]
Tell = Callable[[Sequence[str]], None]
Search = Callable[[str, int], Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a query is run.

    Attributes:
        client: whose it is, for turns that are fair: an address, a token's owner; "" is one client too.
        rows: at most so many rows or triples, never more than the limit; None for the limit.
        early: called once, from the thread that runs the query, with a descriptor of the result's file (whoever is
            called closes it) and the position that the query sees, when *patience* is over and the result has begun
            but is not complete. What is written later can be read there too. None: nobody wants it before it is whole.
        patience: seconds.
        chosen: called with the result's format before the query runs; None: nobody listens.
        budget: limits of time, memory, rows and bytes in the place of the service's own; None for those.
        tell: called with warnings that are known before the query runs, if there are any, products of parts that have
            nothing in common among them; None: nobody listens, and such products are not estimated.
        ready: called once, by any thread, when a query that could not *begin*, since others run, has its turn or will
            have none; None: it does not wait so.
        place: where it has waited so.
        search: full text for kb:search: words and how many, to IRIs with scores, the best first; None: there is none.
    """

    client: str = ""
    rows: int | None = None
    early: Early | None = None
    patience: float = 0.5
    chosen: Choose | None = None
    budget: Limits | None = None
    tell: Tell | None = None
    ready: Callable[[], None] | None = None
    place: Place | None = None
    search: Search | None = None


PLAIN: Final = Manner()
