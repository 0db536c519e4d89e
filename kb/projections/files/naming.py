"""Names for the blank nodes of a file, found in a process that can be stopped.

Input: an imported file's quads. Output: the same triples without blank nodes.
Naming blank nodes by content takes exponential time for graphs made to hurt
(nine that all point at each other: minutes), and the library cannot be stopped
from within. So it runs in a process of its own, for a bounded time.
Never: keeps a process beyond its time.
"""

import subprocess
import sys
from typing import Final

from pyoxigraph import BlankNode, Quad, RdfFormat, parse, serialize

from kb.errors import InputError
from kb.graph.skolem import skolemised

SECONDS: Final = 30.0


class EntangledBlankNodesError(InputError):
    """The blank nodes of a graph could not be told apart in time."""

    code = "entangled-blank-nodes"

    def __init__(self, graph: str, count: int, seconds: float) -> None:
        self.graph = graph
        self.count = count
        self.seconds = seconds
        super().__init__(
            f"The {count} blank nodes of the graph {graph} could not be told apart within {seconds:g} seconds.",
            hint="Give its nodes IRIs before importing it.",
        )


def named(quads: list[Quad], graph: str, base: str, *, seconds: float = SECONDS) -> tuple[Quad, ...]:
    """Return the triples of *quads* in *graph*, blank nodes replaced, sorted; see kb.graph.skolem.

    Raises:
        EntangledBlankNodesError: it took longer than *seconds*.
        TooManyBlankNodesError, QuotedTripleError: see there.
    """
    blank = {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, BlankNode)}
    if len(blank) < 2:
        return skolemised(quads, graph, base)
    flat = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, graph, base], input=flat, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise EntangledBlankNodesError(graph, len(blank), seconds) from error
    if done.returncode < 0:  # killed, for want of memory most likely
        raise EntangledBlankNodesError(graph, len(blank), seconds)
    if done.returncode:  # it failed with an error of ours: meet it here, where it has its facts
        return skolemised(quads, graph, base)
    return tuple(parse(done.stdout or b"", format=RdfFormat.N_QUADS))


def _main(graph: str, base: str) -> None:
    quads = parse(sys.stdin.buffer.read(), format=RdfFormat.N_TRIPLES)
    serialize(skolemised(quads, graph, base), sys.stdout.buffer, RdfFormat.N_QUADS)


if __name__ == "__main__":
    _main(*sys.argv[1:])
