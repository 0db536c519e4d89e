"""What one whom an article quotes claims and another whom it quotes denies, read off the graph: that something
happened, or that the other did it.

Input: answers to one SPARQL query on the graph. Output: Answered values, read by kb.service.happenings.opposing.
Never: compares anything itself (kb.projections.graph.within does); tells of two articles.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

MOST: Final = 500
_QUERY: Final = f"""PREFIX kb: <https://w3id.org/newskb#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?event ?happening ?kind ?denial {{{{ {{values}}
  ?event kb:contradiction ?contradiction ; kb:happening ?happening .
  ?contradiction kb:contradictionKind ?kind ; kb:between ?claim . ?claim rdf:subject ?denial .
  FILTER (?kind IN ("happened", "actor") && ?denial != ?event)
}}}} ORDER BY ?event ?denial LIMIT {MOST}"""


@dataclass(frozen=True, slots=True)
class Answered:
    """An event that one claims, and what another says of it in the same article.

    Attributes:
        event: id of the event that is claimed.
        happening: canonical id of its happening.
        kind, denial: "statement" and its id, one that denies it ("rejected the charge"); or "event" and the id of
            the event as that other has it, which did not happen.
        doer: whether it denies to have done it, and not that it happened: "denied responsibility for the attack".
    """

    event: str
    happening: str
    kind: str
    denial: str
    doer: bool = False


def answered(
    ask: Callable[[str], bytes], base: str, *, events: Collection[str] = (), denials: Collection[str] = ()
) -> tuple[Answered, ...]:
    """Return what is claimed and denied within articles, at most MOST.

    Args:
        ask: answers a SELECT in SPARQL's JSON.
        base: base IRI of the home.
        events: ids of those claimed that are asked about; *denials*: "statement-ID" and "event-ID"; neither: all.
    """
    values = " UNION ".join(
        f"{{ VALUES ?{name} {{ {' '.join(f'<{base}id/{one}>' for one in some)} }} }}"
        for name, some in (("event", [f"event-{one}" for one in events]), ("denial", denials))
        if some
    )
    rows = json.loads(ask(_QUERY.format(values=values)))["results"]["bindings"]
    return tuple(
        Answered(event, happening, kind, denial, row["kind"]["value"] == "actor")
        for row in rows
        for (_, event), (_, happening), (kind, denial) in [
            [_parts(row[name]["value"]) for name in ("event", "happening", "denial")]
        ]
    )


def _parts(iri: str) -> tuple[str, str]:
    kind, _, bare = iri.rpartition("/")[2].partition("-")
    return kind, bare
