"""Claims about one happening that cannot all be true, read off the graph.

Input: answers to one SPARQL query on the graph. Output: Odds, each of two claims with the reason; read by the command
line and the HTTP service.
Never: says which claim is right; compares anything itself (kb.projections.graph.contradictions does).
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from kb.errors import InputError
from kb.projections.graph.opposition import KINDS

MOST: Final = 1000

# What is said of a contradiction stands in both parts of a union, and kinds in a filter: after a union or beside VALUES
# the engine would join all that there are of each with all of the other.
_SAID: Final = """?contradiction kb:contradictionKind ?kind ; kb:because ?because ; kb:between ?one, ?other .
    ?one kb:article ?first . ?other kb:article ?second . ?happening rdfs:label ?label .
    FILTER ({kinds}STR(?one) < STR(?other))"""
_QUERY: Final = f"""PREFIX kb: <https://w3id.org/newskb#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?happening ?label ?kind ?because ?one ?other ?first ?second {{{{
  {{{{ {{values}} ?happening a kb:Happening ; kb:contradiction ?contradiction .
    {_SAID} }}}}
  UNION {{{{ {{values}} ?event kb:contradiction ?contradiction ; kb:happening ?happening .
    {_SAID} }}}}
}}}} ORDER BY ?label ?happening ?kind ?because LIMIT {{limit}}"""

_KINDS: Final = """PREFIX kb: <https://w3id.org/newskb#>
SELECT DISTINCT ?happening ?kind {
  { ?happening a kb:Happening ; kb:contradiction/kb:contradictionKind ?kind }
  UNION { ?event kb:contradiction/kb:contradictionKind ?kind ; kb:happening ?happening }
} ORDER BY ?happening ?kind"""


class UnknownKindError(InputError):
    """There are no contradictions of this kind."""

    code = "unknown-kind"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no kind {name!r} of contradiction.", hint=f"Take one of {', '.join(KINDS)}.")


@dataclass(frozen=True, slots=True)
class Odds:
    """Two claims that cannot both be true.

    Attributes:
        happening: "happening-HASH".
        label: of the happening.
        kind: one of kb.projections.graph.contradictions.KINDS.
        because: why, in words.
        claims: "claim-HASH", by which `kb retract` and `kb amend` take them.
        articles: "article-HASH" of each claim.
    """

    happening: str
    label: str
    kind: str
    because: str
    claims: tuple[str, str]
    articles: tuple[str, str]


def known_kind(kind: str) -> str:
    """Return *kind*, "" for all.

    Raises:
        UnknownKindError: there is no such kind.
    """
    if kind and kind not in KINDS:
        raise UnknownKindError(kind)
    return kind


def kinds_of(ask: Callable[[str], bytes]) -> dict[str, frozenset[str]]:
    """Return happening (canonical id) -> the kinds of claims about it that contradict each other, of all there are."""
    found: dict[str, set[str]] = {}
    for row in json.loads(ask(_KINDS))["results"]["bindings"]:
        happening = _last(row["happening"]["value"]).removeprefix("happening-")
        found.setdefault(happening, set()).add(row["kind"]["value"])
    return {happening: frozenset(kinds) for happening, kinds in found.items()}


def odds(
    ask: Callable[[str], bytes], base: str, happening: str | Collection[str] = "", kind: str = "", without: str = ""
) -> tuple[Odds, ...]:
    """Return the contradictions of the graph, at most MOST of them.

    Args:
        ask: answers a SELECT in SPARQL's JSON.
        base: base IRI of the home.
        happening: canonical id of one, or of several; "" for all.
        kind: "" for all.
        without: a kind that is left out.

    Raises:
        UnknownKindError: there is no such kind.
    """
    named = [happening] if isinstance(happening, str) else list(happening)
    iris = " ".join(f"<{base}id/happening-{one}>" for one in named)
    values, kinds = f"VALUES ?happening {{ {iris} }}" if happening else "", ""
    if known_kind(kind) or known_kind(without):
        wanted = ", ".join(f'"{one}"' for one in KINDS if one != without and kind in ("", one))
        kinds = f"?kind IN ({wanted}) && "
    answer = json.loads(ask(_QUERY.format(values=values, kinds=kinds, limit=MOST)))
    rows = [{name: cell["value"] for name, cell in row.items()} for row in answer["results"]["bindings"]]
    return tuple(
        Odds(
            happening=_last(row["happening"]),
            label=row["label"],
            kind=row["kind"],
            because=row["because"],
            claims=(_last(row["one"]), _last(row["other"])),
            articles=(_last(row["first"]), _last(row["second"])),
        )
        for row in rows
    )


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]
