"""Who vouches for each claim about a happening: sources of their own, as the graph counts them claim by claim.

Input: happenings by their canonical ids, a way to ask the graph. Output: Shared claims; read by pages.
What counts as a source, and which claims are one, is kb.projections.graph.vouching's to say.
Pure but for what it asks. Never: says that a source is right.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

Ask = Callable[[str], bytes]

_CLAIMS: Final = """
SELECT ?happening ?claim ?predicate ?value
  (GROUP_CONCAT(DISTINCT STR(?source); separator=" ") AS ?sources)
  (GROUP_CONCAT(DISTINCT STR(?own); separator=" ") AS ?claims)
  (GROUP_CONCAT(DISTINCT STR(?object); separator=" ") AS ?objects)
{{
  VALUES ?happening {{ {happenings} }}
  ?happening kb:canonicalClaim ?claim .
  ?claim rdf:predicate ?predicate ; rdf:object ?value ; kb:independentSource ?source ; kb:sharedClaim ?own .
  ?own rdf:object ?object .
}} GROUP BY ?happening ?claim ?predicate ?value"""
_SOURCES: Final = """
SELECT ?source ?name ?voice ?why (GROUP_CONCAT(DISTINCT STR(?article); separator=" ") AS ?articles)
{{
  VALUES ?happening {{ {happenings} }}
  ?happening kb:canonicalClaim/kb:independentSource ?source .
  ?source rdfs:label ?name ; kb:restsOn/kb:article ?article .
  OPTIONAL {{ ?source kb:voice ?voice }} OPTIONAL {{ ?source kb:oneSourceBecause ?why }}
}} GROUP BY ?source ?name ?voice ?why ORDER BY ?name"""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A source of its own.

    Attributes:
        name: the speaker's; or the publishers' and agencies' of the articles.
        ref: "entity-ID" of the speaker, "" for articles in their own voice.
        articles: ids of the articles that it stands in.
        why: why several articles are one source, "" if one alone is.
    """

    name: str
    ref: str
    articles: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class SharedClaim:
    """What several articles may claim of a happening alike, and who vouches for it.

    Attributes:
        happening: its canonical id.
        predicate: local name: a role, "reality" or "figure".
        value: "entity-ID", the name of a reality, or a number.
        sources: each of its own.
        names: ids of the claims of the articles, "claim-ID", and of what they say: "figure-ID" of a figure.
    """

    happening: str
    predicate: str
    value: str
    sources: tuple[Voucher, ...]
    names: frozenset[str]


class Vouched:
    """The claims of some happenings, to be looked up as pages show them."""

    def __init__(self, claims: Iterable[SharedClaim] = ()) -> None:
        self.claims = tuple(claims)
        self._by_name = {name: one for one in self.claims for name in one.names}
        self._by_value = {(one.happening, one.predicate, one.value): one for one in self.claims}

    def named(self, name: str) -> tuple[Voucher, ...]:
        """Return who vouches for an article's claim, or for a figure, by its id; nobody where it is not counted."""
        one = self._by_name.get(name)
        return one.sources if one else ()

    def said(self, happening: str, predicate: str, value: str) -> tuple[Voucher, ...]:
        """Return who vouches for a value of a happening; nobody where it is not counted."""
        one = self._by_value.get((happening, predicate, value))
        return one.sources if one else ()


def vouched(ask: Ask, base: str, happenings: Iterable[str]) -> Vouched:
    """Return the claims about happenings that several articles tell of; others have none in the graph.

    Args:
        ask: answers a SELECT in SPARQL's JSON.
        base: base IRI of the home.
        happenings: canonical ids; "" stands for none.
    """
    named = " ".join(f"<{base}id/happening-{one}>" for one in dict.fromkeys(happenings) if one)
    if not named:
        return Vouched()
    sources = {
        row["source"]: Voucher(
            row["name"],
            _last(row.get("voice", "")),
            tuple(_last(one).removeprefix("article-") for one in row["articles"].split()),
            row.get("why", ""),
        )
        for row in _rows(ask, _SOURCES.format(happenings=named))
    }
    found = []
    for row in _rows(ask, _CLAIMS.format(happenings=named)):
        names = {_last(one) for part in ("claims", "objects") for one in row[part].split()}
        told = [sources[one] for one in row["sources"].split() if one in sources]
        found.append(
            SharedClaim(
                _last(row["happening"]).removeprefix("happening-"),
                row["predicate"].rpartition("#")[2],
                _last(row["value"]).rpartition("#")[2],
                tuple(sorted(told, key=lambda one: (bool(one.ref), one.name))),
                frozenset(one for one in names if one.startswith(("claim-", "figure-"))),
            )
        )
    return Vouched(found)


def _rows(ask: Ask, query: str) -> Iterable[dict[str, Any]]:
    answer = json.loads(ask(query))
    return [{name: cell["value"] for name, cell in row.items()} for row in answer["results"]["bindings"] if row]


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]
