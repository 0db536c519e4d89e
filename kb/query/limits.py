"""What a query may cost, in one place.

Read by kb.query.sparql.gate (the text), kb.query.workers.pool (how many at once) and kb.query.workers.worker (time,
memory, size).
Never: reads settings; whoever builds a service hands the numbers in.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one query and on all of them together; None means no bound.

    The bounds on text leave a wide margin: with the worker's stack of 256 MB
    no query of 64 KB that was tried made the engine crash
    (docs/decisions/0002-query-workers.md).

    Attributes:
        time: seconds from a query's arrival to its result.
        memory: bytes a query may allocate beyond the graph itself.
        rows: rows (SELECT) or triples (CONSTRUCT, DESCRIBE); the result is cut there and says so.
            A SELECT that calls another endpoint is bounded by *size* alone.
        size: bytes of the serialised result; a larger one is refused.
        running: queries evaluated at the same time in the quick lane (kb.query.workers.lanes).
        quick: seconds that a query may stay there.
        spare: places there besides, for clients that have no query yet.
        slow: long queries evaluated at the same time, besides.
        halted: long queries that are stopped where they are until there is room for them.
        queued: queries that may wait for their turn; the next is refused.
        wait: seconds a query may wait for its turn.
        text: bytes of the query as UTF-8.
        depth: brackets inside one another, of any kind.
        unary: signs such as ``!`` in a row.
        path: path operators between two terms.
        operators: signs and connectives of one group, which the engine reads in the square of their number.
        values: rows of all VALUES blocks together.
        graphs: FROM and FROM NAMED clauses, or graph parameters of the protocol.
        apart: whether another process reads long texts, so that this one goes on answering.
        services: hosts ("host" or "host:port") that SERVICE may name.
    """

    time: float | None = 30.0
    memory: int | None = 1 << 30
    rows: int | None = 100_000
    size: int | None = 256 << 20
    running: int = 2
    quick: float = 0.2
    spare: int = 2
    slow: int = 2
    halted: int = 2
    queued: int = 32
    wait: float = 10.0
    text: int = 64 << 10
    depth: int = 100
    unary: int = 100
    path: int = 100
    operators: int = 2_000
    values: int = 10_000
    graphs: int = 20
    apart: bool = False
    services: frozenset[str] = frozenset()


def shorter(asked: float | None, most: float | None) -> float | None:
    """Return the shorter of two times in seconds, where None is no limit."""
    return min((x for x in (asked, most) if x is not None), default=None)
