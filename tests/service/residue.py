"""Two knowledge bases compared as if the one had never had what was withdrawn from it.

What may differ: positions and times of the log, canonical ids (an entity keeps the id that a withdrawn article gave it
where others tell of it, and what several articles claim of it has an id made of its), the record of the withdrawal,
and which agents the log knows. Nothing else: entities, happenings, claims and records are told apart by what is said
of them alone.
"""

import re

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad

from kb.graph import names
from kb.log import EventLog
from kb.projections.opening import in_memory

MINTED = re.compile(r".*/id/(entity|happening|record|claim|canonical)-[^/]+\Z")
OF_THE_LOG = {names.kb("logPosition"), names.ENDED_AT, names.INFORMED_BY}


def told(log: EventLog, until: int | None = None) -> list[str]:
    """Return all that the graph says after event *until*, in a form that two logs share if they say the same."""
    made = in_memory(log, until)
    try:
        quads = list(made.graph.store)
        aside = {f"/id/record-{position}" for position in _of_withdrawals(log)}
    finally:
        made.close()
    kept = [
        quad
        for quad in quads
        if quad.predicate not in OF_THE_LOG
        and "/id/agent-" not in quad.subject.value
        and not any(quad.subject.value.endswith(end) for end in aside)
    ]
    dataset = Dataset(Quad(_open(q.subject), q.predicate, _open(q.object), q.graph_name) for q in kept)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, dataset))


def _open(term: object) -> object:
    if isinstance(term, NamedNode) and MINTED.match(term.value):
        return BlankNode(re.sub(r"\W", "x", term.value))
    return term


def _of_withdrawals(log: EventLog) -> list[int]:
    return [recorded.position for recorded in log.read(types=("article-withdrawn", "decision-undone"))]
